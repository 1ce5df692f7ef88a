using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Tests.Families;

/// <summary>Predictions and targets that suit a loss, and what the loss makes of them.</summary>
internal sealed record LossCase(Loss Loss, Tensor Prediction, Targets Targets)
{
    internal const int Classes = 4;

    private const float Spread = 3;

    internal int Rows => Prediction.Shape[0];

    internal int Width => Prediction.Count / Math.Max(1, Rows);

    /// <summary>Random rows in every form that the loss takes: one value a row and several, labels and values.</summary>
    internal static IEnumerable<LossCase> For(string spec, int rows, int seed = 1)
    {
        Loss loss = Loss.Parse(spec);
        var random = new System.Random(seed);
        int[] labels = Labels(random, rows, loss.Domain.Task == LossTask.Binary ? 2 : Classes);
        bool probable = loss.Domain.Output == LossOutput.Probabilities;
        switch (loss.Domain.Task)
        {
            case LossTask.Regression:
                yield return new(loss, Normal(random, rows, 1), Normal(random, rows, 1));
                yield return new(loss, Normal(random, rows, 3), Normal(random, rows, 3));
                break;
            case LossTask.Binary:
                yield return new(loss, probable ? Shares(random, rows, 1, normalised: false) : Normal(random, rows, 1), (Labels)labels);
                yield return new(loss, probable ? Shares(random, rows, 3, normalised: false) : Normal(random, rows, 3),
                    Shares(random, rows, 3, normalised: false));
                break;
            case LossTask.Vectors:
                yield return new(loss, Normal(random, rows, 3), Normal(random, rows, 3));
                yield return new(loss, Normal(random, rows, 40), Normal(random, rows, 40));
                break;
            case LossTask.Embedding:
                yield return new(loss, Normal(random, rows, 3), (Labels)labels);
                break;
            default:
                yield return new(loss, probable ? Shares(random, rows, Classes, normalised: true) : Normal(random, rows, Classes), (Labels)labels);
                yield return new(loss, probable ? Shares(random, rows, Classes, normalised: true) : Normal(random, rows, Classes),
                    Shares(random, rows, Classes, normalised: true));
                break;
        }
    }

    /// <summary>The loss and its gradient by the predictions. Losses of rows are summed for the gradient.</summary>
    internal (float[] Value, float[] Gradient) Run(Reduction reduction = Reduction.Mean, float[]? weights = null, int shards = 1)
    {
        var tape = new Tape(shards: shards);
        using StepScope step = tape.BeginStep(training: false);
        Tensor prediction = tape.Variable(Prediction);
        Tensor value = Loss.Compute(prediction, Targets, weights is null ? null : new Tensor(new Shape(weights.Length), weights), reduction);
        tape.Backward(reduction == Reduction.None ? SumOperation.Apply(value, null, mean: false) : value);
        return (value.ToArray(), tape.Gradient(prediction).ToArray());
    }

    /// <summary>The same rows in another order, or some of them several times.</summary>
    internal LossCase Take(params int[] rows) => this with
    {
        Prediction = GatherRowsOperation.Apply(Prediction, rows),
        Targets = Targets.AreLabels ? (Labels)rows.Select(row => Targets.Labels[row]).ToArray() : GatherRowsOperation.Apply(Targets.Values, rows),
    };

    private static int[] Labels(System.Random random, int rows, int classes) => [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))];

    private static Tensor Normal(System.Random random, int rows, int width) =>
        new(new Shape(rows, width),
            [.. Enumerable.Range(0, rows * width)
            .Select(_ => Spread * (random.NextSingle() + random.NextSingle() - random.NextSingle() - random.NextSingle()))]);

    private static Tensor Shares(System.Random random, int rows, int width, bool normalised)
    {
        var shares = new float[rows * width];
        for (int row = 0; row < rows; row++)
        {
            float[] drawn = [.. Enumerable.Range(0, width).Select(_ => random.NextSingle())];
            float sum = normalised ? drawn.Sum() : 1;
            for (int i = 0; i < width; i++) shares[row * width + i] = drawn[i] / sum;
        }

        return new Tensor(new Shape(rows, width), shares);
    }
}
