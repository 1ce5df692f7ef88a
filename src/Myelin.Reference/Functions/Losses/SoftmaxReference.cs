namespace Myelin.Reference.Functions;

/// <summary>
/// What soft-max and the losses on logits need of one row x: the probability p, the probability missed 1 - p and -ln p of each place,
/// all without cancellation. NaN or +∞ anywhere, or -∞ only, makes everything NaN.
/// </summary>
internal sealed class SoftmaxReference
{
    private readonly double[] differences;

    internal SoftmaxReference(double[] x)
    {
        double maximum = x.Aggregate(double.NegativeInfinity, Math.Max);
        differences = [.. x.Select(logit => maximum - logit)];
        double[] exponentials = [.. differences.Select(difference => Math.Exp(-difference))];
        double sum = exponentials.Sum();
        int largest = Math.Max(0, Array.IndexOf(x, maximum));
        LogOfSum = ElementaryMath.Log1p(SumWithout(exponentials, largest)) + 0 * exponentials[largest];
        Probabilities = [.. exponentials.Select(exponential => exponential / sum)];
        Missed = [.. x.Select((_, place) => SumWithout(Probabilities, place) + 0 * Probabilities[place])];
        NegativeLogs = [.. differences.Select(difference => LogOfSum + difference)];
    }

    /// <summary>p of each place.</summary>
    internal double[] Probabilities { get; }

    /// <summary>1 - p of each place.</summary>
    internal double[] Missed { get; }

    /// <summary>-ln p of each place.</summary>
    internal double[] NegativeLogs { get; }

    private double LogOfSum { get; }

    /// <summary>How far the rounding of the differences x - max can move p of a place, in units of that rounding.</summary>
    internal double ProbabilityScale(int place) => Moved(place) is double own && Probabilities[place] * Shift is double common ? Math.Max(own, common) : 0;

    /// <summary>The largest term of 1 - p: the other places' probabilities.</summary>
    internal double MissedScale(int place)
    {
        double largest = 0;
        for (int other = 0; other < Probabilities.Length; other++)
        {
            if (other != place) largest = Math.Max(largest, Math.Max(Probabilities[other], ProbabilityScale(other)));
        }

        return largest;
    }

    /// <summary>The largest term of -ln p: ln Σ exp(x - max), max - x, and what the differences inside the sum move it by.</summary>
    internal double NegativeLogScale(int place) => ElementaryMath.LargestTerm(LogOfSum, differences[place], Shift);

    private double Shift => Probabilities.Select((_, place) => Moved(place)).Max();

    /// <summary>p (max - x), and 0 for a logit of -∞.</summary>
    private double Moved(int place) => Probabilities[place] == 0 ? 0 : Probabilities[place] * differences[place];

    private static double SumWithout(double[] terms, int place) => terms.Where((_, other) => other != place).Sum();
}
