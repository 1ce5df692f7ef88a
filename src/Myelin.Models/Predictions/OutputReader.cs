using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Tables;
using Myelin.Tables.Encodings;
using Myelin.Tensors;

namespace Myelin.Models.Predictions;

/// <summary>From a network's outputs to predictions. What a model gives is decided here, once, from its task and its loss.</summary>
internal sealed class OutputReader
{
    private readonly IReadOnlyList<string> classes;
    private readonly Standardization targetScaling;
    private readonly int width;

    /// <summary>Decides what a model gives.</summary>
    /// <param name="task">What its target is.</param>
    /// <param name="loss">Its loss; null for one of a program's own, which no catalogue knows.</param>
    /// <param name="classes">Its classes or clusters.</param>
    /// <param name="targetScaling">How a target that is a number was scaled.</param>
    /// <param name="width">The network's outputs for a row.</param>
    internal OutputReader(TaskKind task, Loss? loss, IReadOnlyList<string> classes, Standardization targetScaling, int width)
    {
        (this.classes, this.targetScaling, this.width) = (classes, targetScaling, width);
        Kind = task switch
        {
            TaskKind.Clusters => PredictionKind.Cluster,
            TaskKind.Projection => PredictionKind.Projection,
            _ when TaskLosses.TrainsEncoder(loss) => PredictionKind.Embedding,
            TaskKind.Regression => PredictionKind.Number,
            _ => TaskLosses.GivesProbabilities(loss) ? PredictionKind.Class : PredictionKind.Score,
        };
    }

    /// <summary>What the model gives for a row.</summary>
    internal PredictionKind Kind { get; }

    /// <summary>The probability of the second of two classes from which on it is predicted.</summary>
    internal double Threshold { get; init; } = 0.5;

    /// <summary>Whether an output is a number in the units of what is predicted.</summary>
    internal bool IsNumber(float output) => float.IsFinite(Kind == PredictionKind.Number ? targetScaling.Original(output) : output);

    /// <summary>The predictions of some rows, from their outputs one after the other.</summary>
    internal Prediction[] Read(float[] outputs)
    {
        int rows = outputs.Length / width;
        switch (Kind)
        {
            case PredictionKind.Number:
                return Array.ConvertAll<float, Prediction>(outputs, output => new NumberPrediction(targetScaling.Original(output)));
            case PredictionKind.Embedding or PredictionKind.Projection:
                return ForEach(row => new CoordinatesPrediction(outputs[(row * width)..((row + 1) * width)]));
            case PredictionKind.Cluster:
                Labels nearest = new Tensor(new Shape(rows, width), outputs).ArgMax();
                return ForEach(row => new ClusterPrediction(nearest[row] + 1));
        }

        Tensor scores = ClassScores.ForEachClass(new Tensor(new Shape(rows, width), outputs));
        Labels highest = scores.ArgMax();
        float[] values = (Kind == PredictionKind.Class ? scores.Softmax() : scores).ToArray();
        int count = classes.Count;
        return ForEach(row =>
        {
            float[] own = values[(row * count)..((row + 1) * count)];
            // At one half the sign of the logit decides, without rounding.
            int chosen = Threshold == 0.5 ? highest[row] : own[1] >= (float)Threshold ? 1 : 0;
            return Kind == PredictionKind.Class ? new ClassPrediction(classes[chosen], own, classes) : new ScorePrediction(classes[chosen], own, classes);
        });

        Prediction[] ForEach(Func<int, Prediction> read) => [.. Enumerable.Range(0, rows).Select(read)];
    }
}
