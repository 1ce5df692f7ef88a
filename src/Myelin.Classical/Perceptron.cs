namespace Myelin.Classical;

/// <summary>
/// The perceptron's learning rule: from w = 0, b = 0, each row on the wrong side, or on the plane, is added to the weights with its sign: w += y x, b
/// += y, y = ±1, until none is left. On rows that some plane separates it ends after at most (R / γ)² updates, R the largest length of (x, 1) and γ
/// the margin of any separator there (Novikoff, 1962). On others it never ends.
/// Source: Rosenblatt, "The perceptron" (1958).
/// </summary>
public sealed class Perceptron
{
    private Perceptron(LinearModel model, int updates, int passes, double margin, double radius, bool isSeparating, IReadOnlyList<int>? contradiction) =>
        (Model, Updates, Passes, Margin, Radius, IsSeparating, Contradiction) = (model, updates, passes, margin, radius, isSeparating, contradiction);

    /// <summary>The weights and bias at the end: a score above 0 is class 1.</summary>
    public LinearModel Model { get; }

    /// <summary>Whether every row is on its side.</summary>
    public bool IsSeparating { get; }

    /// <summary>How often weights changed.</summary>
    public int Updates { get; }

    /// <summary>How often all rows were gone through.</summary>
    public int Passes { get; }

    /// <summary>γ, the least of y (w · x + b) / |(w, b)| over the rows: above 0 where the plane separates them.</summary>
    public double Margin { get; }

    /// <summary>R, the largest length of (x, 1).</summary>
    public double Radius { get; }

    /// <summary>(R / γ)², which the updates cannot exceed; ∞ where no separator was found.</summary>
    public double Bound => IsSeparating ? Radius / Margin * (Radius / Margin) : double.PositiveInfinity;

    /// <summary>
    /// Why no plane can separate the rows, where that was found: a number for each row, 0 or more and not all 0, with Σ number · y (x, 1) = 0. A
    /// separator would make the sum of number · y (w · x + b) positive, yet it is 0. Found where the rule comes back to weights that it had before;
    /// null where it did not.
    /// </summary>
    public IReadOnlyList<int>? Contradiction { get; }

    /// <summary>Learns.</summary>
    /// <param name="samples">Rows with the labels 0 and 1, both present with a weight above 0; otherwise weights do not matter.</param>
    /// <param name="mostPasses">When to stop on rows that it cannot separate, 1 or more.</param>
    /// <exception cref="ArgumentException">Labels other than 0 and 1, or one of them alone.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 pass.</exception>
    public static Perceptron Learn(Samples samples, int mostPasses = 1000)
    {
        BinaryRows.Require(samples, "A perceptron");
        ArgumentOutOfRangeException.ThrowIfLessThan(mostPasses, 1);
        var weights = new double[samples.Width + 1];
        var updates = new int[samples.Rows];
        // The weights at the beginning of passes 1, 2, 4, 8, …: a rule that goes in circles meets one of them (Brent, 1980).
        (double[] remembered, int[] updatesThen, int nextToRemember) = ([.. weights], [.. updates], 1);
        for (int pass = 1; pass <= mostPasses; pass++)
        {
            if (!Pass(samples, weights, updates)) return Found(samples, weights, updates, pass, null);
            if (weights.AsSpan().SequenceEqual(remembered))
            {
                int[] round = [.. updates.Select((count, row) => count - updatesThen[row])];
                return Found(samples, weights, updates, pass, AddsUpToNothing(samples, round) ? round : null);
            }

            if (pass == nextToRemember) (remembered, updatesThen, nextToRemember) = ([.. weights], [.. updates], 2 * pass);
        }

        return Found(samples, weights, updates, mostPasses, null);
    }

    // Weights may also stay as they are because an update is too small for their digits.
    private static bool AddsUpToNothing(Samples samples, int[] counts)
    {
        var sum = new double[samples.Width + 1];
        for (int row = 0; row < samples.Rows; row++) AddTo(sum, samples.Input(row), counts[row] * BinaryRows.Sign(samples, row));
        return sum.All(value => value == 0);
    }

    private static void AddTo(double[] weights, ReadOnlySpan<double> x, double factor)
    {
        for (int i = 0; i < x.Length; i++) weights[i] += factor * x[i];
        weights[^1] += factor;
    }

    /// <summary>Goes through all rows once; whether any changed the weights.</summary>
    private static bool Pass(Samples samples, double[] weights, int[] updates)
    {
        bool changed = false;
        for (int row = 0; row < samples.Rows; row++)
        {
            double sign = BinaryRows.Sign(samples, row);
            if (sign * Score(weights, samples.Input(row)) > 0) continue;
            AddTo(weights, samples.Input(row), sign);
            updates[row]++;
            changed = true;
        }

        return changed;
    }

    private static Perceptron Found(Samples samples, double[] weights, int[] updates, int passes, int[]? contradiction)
    {
        double length = Math.Sqrt(weights.Sum(weight => weight * weight)), margin = double.PositiveInfinity, radius = 0;
        for (int row = 0; row < samples.Rows; row++)
        {
            margin = Math.Min(margin, BinaryRows.Sign(samples, row) * Score(weights, samples.Input(row)));
            double square = 1;
            foreach (double value in samples.Input(row)) square += value * value;
            radius = Math.Max(radius, Math.Sqrt(square));
        }

        var coefficients = new double[1, samples.Width];
        for (int i = 0; i < samples.Width; i++) coefficients[0, i] = weights[i];
        return new Perceptron(new LinearModel(coefficients, [weights[^1]]), updates.Sum(), passes, length == 0 ? 0 : margin / length, radius,
            margin > 0, contradiction);
    }

    private static double Score(double[] weights, ReadOnlySpan<double> x)
    {
        double score = weights[^1];
        for (int i = 0; i < x.Length; i++) score += weights[i] * x[i];
        return score;
    }
}
