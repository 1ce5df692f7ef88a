using Myelin.Losses;

namespace Myelin.Reference.Replays;

/// <summary>
/// What losses do with their rows: each row's loss times its weight; left alone, summed, or summed and divided by the sum of weight · divisor or by
/// the number of rows.
/// </summary>
internal abstract class LossReplay(LossOperation operation) : OperationReplay
{
    private readonly Reduction reduction = operation.Reduction;
    private readonly bool hasRowWeights = operation.HasRowWeights;
    private readonly int[]? labels = operation.HasLabels ? operation.Labels.ToArray() : null;

    internal sealed override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        double divisor = MeanDivisor(x);
        for (int row = 0; row < x[0].Shape[0]; row++)
        {
            if (Counts(x, row)) y.Values[Place(row)] += Weight(x, row) * Evaluate(x, row, new double[Width(x)]);
        }

        for (int i = 0; i < y.Values.Length; i++) y.Values[i] /= divisor;
    }

    internal sealed override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        double divisor = MeanDivisor(x);
        int width = Width(x);
        var gradient = new double[width];
        for (int row = 0; row < x[0].Shape[0]; row++)
        {
            if (!Counts(x, row)) continue;
            Evaluate(x, row, gradient);
            for (int i = 0; i < width; i++) dx[0][row * width + i] += dy[Place(row)] * Weight(x, row) / divisor * gradient[i];
        }
    }

    /// <summary>The loss of one row against a label, and its gradient by the predictions.</summary>
    protected abstract double Evaluate(double[] predictions, int label, double[] gradient);

    /// <summary>The loss of one row against target values, and its gradient by the predictions.</summary>
    protected abstract double Evaluate(double[] predictions, double[] targets, double[] gradient);

    /// <summary>What a row with this label counts in the mean's divisor.</summary>
    protected abstract double Divisor(int label);

    private double Evaluate(ReferenceTensor[] x, int row, double[] gradient) => labels is null
        ? Evaluate(x[0].Row(row), x[1].Row(row), gradient)
        : Evaluate(x[0].Row(row), labels[row], gradient);

    private double MeanDivisor(ReferenceTensor[] x)
    {
        int rows = x[0].Shape[0];
        if (reduction is Reduction.Sum or Reduction.None) return 1;
        if (reduction == Reduction.MeanOverRows) return rows;
        double sum = Enumerable.Range(0, rows).Sum(row => Weight(x, row) * (labels is null ? 1 : Divisor(labels[row])));
        return sum == 0 && rows > 0 ? 1 : sum;
    }

    /// <summary>A row of weight 0, its own or its class's, is none, also where its loss is not finite.</summary>
    private bool Counts(ReferenceTensor[] x, int row) => Weight(x, row) != 0 && (labels is null || Divisor(labels[row]) != 0);

    private double Weight(ReferenceTensor[] x, int row) => hasRowWeights ? x[^1].Values[row] : 1;

    private int Place(int row) => reduction == Reduction.None ? row : 0;

    private static int Width(ReferenceTensor[] x) => x[0].Shape.CountBehind(0);
}
