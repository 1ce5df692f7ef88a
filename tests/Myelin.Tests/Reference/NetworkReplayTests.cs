using Myelin.Activations;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Reference;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Reference;

/// <summary>Whole networks and losses: the engine against the replay in double precision, and that against difference quotients.</summary>
public sealed class NetworkReplayTests
{
    public static TheoryData<string> Activations => [.. ActivationCatalog.All.Names];

    public static TheoryData<string, bool> Networks => new()
    {
        { "conv:3,3,padding=1 relu pool:2 conv:4,2,stride=2 tanh flatten linear:3", false },
        { "conv:2,3 batch-norm selu flatten linear:5 batch-norm sigmoid linear:3", true },
        { "conv:2,3 batch-norm selu flatten linear:5 batch-norm sigmoid linear:3", false },
        { "flatten linear:8 tanh dropout:0.3 linear:3", true },
        { "flatten linear:8 tanh dropout:0.3 linear:3", false },
        { "flatten linear:6 residual(linear:6 leaky-relu:slope=0.2 linear:6) selu linear:3", true },
    };

    public static TheoryData<string, bool, bool, Reduction> Losses
    {
        get
        {
            var data = new TheoryData<string, bool, bool, Reduction>();
            string[] losses = [.. LossCatalog.All.Names, "huber:delta=0.5", "cross-entropy:weights=0.5/2/1", "focal:gamma=1.5,alpha=0.5/2/1",
                "binary-focal:gamma=3,alpha=0.25"];
            foreach (string loss in losses)
            {
                bool[] forms = Loss.Parse(loss).Domain.Task switch
                {
                    LossTask.Regression or LossTask.Vectors => [false],
                    LossTask.Embedding => [true],
                    _ => [false, true],
                };
                foreach (bool labels in forms)
                {
                    foreach (bool weights in (bool[])[false, true])
                    {
                        foreach (Reduction reduction in Enum.GetValues<Reduction>()) data.Add(loss, labels, weights, reduction);
                    }
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Activations))]
    public void Perceptron(string activation) => AssertGood($"flatten linear:9 {activation} linear:7 {activation} linear:3", isTraining: true);

    [Theory, MemberData(nameof(Networks))]
    public void Network(string layers, bool isTraining) => AssertGood(layers, isTraining);

    [Theory, MemberData(nameof(Losses))]
    public void Loss_with_targets_weights_and_reduction(string text, bool labels, bool weights, Reduction reduction)
    {
        var random = new RandomTensors(seed: 11);
        Loss loss = Loss.Parse(text);
        LossTask task = loss.Domain.Task;
        const int rows = 5;
        int width = labels && task == LossTask.Binary ? 1 : 3;
        Targets targets = (labels, task) switch
        {
            (true, LossTask.Binary) => new Labels([0, 1, 1, 0, 1]),
            (true, _) => new Labels([2, 0, 1, 1, 2]),
            (false, LossTask.Classes) => random.Distributions(rows, width),
            (false, LossTask.Binary) => random.Uniform(0, 1, rows, width),
            _ => random.Normal(rows, width),
        };
        Tensor? rowWeights = weights ? random.Positive(rows) : null;
        Tensor perRow = random.Positive(rows);
        GradientReport report = GradientCheck.Run(
            x =>
            {
                Tensor value = loss.Compute(x[0], targets, rowWeights, reduction);
                return reduction == Reduction.None ? (value * perRow).Sum() : 3 * value;
            },
            (loss.Domain.Output, task) switch
            {
                (LossOutput.Probabilities, LossTask.Classes) => random.Distributions(rows, width),
                (LossOutput.Probabilities, _) => random.Uniform(0.05f, 0.95f, rows, width),
                _ => random.Normal(rows, width),
            });
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, report.ToString());
    }

    private static void AssertGood(string layers, bool isTraining)
    {
        var random = new RandomTensors(seed: 5);
        Sequential network = Sequential.Build(layers, new Shape(2, 6, 6), random.Source);
        float[][] buffers = [.. network.Buffers.Select(buffer => buffer.Value.ToArray())];
        var options = new GradientCheckOptions { Layer = network, IsTraining = isTraining, Step = 3, MostCoordinates = 40 };
        GradientReport report = GradientCheck.Run(x => new CrossEntropyLoss().Compute(network.Forward(x[0]), new Labels([0, 2, 1, 2])),
            [random.Normal(4, 2, 6, 6)], options);
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(1 + network.Parameters.Count(), report.Differences.Where(difference => difference.InputIndex >= 0)
            .Select(difference => difference.Input).Distinct().Count());
        Assert.Equal(buffers, network.Buffers.Select(buffer => buffer.Value.ToArray()));
    }
}
