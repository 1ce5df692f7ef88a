using Myelin.Activations;
using Myelin.Losses;
using Myelin.Tensors;
using F = TorchSharp.torch.nn.functional;

namespace Myelin.Benchmarks.Compare;

/// <summary>Everything that is compared.</summary>
internal static class Workloads
{
    internal static IReadOnlyList<Training> Trainings { get; } =
    [
        new("train/xor", "linear:2 tanh linear:1", new Shape(2), 4, "binary-cross-entropy", "sgd", 0.5f),
        new("train/tabular", "linear:64 relu linear:64 relu linear:1", new Shape(8), 32, "huber", "adam", 0.001f),
        new("train/expm", "linear:32 tanh linear:16 tanh linear:4", new Shape(4), 10_000, "mse", "adam", 0.001f),
        new("train/mlp", "linear:512 relu linear:256 relu linear:10", new Shape(784), 128, "cross-entropy", "adam", 0.0001f),
        new("train/lenet5", "conv:6,5,padding=2 relu pool:2 conv:16,5 relu pool:2 flatten linear:120 relu linear:84 relu linear:10", new Shape(1, 28, 28), 64, "cross-entropy", "sgd", 0.01f),
        new("train/lenet-cifar", "conv:32,5,padding=2 selu pool:2 conv:64,5,padding=2 selu pool:2 flatten linear:512 selu linear:10", new Shape(3, 32, 32), 128, "cross-entropy", "sgd:momentum=0.9", 0.001f),
    ];

    internal static IReadOnlyList<Workload> All { get; } =
    [
        .. Trainings.Select(training => training.ToWorkload()),
        PredictMlp(),
        Product(512),
        Product(1024),
        MeanSquaredErrorLoss(1_000_000),
        BinaryFocal(1_000_000),
        CrossEntropy(4096, 1000),
        CrossEntropy(65536, 10),
        Selu("16K", 16 << 10),
        Selu("4M", 4 << 20),
    ];

    private static Workload PredictMlp()
    {
        const int inputs = 784, hidden = 128, outputs = 10;
        double weights = inputs * hidden + hidden * outputs;
        return new Workload("predict/mlp-b1", 2 * weights, sizeof(float) * weights, () => new MyelinPrediction(inputs, hidden, outputs), () => new PeerPrediction(inputs, hidden, outputs));
    }

    private static Workload Product(int size) => new(
        $"gemm/{size}",
        2.0 * size * size * size,
        3.0 * sizeof(float) * size * size,
        () => new MyelinProduct(size),
        () => new PeerProduct(size));

    // A loss reads predictions and targets, and writes the gradient.
    private static Workload MeanSquaredErrorLoss(int count)
    {
        float[] x = SampleData.Normal(count, 1), targets = SampleData.Normal(count, 2);
        return PairLoss("loss/mse/1M", new MeanSquaredErrorLoss(), x, targets, (input, target) => F.mse_loss(input, target));
    }

    private static Workload BinaryFocal(int count)
    {
        const float gamma = 2, alpha = 0.25f;
        float[] x = SampleData.Normal(count, 1), targets = SampleData.Coins(count, 2);
        return PairLoss("loss/focal/1M", new BinaryFocalLoss(gamma, alpha), x, targets, (input, target) => PeerFocal.Loss(input, target, alpha));
    }

    private static Workload PairLoss(string name, Loss loss, float[] x, float[] targets, Func<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> theirs)
    {
        var shape = new Shape(x.Length);
        return new Workload(
            name,
            0,
            3.0 * sizeof(float) * x.Length,
            () =>
            {
                var target = new Leaf(shape, targets);
                return new MyelinGradient(shape, x, (tape, input) => loss.Compute(input, target.On(tape)));
            },
            () =>
            {
                TorchSharp.torch.Tensor target = TorchSharp.torch.tensor(targets);
                return new PeerGradient(x, [x.Length], input => theirs(input, target));
            });
    }

    private static Workload CrossEntropy(int rows, int classes)
    {
        float[] x = SampleData.Normal(rows * classes, 1);
        int[] labels = SampleData.Labels(rows, classes, 2);
        return new Workload(
            $"loss/cross-entropy/{rows}x{classes}",
            0,
            2.0 * sizeof(float) * rows * classes,
            () =>
            {
                var loss = new CrossEntropyLoss();
                var own = new Labels(labels);
                return new MyelinGradient(new Shape(rows, classes), x, (tape, input) => loss.Compute(input, own));
            },
            () =>
            {
                TorchSharp.torch.Tensor own = TorchSharp.torch.tensor([.. labels.Select(label => (long)label)]);
                return new PeerGradient(x, [rows, classes], input => F.cross_entropy(input, own));
            });
    }

    // Reads x and writes y, then reads what was kept and dy, and writes dx.
    private static Workload Selu(string size, int count)
    {
        float[] x = SampleData.Normal(count, 1), upstream = SampleData.Normal(count, 2);
        var shape = new Shape(count);
        return new Workload(
            $"activation/selu/{size}",
            0,
            5.0 * sizeof(float) * count,
            () =>
            {
                Activation selu = Activation.Parse("selu");
                return new MyelinGradient(shape, x, (tape, input) => selu.Apply(input), new Tensor(shape, upstream));
            },
            () => new PeerGradient(x, [count], input => input.selu(), TorchSharp.torch.tensor(upstream)));
    }
}
