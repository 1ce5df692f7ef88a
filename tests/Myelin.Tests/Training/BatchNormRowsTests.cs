using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Networks whose layers need two rows never train on one.</summary>
public sealed class BatchNormRowsTests
{
    private static readonly Shape Input = new(4);

    [Theory]
    [InlineData(320, 32, 10, 32)]
    [InlineData(321, 32, 10, 33)]
    [InlineData(322, 32, 11, 2)]
    [InlineData(66, 65, 1, 66)]
    [InlineData(3, 2, 1, 3)]
    [InlineData(2, 32, 1, 2)]
    public void A_last_batch_of_one_row_goes_to_the_one_before(int rows, int size, int batches, int last)
    {
        var heard = new Heard();
        Train(Network("linear:4 batch-norm linear:1"), rows, size, heard);
        Assert.Equal((batches, last), (heard.Steps[0].Batches, heard.Sizes(rows, size)[^1]));
        // Other networks keep their batches, and so their bits.
        var other = new Heard();
        Train(Network("linear:4 relu linear:1"), rows, size, other);
        Assert.Equal((rows + size - 1) / size, other.Steps[0].Batches);
    }

    [Fact]
    public void Running_statistics_and_evaluation_do_not_suffer_from_one_row_more()
    {
        double[] losses = [.. ((int[])[320, 321]).Select(rows =>
        {
            Sequential network = Network("linear:16 batch-norm relu linear:1");
            MemorySource source = Rows(rows);
            var options = new TrainerOptions { Epochs = 60, BatchSize = 32, LearningRate = new Constant(0.01f) };
            new Trainer(network, new MeanSquaredErrorLoss(), new Adam(), options).Fit(source);
            return Evaluation.Of(network, new MeanSquaredErrorLoss(), source).Loss;
        })];
        Assert.InRange(losses[1], 0, 2 * losses[0] + 1e-3);
        // 66 rows in batches of 65: the running variance is that of the rows.
        Sequential plain = Network("batch-norm linear:1");
        MemorySource few = Rows(66);
        new Trainer(plain, new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 100, BatchSize = 65, LearningRate = new Constant(0) }).Fit(few);
        float[] variance = plain.Buffers.Single(buffer => buffer.Name == "0.running_var").Value.ToArray();
        var batch = new Batch();
        few.Fill([.. Enumerable.Range(0, 66)], batch);
        for (int channel = 0; channel < 4; channel++)
        {
            float[] column = [.. Enumerable.Range(0, 66).Select(row => batch.Inputs[row * 4 + channel])];
            double mean = column.Average(value => (double)value), exact = column.Sum(value => (value - mean) * (value - mean)) / 65;
            Assert.Equal(exact, variance[channel], 1e-3 * exact);
        }
    }

    [Theory]
    [InlineData("batch-norm linear:1")]
    [InlineData("linear:3 batch-norm linear:1")]
    [InlineData("linear:4 residual(linear:4 batch-norm relu) linear:1")]
    public void A_batch_of_one_or_none_is_refused_in_every_loop(string text)
    {
        Sequential network = Network(text);
        var tape = new Tape();
        foreach (int rows in (int[])[0, 1])
        {
            float[][] before = [.. network.Buffers.Select(buffer => buffer.Value.ToArray())];
            using StepScope step = tape.BeginStep(training: true);
            string message = Assert.Throws<ArgumentException>(() =>
                network.Forward(tape.Input(new Tensor(new Shape(rows, 4), Samples.Make(rows * 4, 1))))).Message;
            Assert.Contains("has no variance. Train on at least two rows", message, StringComparison.Ordinal);
            Assert.Equal(before, network.Buffers.Select(buffer => buffer.Value.ToArray()));
        }

        foreach ((int rows, int size) in ((int, int)[])[(20, 1), (1, 32)])
            Assert.Contains("at least 2 rows", Assert.Throws<ArgumentException>(() => Train(network, rows, size, null)).Message, StringComparison.Ordinal);
        // Prediction takes a row alone.
        Assert.Single(network.Predict(Input, Samples.Make(4, 1)));
    }

    [Theory]
    [InlineData("linear:3 batch-norm linear:1")]
    [InlineData("linear:4 residual(linear:4 batch-norm relu) linear:1")]
    public void Statistics_that_are_frozen_need_no_rows(string text)
    {
        Sequential network = Network(text), half = Network(text);
        foreach (Layer norm in Norms(network)) norm.Freeze();
        Train(network, 20, 1, null);
        Train(network, 1, 32, null);
        ((BatchNorm)Norms(half).Single()).Weight.IsFrozen = true;
        Assert.Contains("at least 2 rows", Assert.Throws<ArgumentException>(() => Train(half, 20, 1, null)).Message, StringComparison.Ordinal);
        // Where batches are of several rows, a listener may unfreeze them at any time.
        var thaw = new Thaw(network);
        Train(network, 13, 4, thaw);
        Assert.Equal(3, thaw.Batches);
    }

    [Fact]
    public void Channels_of_many_pixels_have_a_variance_in_a_single_image()
    {
        var shape = new Shape(2, 4, 4);
        foreach ((string text, int fewest) in ((string, int)[])[("conv:3,3 batch-norm flatten linear:1", 1),
            ("conv:3,4 batch-norm flatten linear:1", 2), ("flatten batch-norm linear:1", 2)])
        {
            Sequential network = Sequential.Build(text, shape, new RandomSource(1));
            Assert.Equal(fewest, network.FewestTrainingRows(shape));
            MemorySource images = MemorySource.WithTargets(shape, Samples.Make(96, 1), Samples.Make(3, 2));
            var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 1, BatchSize = 1 });
            if (fewest == 1) Assert.Equal(3, trainer.Fit(images).Steps);
            else Assert.Throws<ArgumentException>(() => trainer.Fit(images));
        }
    }

    [Fact]
    public void A_layer_of_ones_own_with_such_layers_inside_needs_two_rows_too()
    {
        var own = new Wrapper(new BatchNorm(4));
        Assert.Equal(2, new Sequential(own, new Linear(4, 1, new RandomSource(1))).FewestTrainingRows(Input));
    }

    private static IEnumerable<Layer> Norms(Layer layer) => layer is BatchNorm ? [layer] : layer.Children.SelectMany(child => Norms(child.Layer));

    private static Sequential Network(string text) => Sequential.Build(text, Input, new RandomSource(1));

    private static MemorySource Rows(int count)
    {
        float[] inputs = Samples.Make(count * 4, 1);
        return MemorySource.WithTargets(Input, inputs, [.. Enumerable.Range(0, count).Select(row => MathF.Sin(3 * inputs[row * 4]) + inputs[row * 4 + 1])]);
    }

    private static void Train(Sequential network, int rows, int size, ITrainingListener? listener) =>
        new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 1, BatchSize = size }).Fit(Rows(rows), listener: listener);

    private sealed class Thaw(Layer network) : ITrainingListener
    {
        internal int Batches { get; private set; }

        public void OnStep(in StepEvent step)
        {
            Batches++;
            network.Unfreeze();
        }
    }

    private sealed class Heard : ITrainingListener
    {
        internal List<StepEvent> Steps { get; } = [];

        public void OnStep(in StepEvent step) => Steps.Add(step);

        internal int[] Sizes(int rows, int size) => [.. Steps.Select((step, i) => i < Steps.Count - 1 ? size : rows - i * size)];
    }

    private sealed class Wrapper(Layer inner) : Layer
    {
        public override string Canonical => "wrapper";

        public override IReadOnlyList<(string Name, Layer Layer)> Children { get; } = [("inner", inner)];

        public override Shape OutputShape(Shape inputShape) => inner.OutputShape(inputShape);

        protected override Tensor Compute(Tensor x) => inner.Forward(x);
    }
}
