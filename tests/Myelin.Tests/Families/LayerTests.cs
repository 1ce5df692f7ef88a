using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>What holds for every layer of the catalogue, alone and in a network.</summary>
public sealed class LayerTests
{
    private const string Everything = "conv:4,3,stride=2,padding=1,initializer=glorot-normal relu batch-norm residual(conv:4,3,padding=1 tanh "
        + "dropout:0.25) pool:2 flatten linear:5 selu dropout:0.1 linear:3";

    private static readonly (string Text, int[] Input)[] Cases =
    [
        ("linear:5", [7]), ("linear:5 tanh", [7]), ("linear:3,initializer=he-normal leaky-relu:slope=0.2", [7]),
        ("conv:4,3", [2, 9, 8]), ("conv:4,3,stride=2,padding=1 relu", [2, 9, 8]), ("conv:3,1,padding=2,initializer=lecun-uniform", [2, 5, 4]),
        ("pool:2", [2, 9, 8]), ("pool:3,stride=2", [2, 9, 8]), ("flatten", [2, 3, 4]), ("dropout:0.4", [6]), ("dropout", [3, 4, 4]),
        ("alpha-dropout", [6]), ("alpha-dropout:0.4", [3, 4, 4]),
        ("l2-normalize", [6]), ("l2-normalize", [2, 3, 4]), ("prelu", [6]), ("prelu:slope=-0.1,per=channel,zero=one", [3, 4, 4]), ("rrelu", [6]),
        ("rrelu:lower=0.2,upper=0.2", [3, 4, 4]),
        ("batch-norm", [6]), ("batch-norm:momentum=0.3,epsilon=0.001", [3, 4, 4]),
        .. ActivationCatalog.All.Names.Select(name => (name, (int[])[2, 3])),
        ("residual(linear:6 tanh)", [6]), ("residual(residual(linear:6) linear:6)", [6]), (Everything, [2, 12, 10]),
    ];

    public static TheoryData<string> Texts => [.. Cases.Select(item => item.Text)];

    [Fact]
    public void Every_layer_of_the_catalogue_and_of_the_assembly_is_tried_here()
    {
        Assert.Empty(LayerCatalog.All.Names.Except(Cases.Select(item => item.Text.Split(':')[0])));
        Type[] types = [.. typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract)];
        IEnumerable<Type> built = Cases.SelectMany(item => Tree(Build(item.Text))).Select(layer => layer.GetType());
        Assert.Empty(types.Except(built));
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_output_has_the_shape_that_is_promised(string text)
    {
        Sequential network = Build(text);
        foreach (int rows in (int[])[0, 1, 5])
        {
            foreach (bool training in (bool[])[false, true])
            {
                if (training && (rows == 0 || rows < network.FewestTrainingRows(Input(text)))) continue;
                var tape = new Tape();
                using StepScope step = tape.BeginStep(training);
                Assert.Equal(network.OutputShape(Input(text)).Batch(rows), network.Forward(tape.Input(Rows(text, rows))).Shape);
            }
        }
    }

