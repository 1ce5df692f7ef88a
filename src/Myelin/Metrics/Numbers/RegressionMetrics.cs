using Myelin.Losses;

namespace Myelin.Metrics;

/// <summary>
/// How far predicted values are from their targets, gathered batch by batch in double, row by row: how rows are cut into batches does
/// not change a bit. Weighted rows count as often as their weight says. Errors are in the target's units. Without rows every metric is
/// NaN; a NaN or infinite value in a row of positive weight shows in the metrics.
/// </summary>
public sealed class RegressionMetrics
{
    private readonly Column[] columns;
    private readonly double unit;
    private long rows;

    /// <summary>Starts without rows.</summary>
    /// <param name="targetCount">Target values a row, at least 1.</param>
    /// <param name="unit">What values are multiplied by to be in the target's units, above 0; 1 where they are given in them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no target value, or the unit is not above 0.</exception>
    public RegressionMetrics(int targetCount = 1, double unit = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(unit);
        this.unit = unit;
        columns = new Column[targetCount];
    }

    /// <summary>The sum of the rows' weights; the number of rows where they have none.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>MSE, mean (prediction - target)², over all values of a row alike.</summary>
    public double MeanSquaredError
    {
        get
        {
            double sum = 0;
            foreach (var column in columns) sum += column.SquaredErrors;
            return sum / (TotalWeight * columns.Length) * (unit * unit);
        }
    }

    /// <summary>MAE, mean |prediction - target|, over all values of a row alike.</summary>
    public double MeanAbsoluteError
    {
        get
        {
            double sum = 0;
            foreach (var column in columns) sum += column.AbsoluteErrors;
            return sum / (TotalWeight * columns.Length) * unit;
        }
    }

    /// <summary>RMSE, the root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>The main metrics as text, such as <c>RMSE 0.52, MAE 0.38, R² 0.79</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"RMSE {RootMeanSquaredError:G5}, MAE {MeanAbsoluteError:G5}, R² {RSquared:G5}");

    /// <summary>
    /// R² = 1 - Σ (prediction - target)² / Σ (target - mean target)²: 1 is perfect, 0 as good as the targets' mean, below 0 worse; with several
    /// target values the mean of theirs. Targets that are all the same give 1 to errorless predictions and 0 to others, as in scikit-learn;
    /// fewer than two rows of positive weight give NaN. The targets' sum of squares is Welford's (1962), with West's weights (1979).
    /// </summary>
    public double RSquared
    {
        get
        {
            if (rows < 2) return double.NaN;
            double sum = 0;
            foreach (var column in columns)
                sum += column.TargetSquares != 0 ? 1 - (column.SquaredErrors / column.TargetSquares) : column.SquaredErrors == 0 ? 1 : 0;
            return sum / columns.Length;
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="predictions">The predicted values, row by row.</param>
    /// <param name="targets">The target values, row by row.</param>
    /// <param name="weights">A weight of each row, finite and 0 or more; or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a weight is out of range. Nothing has been added then.</exception>
    public void Add(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights = default)
    {
        if (predictions.Length != targets.Length)
            throw new ArgumentException($"{targets.Length} targets need as many predictions, not {predictions.Length}.", nameof(predictions));
        if (targets.Length % columns.Length != 0)
            throw new ArgumentException($"{targets.Length} targets are not whole rows of {columns.Length}.", nameof(targets));
        int count = targets.Length / columns.Length;
        RowWeights.Check(weights, count);
        for (int row = 0; row < count; row++)
        {
            double weight = RowWeights.At(weights, row);
            if (weight == 0) continue;
            rows++;
            TotalWeight += weight;
            for (int i = 0; i < columns.Length; i++)
            {
                int element = (row * columns.Length) + i;
                columns[i].Add(predictions[element], targets[element], weight, weight / TotalWeight);
            }
        }
    }

    private struct Column
    {
        private double targetMean;

        internal double SquaredErrors { get; private set; }

        internal double AbsoluteErrors { get; private set; }

        internal double TargetSquares { get; private set; }

        internal void Add(double prediction, double target, double weight, double share)
        {
            double error = prediction - target;
            SquaredErrors += weight * error * error;
            AbsoluteErrors += weight * Math.Abs(error);
            double deviation = target - targetMean;
            targetMean += share * deviation;
            TargetSquares += weight * deviation * (target - targetMean);
        }
    }
}
