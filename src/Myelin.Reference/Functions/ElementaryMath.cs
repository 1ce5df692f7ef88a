namespace Myelin.Reference.Functions;

/// <summary>Elementary functions that .NET lacks in double precision, each with full relative accuracy.</summary>
internal static class ElementaryMath
{
    /// <summary>e^x - 1. Source: Kahan, as given by Higham, "Accuracy and stability of numerical algorithms" (2002), 1.14.1.</summary>
    internal static double Expm1(double x)
    {
        double y = Math.Exp(x);
        if (y == 1) return x;
        return Math.Abs(x) > 1 ? y - 1 : (y - 1) / Math.Log(y) * x;
    }

    /// <summary>
    /// ln(1 + x). Source: Kahan, as given by Goldberg, "What every computer scientist should know about floating-point arithmetic" (1991), theorem 4.
    /// </summary>
    internal static double Log1p(double x)
    {
        double y = 1 + x;
        return y == 1 || double.IsPositiveInfinity(x) ? x : Math.Log(y) / (y - 1) * x;
    }

    /// <summary>1 / (1 + e^-x).</summary>
    internal static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + e^x) = -ln(1 - σ(x)).</summary>
    internal static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    internal static double Sign(double x) => double.IsNaN(x) ? x : Math.Sign(x);

    /// <summary>The largest of the terms' sizes; NaN if any is.</summary>
    internal static double LargestTerm(params ReadOnlySpan<double> terms)
    {
        double largest = 0;
        foreach (double term in terms) largest = Math.Max(largest, Math.Abs(term));
        return largest;
    }
}
