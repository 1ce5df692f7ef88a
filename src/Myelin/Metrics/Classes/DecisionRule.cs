namespace Myelin.Metrics;

/// <summary>
/// Which class to name for a new sample: the one whose expected cost Σ C(named, true) P(true | x) is least. With equal costs for all mistakes that is
/// the class of the largest posterior probability; for two classes it is a threshold on the probability of the second. Source: Wald, "Statistical
/// decision functions" (1950).
/// </summary>
public sealed class DecisionRule
{
    private readonly double[,] costs;

    /// <summary>Creates a rule.</summary>
    /// <param name="costs">C, <c>[named, true]</c>: what it costs to name a class where another is true; finite, usually 0 where both are the same.</param>
    /// <exception cref="ArgumentException">The table is not square, smaller than 2 by 2, or holds a number that is not finite.</exception>
    public DecisionRule(double[,] costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        int classes = costs.GetLength(0);
        if (classes < 2 || costs.GetLength(1) != classes)
            throw new ArgumentException($"Costs have a row and a column for each of two classes or more, not {classes} rows and "
                + $"{costs.GetLength(1)} columns.", nameof(costs));
        if (costs.Cast<double>().Any(cost => !double.IsFinite(cost))) throw new ArgumentException("Costs are finite.", nameof(costs));
        this.costs = (double[,])costs.Clone();
    }

    /// <summary>The number of classes.</summary>
    public int Classes => costs.GetLength(0);

    /// <summary>Every mistake costs 1: the class of the largest posterior probability is named, of equal ones the first.</summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <exception cref="ArgumentException">Fewer classes.</exception>
    public static DecisionRule OfErrors(int classes)
    {
        var costs = new double[Math.Max(0, classes), Math.Max(0, classes)];
        for (int named = 0; named < classes; named++)
        {
            for (int truth = 0; truth < classes; truth++) costs[named, truth] = named == truth ? 0 : 1;
        }

        return new DecisionRule(costs);
    }

    /// <summary>For two classes: the probability of the second from which on naming it costs no more, a / (a + b).</summary>
    /// <param name="falsePositive">a, what it costs to name the second class where the first is true; finite and above 0.</param>
    /// <param name="falseNegative">b, what it costs to name the first class where the second is true; finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cost that is not above 0, or not finite.</exception>
    public static double Threshold(double falsePositive, double falseNegative)
    {
        if (!(falsePositive > 0 && double.IsFinite(falsePositive)))
            throw new ArgumentOutOfRangeException(nameof(falsePositive), falsePositive, "The cost of a mistake is above 0.");
        if (!(falseNegative > 0 && double.IsFinite(falseNegative)))
            throw new ArgumentOutOfRangeException(nameof(falseNegative), falseNegative, "The cost of a mistake is above 0.");
        // Halves, whose sum is finite.
        return falsePositive / 2 / (falsePositive / 2 + falseNegative / 2);
    }

    /// <summary>What naming a class costs on average, where the posterior probabilities are right.</summary>
    /// <param name="posterior">P(class | x), one a class.</param>
    /// <param name="named">The class.</param>
    /// <exception cref="ArgumentException">Another number of probabilities, or one that is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double ExpectedCost(ReadOnlySpan<float> posterior, int named)
    {
        Require(posterior);
        if (named < 0 || named >= Classes) throw new ArgumentOutOfRangeException(nameof(named), named, $"The classes are 0 to {Classes - 1}.");
        double cost = 0;
        for (int truth = 0; truth < posterior.Length; truth++) cost += costs[named, truth] * posterior[truth];
        return cost;
    }

    /// <summary>The class whose expected cost is least; of equal ones the first.</summary>
    /// <param name="posterior">P(class | x), one a class.</param>
    /// <exception cref="ArgumentException">Another number of probabilities, or one that is NaN.</exception>
    public int Decide(ReadOnlySpan<float> posterior)
    {
        Require(posterior);
        int best = 0;
        for (int named = 1; named < Classes; named++)
        {
            // The sum of differences, in which what both cost falls out: two sums would differ by their rounding.
            double saved = 0;
            for (int truth = 0; truth < posterior.Length; truth++) saved += (costs[best, truth] - costs[named, truth]) * posterior[truth];
            if (saved > 0) best = named;
        }

        return best;
    }

    private void Require(ReadOnlySpan<float> posterior)
    {
        if (posterior.Length != Classes) throw new ArgumentException($"This rule takes {Classes} probabilities, not {posterior.Length}.", nameof(posterior));
        for (int truth = 0; truth < posterior.Length; truth++)
        {
            if (float.IsNaN(posterior[truth])) throw new ArgumentException($"The probability of class {truth} is not a number.", nameof(posterior));
        }
    }
}
