using Myelin.Activations;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Layers;

/// <summary>What layers say of themselves is what they compute: their steps, carried out plainly in double precision, give the predictions.</summary>
public sealed class PredictionStepTests
{
    private static readonly Shape Image = new(2, 7, 6);

    public static TheoryData<string> Networks =>
    [
        "linear:5 tanh linear:3", "linear:5 batch-norm prelu:per=channel,slope=0.1 dropout:0.5 linear:4 alpha-dropout:0.2 rrelu l2-normalize",
        "relu identity linear:3 residual(linear:3 selu linear:3 prelu) sigmoid",
    ];

    public static TheoryData<string> ImageNetworks =>
    [
        "conv:3,3 relu pool:2 flatten linear:3",
        "conv:4,3,stride=2,padding=1 batch-norm prelu:per=channel residual(conv:4,3,padding=1 tanh) pool:2,stride=1 flatten l2-normalize",
        "batch-norm pool:3,stride=2 prelu",
    ];

    [Theory, MemberData(nameof(Networks))]
    public void Steps_of_rows_give_the_predictions(string text) => Compare(text, new Shape(6));

    [Theory, MemberData(nameof(ImageNetworks))]
    public void Steps_of_images_give_the_predictions(string text) => Compare(text, Image);

    [Fact]
    public void Every_layer_of_the_catalogue_describes_itself()
    {
        foreach (string name in LayerCatalog.All.Names)
        {
            string text = name switch
            {
                "conv" => "conv:2,3",
                "linear" => "flatten linear:3",
                "dropout" or "alpha-dropout" => $"{name}:0.1",
                "pool" => "pool:2",
                _ => name
            };
            Assert.DoesNotContain(Sequential.Build(text, Image, new RandomSource(1)).PredictionSteps, step => step is OtherStep);
        }
    }

    [Fact]
    public void A_layer_of_ones_own_is_another_step_or_says_what_it_is()
    {
        var plain = new Sequential(new Plain(), new Doubled());
        Assert.Collection(plain.PredictionSteps, step => Assert.Same(plain[0], Assert.IsType<OtherStep>(step).Layer),
            step => Assert.IsType<PointwiseStep>(step));
        Assert.Contains("not of 'plain'",
            Assert.Throws<InvalidInputException>(() => Myelin.Analysis.PolyhedralRegions.InWindow(plain, -1, 1, -1, 1)).Message, StringComparison.Ordinal);
    }

    private static void Compare(string text, Shape shape)
    {
        Sequential network = Sequential.Build(text, shape, new RandomSource(1));
        foreach (LayerBuffer buffer in network.Buffers) buffer.Write([.. Samples.Make(buffer.Value.Count, 4).Select(value => value + 0.75f)]);
        network.Store.Change(0, static (values, _) =>
        {
            float[] noise = Samples.Make(values.Length, 5);
            for (int i = 0; i < noise.Length; i++) values[i] += 0.5f * noise[i];
        });
        for (int seed = 0; seed < 5; seed++)
        {
            float[] row = Samples.Make(shape.Count, seed), found = network.Predict(shape, row);
            (double[] expected, Shape output) = Run(network.PredictionSteps, [.. row.Select(value => 3.0 * value)], shape);
            found = network.Predict(shape, [.. row.Select(value => 3 * value)]);
            Assert.Equal(network.OutputShape(shape), output);
            for (int i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 2e-5);
        }
    }

    private static (double[] Values, Shape Shape) Run(IEnumerable<PredictionStep> steps, double[] x, Shape shape) =>
        steps.Aggregate((x, shape), (state, step) => Run(step, state.x, state.shape));

    private static (double[] Values, Shape Shape) Run(PredictionStep step, double[] x, Shape shape) => step switch
    {
        AffineStep map =>
            ([.. Enumerable.Range(0, map.Outputs)
            .Select(o => map.Bias.Value.At(o) + x.Select((value, i) => value * map.Weight.Value.At(o * map.Inputs + i)).Sum())], new Shape(map.Outputs)),
        PointwiseStep pointwise => ([.. x.Select(value => TwinCatalog.Of(pointwise.Function.Function).Value(value))], shape),
        SlopeStep slope =>
            ([.. x.Select((value, i) => value > 0 ? value : value * slope.Slopes.Value.At(slope.Slopes.Value.Count == 1 ? 0 : Channel(i, shape)))], shape),
        ConvolutionStep convolution => Convolve(convolution, x, shape),
        MaximumPoolStep pool => Pool(pool, x, shape),
        ChannelNormalizationStep norm => ([.. x.Select((value, i) => Normalise(norm, value, Channel(i, shape)))], shape),
        FlattenStep => (x, new Shape(x.Length)),
        RowNormalizationStep => ([.. x.Select(value => value / Math.Sqrt(x.Sum(other => other * other)))], shape),
        ResidualStep residual => ([.. Run(residual.Inner, x, shape).Values.Zip(x, (y, value) => y + value)], shape),
        _ => throw new NotSupportedException(step.ToString()),
    };

    private static int Channel(int i, Shape shape) => i / (shape.Count / shape[0]);

    private static double Normalise(ChannelNormalizationStep norm, double value, int channel) =>
        norm.Weight.Value.At(channel) * (value - norm.Mean.Value.At(channel)) / Math.Sqrt(norm.Variance.Value.At(channel) + norm.Epsilon)
            + norm.Bias.Value.At(channel);

    private static (double[] Values, Shape Shape) Convolve(ConvolutionStep step, double[] x, Shape shape)
    {
        Tensor weight = step.Weight.Value;
        int filters = weight.Shape[0], channels = weight.Shape[1], kernel = weight.Shape[2], height = shape[1], width = shape[2];
        var output = new Shape(filters, (height + 2 * step.Padding - kernel) / step.Stride + 1, (width + 2 * step.Padding - kernel) / step.Stride + 1);
        var y = new double[output.Count];
        for (int i = 0; i < y.Length; i++)
        {
            int filter = i / (output[1] * output[2]), top = i / output[2] % output[1] * step.Stride - step.Padding,
                left = i % output[2] * step.Stride - step.Padding;
            y[i] = step.Bias.Value.At(filter);
            for (int k = 0; k < channels * kernel * kernel; k++)
            {
                int channel = k / (kernel * kernel), row = top + k / kernel % kernel, column = left + k % kernel;
                if (row >= 0 && row < height && column >= 0 && column < width)
                    y[i] += weight.At(filter * channels * kernel * kernel + k) * x[(channel * height + row) * width + column];
            }
        }

        return (y, output);
    }

    private static (double[] Values, Shape Shape) Pool(MaximumPoolStep step, double[] x, Shape shape)
    {
        var output = new Shape(shape[0], (shape[1] - step.Window) / step.Stride + 1, (shape[2] - step.Window) / step.Stride + 1);
        var y = new double[output.Count];
        for (int i = 0; i < y.Length; i++)
        {
            int channel = i / (output[1] * output[2]), top = i / output[2] % output[1] * step.Stride, left = i % output[2] * step.Stride;
            y[i] = Enumerable.Range(0, step.Window * step.Window).Max(k => x[(channel * shape[1] + top + k / step.Window) * shape[2] + left + k % step.Window]);
        }

        return (y, output);
    }

    private sealed class Plain : Layer
    {
        public override string Canonical => "plain";

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => x;
    }

    private sealed class Doubled : Layer
    {
        public override string Canonical => "doubled";

        public override IReadOnlyList<PredictionStep> PredictionSteps => [new PointwiseStep(this, Activation.Parse("relu"))];

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => x.Relu();
    }
}
