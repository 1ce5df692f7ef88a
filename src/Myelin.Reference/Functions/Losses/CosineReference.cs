namespace Myelin.Reference.Functions;

/// <summary>1 - u·v / (‖u‖ ‖v‖) and its gradient by u; 1 and 0 where either vector is zeros.</summary>
internal static class CosineReference
{
    internal static double Evaluate(double[] u, double[] v, double[] gradient)
    {
        double uNorm = Norm(u), vNorm = Norm(v);
        if (uNorm == 0 || vNorm == 0)
        {
            Array.Clear(gradient);
            return 1;
        }

        double cosine = u.Zip(v, (a, b) => a / uNorm * (b / vNorm)).Sum();
        for (int i = 0; i < u.Length; i++) gradient[i] = (cosine * (u[i] / uNorm) - v[i] / vNorm) / uNorm;
        return 1 - cosine;
    }

    /// <summary>‖x‖; the square of a float32 neither overflows nor vanishes in double.</summary>
    internal static double Norm(double[] x) => Math.Sqrt(x.Sum(value => value * value));
}
