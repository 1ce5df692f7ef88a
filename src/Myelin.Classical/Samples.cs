using Myelin.Data;

namespace Myelin.Classical;

/// <summary>
/// Rows in double precision, all in memory, as classical models are fitted to them: inputs, targets or labels, and weights. Numbers are finite and at
/// most 10¹⁵⁰ in size, so that their squares are finite, too; squares of numbers below 10⁻¹⁵⁰ vanish.
/// </summary>
public sealed class Samples
{
    private const double Largest = 1e150;

    private readonly double[] inputs;
    private readonly double[] targets;
    private readonly int[] labels;
    private readonly double[] weights;

    private Samples(int rows, int width, double[] inputs, double[] targets, int[] labels, double[] weights)
    {
        if (rows < 1 || width < 1) throw new ArgumentException("There are no rows to fit a model to, or no inputs.");
        (Rows, Width, this.inputs, this.targets, this.labels, this.weights) = (rows, width, inputs, targets, labels, weights);
        TotalWeight = weights.Sum();
        RequireFinite(inputs, "input");
        RequireFinite(targets, "target");
        if (weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || TotalWeight == 0)
            throw new ArgumentException("The weights of rows must be finite, 0 or more, and not all 0.");
    }

    /// <summary>Takes rows with target values.</summary>
    /// <param name="inputs">The inputs, <c>[rows, width]</c>; they are copied.</param>
    /// <param name="targets">The targets, <c>[rows, outputs]</c>; they are copied.</param>
    /// <exception cref="ArgumentException">No rows, numbers of rows that differ, no inputs, or a number that is not finite or too large.</exception>
    public static Samples Of(double[,] inputs, double[,] targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        (double[] values, double[] expected) = (Flat(inputs), Flat(targets));
        int rows = inputs.GetLength(0);
        if (targets.GetLength(0) != rows) throw new ArgumentException($"{rows} rows need {rows} targets, not {targets.GetLength(0)}.", nameof(targets));
        return new Samples(rows, inputs.GetLength(1), values, expected, [], Ones(rows)) { TargetCount = targets.GetLength(1) };
    }

    /// <summary>Takes rows with class labels, or, where there are none, rows alone.</summary>
    /// <param name="inputs">The inputs, <c>[rows, width]</c>; they are copied.</param>
    /// <param name="labels">The class of each row, 0 or more; empty for none.</param>
    /// <exception cref="ArgumentException">No rows, numbers of rows that differ, a negative label, no inputs, or a number that is not finite or too
    /// large.</exception>
    public static Samples Of(double[,] inputs, ReadOnlySpan<int> labels = default)
    {
        double[] values = Flat(inputs);
        int rows = inputs.GetLength(0), classes = 0;
        if (labels.Length != 0 && labels.Length != rows) throw new ArgumentException($"{rows} rows need {rows} labels, not {labels.Length}.", nameof(labels));
        foreach (int label in labels)
            classes = label is >= 0 and < int.MaxValue ? Math.Max(classes, label + 1)
                : throw new ArgumentException($"A label is 0 or more, and less than {int.MaxValue}, not {label}.", nameof(labels));
        return new Samples(rows, inputs.GetLength(1), values, [], labels.ToArray(), Ones(rows)) { ClassCount = classes };
    }

    /// <summary>Reads all rows of a source; inputs of several axes become one row of numbers.</summary>
    /// <param name="source">The rows.</param>
    /// <exception cref="ArgumentException">No rows, no inputs, or a number that is not finite or too large.</exception>
    /// <exception cref="InvalidInputException">The rows take more memory than the machine has, or have more numbers than an array.</exception>
    public static Samples Of(IDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int rows = source.Count, width = source.InputShape.Count;
        ClassicalMemory.RequireRows(rows, width);
        var (inputs, targets) = (new double[checked(rows * width)], new double[checked(rows * source.TargetCount)]);
        var labels = new int[source.ClassCount > 0 ? rows : 0];
        double[] weights = Ones(rows);
        foreach ((int first, Batch batch) in BatchReader.Read(source))
        {
            Widen(batch.Inputs, inputs.AsSpan(first * width));
            Widen(batch.Targets, targets.AsSpan(first * source.TargetCount));
            batch.Labels.CopyTo(labels.AsSpan(labels.Length == 0 ? 0 : first));
            Widen(batch.Weights, weights.AsSpan(first));
        }

        return new Samples(rows, width, inputs, targets, labels, weights) { TargetCount = source.TargetCount, ClassCount = source.ClassCount };
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Inputs a row.</summary>
    public int Width { get; }

    /// <summary>Target values a row; 0 where there are labels or nothing.</summary>
    public int TargetCount { get; private init; }

    /// <summary>The number of classes; 0 where there are target values or nothing.</summary>
    public int ClassCount { get; private init; }

    /// <summary>The sum of the rows' weights: their number where none were given.</summary>
    public double TotalWeight { get; }

    /// <summary>The inputs of a row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public ReadOnlySpan<double> Input(int row) => inputs.AsSpan(row * Width, Width);

    /// <summary>The targets of a row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public ReadOnlySpan<double> Target(int row) => targets.AsSpan(row * TargetCount, TargetCount);

    /// <summary>The class of a row.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public int Label(int row) => labels[row];

    /// <summary>The weight of a row; 1 where none were given.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public double Weight(int row) => weights[row];

    /// <summary>The weighted sum of squared distances of the rows to their mean: what clusters and projections explain a share of.</summary>
    public double TotalSumOfSquares()
    {
        double[] means = InputMeans();
        double sum = 0;
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Width; i++) sum += weights[row] * (inputs[(row * Width) + i] - means[i]) * (inputs[(row * Width) + i] - means[i]);
        }

        return sum;
    }

    /// <summary>The weighted mean of each input.</summary>
    internal double[] InputMeans() => Means(inputs, Width);

    /// <summary>The weighted mean of each target.</summary>
    internal double[] TargetMeans() => Means(targets, TargetCount);

    private double[] Means(double[] values, int width)
    {
        var means = new double[width];
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < width; i++) means[i] += weights[row] * (values[(row * width) + i] - values[i]);
        }

        // Counted from the first row, so that a constant is its own mean to the bit.
        for (int i = 0; i < width; i++) means[i] = values[i] + (means[i] / TotalWeight);
        return means;
    }

    private static double[] Flat(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return [.. values.Cast<double>()];
    }

    private static double[] Ones(int rows)
    {
        var ones = new double[rows];
        Array.Fill(ones, 1);
        return ones;
    }

    private static void Widen(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int i = 0; i < from.Length; i++) to[i] = from[i];
    }

    private static void RequireFinite(double[] values, string what)
    {
        if (Array.FindIndex(values, value => !(Math.Abs(value) <= Largest)) is var place and >= 0)
            throw new ArgumentException($"The {what} at place {place} is {values[place]}; classical models take finite numbers of at most {Largest}.");
    }
}