    [Fact]
    public void A_linear_layer_takes_given_weights_and_refuses_shapes_that_do_not_belong_together()
    {
        var weight = new Tensor(new Shape(1, 2), [2, -1]);
        var layer = new Linear(weight, new Tensor(new Shape(1), [0.5f]));
        Assert.Equal([4.5f], new Sequential(layer).Predict(new Shape(2), [3, 2]));
        Assert.Equal([ParameterKind.Weight, ParameterKind.Bias], layer.Parameters.Select(parameter => parameter.Kind));
        string message = Assert.Throws<ArgumentException>(() => new Linear(weight, new Tensor(new Shape(2), [0, 0]))).Message;
        Assert.Contains("[1, 2]", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Linear(new Tensor(new Shape(2), [0, 0]), new Tensor(new Shape(2), [0, 0])));
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_canonical_form_builds_the_same_network(string text)
    {
        Sequential network = Build(text), again = Build(network.Canonical, text);
        Assert.Equal(network.Canonical, again.Canonical);
        Assert.Equal(network.Parameters.Select(parameter => (parameter.Name, parameter.Value.Shape)),
            again.Parameters.Select(parameter => (parameter.Name, parameter.Value.Shape)));
        Assert.Equal(Predict(network, text), Predict(again, text));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Saved_and_loaded_it_gives_the_same_bits(string text)
    {
        Sequential network = Build(text);
        TakeStep(network, text, new Sgd(), 0.01f);
        using var folder = new TemporaryFolder();
        ModelFile.Save(folder.File("m.safetensors"), new SavedModel { Network = network, InputShape = Input(text), Loss = "mse", Seed = 5 });
        SavedModel loaded = ModelFile.Load(folder.File("m.safetensors"));
        Assert.Equal(Predict(network, text), Predict(loaded.Network, text));
        Assert.Equal(network.Canonical, loaded.Network.Canonical);
        Assert.Equal(network.Buffers.SelectMany(buffer => buffer.Value.ToArray()), loaded.Network.Buffers.SelectMany(buffer => buffer.Value.ToArray()));
    }

    [Theory, MemberData(nameof(Texts))]
    public void A_row_predicted_alone_has_the_bits_it_has_in_a_batch(string text)
    {
        Sequential network = Build(text);
        float[] rows = Rows(text, 300).ToArray(), together = network.Predict(Input(text), rows);
        int width = Input(text).Count, outputs = together.Length / 300;
        foreach (int row in (int[])[0, 1, 17, 255, 256, 299])
            Assert.Equal(together[(row * outputs)..((row + 1) * outputs)], network.Predict(Input(text), rows.AsSpan(row * width, width)));
    }

    [Theory, MemberData(nameof(Texts))]
    public void A_training_step_lowers_the_loss(string text)
    {
        Sequential network = Build(text.Replace("dropout:0.25", "dropout:0", StringComparison.Ordinal)
            .Replace("dropout:0.1", "dropout:0", StringComparison.Ordinal), text);
        if (network.ParameterCount == 0) return;
        var optimizer = new Sgd();
        float before = TakeStep(network, text, optimizer, 0.01f), after = TakeStep(network, text, optimizer, 0.01f);
        Assert.InRange(after, 0, before * 0.9999f);
    }

    [Theory, MemberData(nameof(Texts))]
    public void A_training_step_allocates_nothing_once_its_shapes_are_seen(string text)
    {
        Sequential network = Build(text);
        var store = network.Store;
        var adam = new Adam();
        Tensor rows = Rows(text, 9);
        var tape = new Tape();
        uint number = 0;
        Assert.Equal(0, Allocations.PerRun(() =>
        {
            using StepScope step = tape.BeginStep(training: true, number++);
            Tensor y = network.Forward(tape.Variable(rows));
            tape.Backward((y * y).Sum());
            store.ClipGradients(1);
            if (store.Length > 0) adam.Step(store, 0.001f);
        }));
    }

    [Theory]
    [InlineData("linear:5", "[7]", 8)]
    [InlineData("linear:5", "[7]", 7, 1)]
    [InlineData("conv:4,3", "[2, height, width]", 3, 9, 8)]
    [InlineData("conv:4,3", "[2, height, width]", 9)]
    [InlineData("pool:2", "[channels, height, width]", 9)]
    [InlineData("batch-norm", "6 channels", 7)]
    [InlineData("residual(linear:6 tanh)", "[6]", 7)]
    public void Rows_of_a_wrong_shape_are_refused_with_both_shapes(string text, string expected, params int[] given)
    {
        var thrown = Assert.Throws<ArgumentException>(() => Build(text).OutputShape(new Shape(given)));
        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"{new Shape(given)}", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Build(text).Predict(new Shape(given), new float[new Shape(given).Count]));
    }

    [Theory]
    [InlineData("linear:4 conv:3,3", "conv:3,3")]
    [InlineData("linear:4 pool:2", "pool:2")]
    [InlineData("linear:4 residual(linear:5)", "residual(linear:5)")]
    [InlineData("linear:4 linaer:2", "linear")]
    [InlineData("linear:4 relu:slope=2", "relu")]
    [InlineData("linear:0", "from 1 to")]
    [InlineData("linear", "lacks 'outputs'")]
    [InlineData("linear:2000000000", "from 1 to")]
    [InlineData("linear:1000000 linear:1000000", "at most|leave")]
    [InlineData("linear:4,5", "without a key")]
    [InlineData("linear:4,initializer=he", "he-uniform")]
    [InlineData("dropout:1", "rate")]
    [InlineData("residual(linear:4", "parentheses")]
    [InlineData("linear:4)", "parentheses")]
    [InlineData(" ", "at least one layer")]
    public void Networks_that_cannot_be_are_wrong_input_in_one_line(string text, string expected)
    {
        var thrown = Assert.Throws<InvalidInputException>(() => Sequential.Build(text, new Shape(6), new RandomSource(1)));
        Assert.Matches(string.Join('|', expected.Split('|').Select(System.Text.RegularExpressions.Regex.Escape)), thrown.Message);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void The_weights_of_all_layers_together_are_bounded()
    {
        var thrown = Assert.Throws<InvalidInputException>(() =>
            LayerCatalog.Build("linear:10 linear:10 residual(linear:10 linear:10) linear:10", new Shape(10), new RandomSource(1), largestCount: 430));
        Assert.Contains("linear:10", thrown.Message, StringComparison.Ordinal);
        Assert.NotNull(LayerCatalog.Build("linear:10 residual(linear:10 batch-norm) linear:10", new Shape(10), new RandomSource(1), largestCount: 350));
        Assert.Throws<InvalidInputException>(() => LayerCatalog.Build("batch-norm", new Shape(2_000_000_000), new RandomSource(1)));
    }

    [Fact]
    public void Places_count_as_in_pytorch()
    {
        string[] names =
            [.. Build("linear:8 relu linear:4 dropout:0.5 linear:3 residual(linear:3 relu linear:3) batch-norm",
            "linear:5").Parameters.Select(parameter => parameter.Name)];
        Assert.Equal(
            ["0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias", "5.inner.0.weight", "5.inner.0.bias", "5.inner.2.weight",
                "5.inner.2.bias", "6.weight", "6.bias"], names);
        Assert.Equal(["0.weight", "0.bias", "3.weight", "3.bias", "4.weight", "4.bias"],
            Sequential.Build("conv:2,3 relu pool:2 conv:2,1 batch-norm", new Shape(1, 9, 9),
            new RandomSource(1)).Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["2.running_mean", "2.running_var"], Build("linear:8 relu batch-norm", "linear:5").Buffers.Select(buffer => buffer.Name));
    }

    [Fact]
    public void Dropout_scales_what_it_keeps_and_depends_on_seed_step_and_row_alone()
    {
        const int width = 5000;
        float[] ones = [.. Enumerable.Repeat(1f, 4 * width)];
        float[] first = Run(seed: 1, step: 7, rows: 4), again = Run(1, 7, 4);
        Assert.Equal(first, again);
        Assert.Equal(first[..(2 * width)], Run(1, 7, 2));
        Assert.NotEqual(first, Run(1, 8, 4));
        Assert.NotEqual(first, Run(2, 7, 4));
        Assert.NotEqual(first[..width], first[width..(2 * width)]);
        Assert.All(first, value => Assert.True(value is 0 or 1 / (1 - 0.3f)));
        Assert.Equal(0.3, first.Count(value => value == 0) / (4.0 * width), 0.015);
        Assert.Equal(ones, new Dropout(0.3f, new RandomSource(1)).Predict(new Shape(width), ones));

        float[] Run(ulong seed, uint step, int rows)
        {
            var dropout = new Dropout(0.3f, new RandomSource(seed));
            var tape = new Tape();
            using StepScope scope = tape.BeginStep(training: true, step);
            Tensor x = tape.Variable(new Tensor(new Shape(rows, width), ones.AsSpan(0, rows * width)));
            Tensor y = dropout.Forward(x);
            tape.Backward(y.Sum());
            Assert.Equal(y.ToArray(), tape.Gradient(x).ToArray());
            return y.ToArray();
        }
    }

    [Fact]
    public void Prelu_learns_its_slopes_and_has_the_slope_asked_for_at_zero()
    {
        float[] x = [-2, 0, 3, -1, -4, 0.5f];
        (float[] y, float[] dx, float[] da) = Run(new ParametricRelu());
        Assert.Equal([-0.5f, 0, 3, -0.25f, -1, 0.5f], y);
        Assert.Equal([0.25f, 0.25f, 1, 0.25f, 0.25f, 1], dx);
        Assert.Equal([-7], da);
        (_, dx, da) = Run(new ParametricRelu(3, zeroIsPositive: true));
        Assert.Equal([0.25f, 1, 1, 0.25f, 0.25f, 1], dx);
        Assert.Equal([-3, -4, 0], da);
        Assert.Contains("[3] for [2, 2, 1]",
            Assert.Throws<ArgumentException>(() =>
            ParametricReluOperation.Apply(new Tensor(new Shape(2, 2, 1), new float[4]), new Tensor(new Shape(3), new float[3]), false)).Message,
            StringComparison.Ordinal);
        Assert.True(float.IsNaN(new ParametricRelu().Predict(new Shape(1), [float.NaN])[0]));

        (float[] Y, float[] InputGradient, float[] SlopeGradient) Run(ParametricRelu layer)
        {
            var store = layer.Store;
            var tape = new Tape();
            using StepScope scope = tape.BeginStep(training: true);
            Tensor input = tape.Variable(new Tensor(new Shape(2, 3), x)), result = layer.Forward(input);
            tape.Backward(result.Sum());
            return (result.ToArray(), tape.Gradient(input).ToArray(), store.Gradients[..layer.OwnParameters[0].Value.Count].ToArray());
        }
    }

    [Fact]
    public void Rrelu_draws_slopes_between_its_bounds_in_training_and_takes_their_mean_in_prediction()
    {
        const int width = 4000;
        float[] x = [.. Enumerable.Range(0, 3 * width).Select(i => i % 4 == 0 ? 2f : -1f)], first = Run(seed: 1, step: 7);
        Assert.Equal(first, Run(1, 7));
        Assert.NotEqual(first, Run(1, 8));
        Assert.NotEqual(first, Run(2, 7));
        Assert.NotEqual(first[..width], first[width..(2 * width)]);
        float[] slopes = [.. first.Where((_, i) => x[i] < 0).Select(y => -y)];
        Assert.All(first.Where((_, i) => x[i] > 0), y => Assert.Equal(2, y));
        Assert.All(slopes, slope => Assert.InRange(slope, 1 / 8f, 1 / 3f));
        Assert.Equal(11 / 48.0, slopes.Average(), 0.002);
        // Evenly: a quarter of the slopes in each quarter of the range.
        Assert.All(slopes.GroupBy(slope => (int)((slope - 1 / 8f) / (5 / 96f))), quarter => Assert.Equal(0.25, quarter.Count() / (double)slopes.Length, 0.02));

        float mean = (float)(11 / 48.0);
        Assert.Equal([-mean, 0, 1, -2 * mean], new RandomizedRelu(1 / 8f, 1 / 3f, new RandomSource(1)).Predict(new Shape(4), [-1, 0, 1, -2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomizedRelu(0.3f, 0.2f, new RandomSource(1)));
        Assert.Contains("'rrelu:lower=0.5'",
            Assert.Throws<InvalidInputException>(() => Sequential.Build("rrelu:lower=0.5", new Shape(3), new RandomSource(1))).Message,
            StringComparison.Ordinal);

        float[] Run(ulong seed, uint step)
        {
            var layer = new RandomizedRelu(1 / 8f, 1 / 3f, new RandomSource(seed));
            var tape = new Tape();
            using StepScope scope = tape.BeginStep(training: true, step);
            Tensor input = tape.Variable(new Tensor(new Shape(3, width), x)), y = layer.Forward(input);
            tape.Backward(y.Sum());
            float[] result = y.ToArray();
            Assert.Equal(result.Select((value, i) => x[i] > 0 ? 1 : -value), tape.Gradient(input).ToArray());
            return result;
        }
    }

    [Fact]
    public void L2_normalize_gives_rows_of_norm_one_and_leaves_zeros()
    {
        float[] rows = [3, -4, 0, 0, 1e-42f, 0, 3e38f, 3e38f, float.NaN, 1, float.PositiveInfinity, 1], y = new L2Normalize().Predict(new Shape(2), rows);
        float root = 1 / MathF.Sqrt(2);
        Assert.Equal([0.6f, -0.8f, 0, 0, 1, 0, root, root], y[..8], (expected, actual) => Math.Abs(expected - actual) < 1e-7f);
        Assert.All(y[8..], value => Assert.True(float.IsNaN(value)));

        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(3, 2), 3, -4, 0, 0, 0, 2e30f));
        tape.Backward((new L2Normalize().Forward(x) * new Tensor(new Shape(3, 2), 1, 2, 1, 2, 5, 2)).Sum());
        // (dy - y Σ y dy) / ‖x‖ with y = (0.6, -0.8), Σ y dy = -1, ‖x‖ = 5; for the last row dy's own direction along y falls out.
        Assert.Equal([0.32f, 0.24f, 0, 0, 2.5e-30f, 0], tape.Gradient(x).ToArray(),
            (expected, actual) => Math.Abs(expected - actual) <= 1e-6f * Math.Abs(expected));
    }

    [Fact]
    public void Batch_norm_follows_the_formula_by_hand()
    {
        // Channel 0 holds 1, 2, 3, 6: mean 3, variance 3.5 (14/3 with n - 1). Channel 1 holds 0, 0, 0, 4: mean 1, variance 3 (4).
        var layer = new BatchNorm(2, momentum: 0.25f, epsilon: 0.5f);
        var values = new Tensor(new Shape(4, 2), 1, 0, 2, 0, 3, 0, 6, 4);
        var tape = new Tape();
        using (tape.BeginStep(training: true))
        {
            float[] y = layer.Forward(tape.Input(values)).ToArray();
            float[] expected = [-1, -1 / MathF.Sqrt(3.5f), -0.5f, -1 / MathF.Sqrt(3.5f), 0, -1 / MathF.Sqrt(3.5f), 1.5f, 3 / MathF.Sqrt(3.5f)];
            for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-6f);
        }

        Assert.Equal([0.75f, 0.25f], layer.OwnBuffers[0].Value.ToArray());
        Assert.Equal([0.75f + 0.25f * 14 / 3, 0.75f + 0.25f * 4], layer.OwnBuffers[1].Value.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        float[] predicted = layer.Predict(new Shape(2), [0.75f, 2.25f]);
        Assert.Equal(0, predicted[0]);
        Assert.Equal(2 / MathF.Sqrt(1.75f + 0.5f), predicted[1], 1e-6f);
    }

    [Fact]
    public void A_residual_layer_adds_what_it_was_given()
    {
        Sequential residual = Build("residual(linear:6 tanh)"), inner = Sequential.Build("linear:6 tanh", new Shape(6), new RandomSource(5));
        float[] rows = Rows("residual(linear:6 tanh)", 3).ToArray();
        Assert.Equal(rows.Zip(inner.Predict(new Shape(6), rows), (x, y) => x + y), residual.Predict(new Shape(6), rows));
    }

    private static float TakeStep(Sequential network, string text, Optimizer optimizer, float rate)
    {
        var store = network.Store;
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        Tensor y = network.Forward(tape.Input(Rows(text, 6)));
        Tensor target = tape.Input(new Tensor(y.Shape, [.. Enumerable.Repeat(0.25f, y.Count)]));
        Tensor loss = new MeanSquaredErrorLoss().Compute(y, target);
        if (network.ParameterCount == 0) return loss.ToScalar();
        tape.Backward(loss);
        optimizer.Step(store, rate);
        return loss.ToScalar();
    }

    private static float[] Predict(Sequential network, string text) => network.Predict(Input(text), Rows(text, 4).Span);

    internal static Sequential Build(string text, string? inputOf = null) => Sequential.Build(text, Input(inputOf ?? text), new RandomSource(5));

    internal static Shape Input(string text) => new(Cases.First(item => item.Text == text).Input);

    internal static Tensor Rows(string text, int rows) => new(Input(text).Batch(rows), Samples.Make(rows * Input(text).Count, seed: 9));

    private static IEnumerable<Layer> Tree(Layer layer) => layer.Children.SelectMany(child => Tree(child.Layer)).Prepend(layer);
}
