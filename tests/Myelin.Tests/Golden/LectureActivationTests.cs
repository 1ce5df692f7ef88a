using System.Text.Json;
using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Operations;
using Myelin.Reference;
using Myelin.Reference.Functions;
using Myelin.Tensors;
using Myelin.Tests.Families;
using Xunit;
using static Myelin.Tests.LectureCases;

namespace Myelin.Tests.Golden;

/// <summary>The lecture's cases of activations on the two legs of <see cref="LectureTests"/>.</summary>
public sealed class LectureActivationTests
{
    private static readonly Dictionary<string, (ScalarReference Exact, string Member)> Functions = new()
    {
        ["sigmoid"] = (new SigmoidReference(), "sigmoid"),
        ["tanh"] = (new TanhReference(), "tanh"),
        ["relu"] = (new ReluReference(), "relu"),
        ["leaky_relu"] = (new LeakyReluReference(0.1), "leaky-relu:slope=0.1"),
        ["selu"] = (new ExponentialUnitReference(Selu.Lambda, Selu.Lambda * Selu.Alpha), "selu"),
        ["relu6"] = (new Relu6Reference(), "relu6"),
        ["elu"] = (new ExponentialUnitReference(1, 1), "elu"),
    };

    /// <summary>The topics whose cases are tested here.</summary>
    internal static string[] Topics => [.. Functions.Keys, "approximate sigmoid", "selu coefficient precision", "prelu", "rrelu", "perceptron"];

    public static TheoryData<string, string> FunctionCases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string topic in Functions.Keys)
            {
                foreach (string id in LectureCases.OfTopic(topic).Where(id => id != "selu.constants")) data.Add(topic, id);
            }

            return data;
        }
    }

    public static TheoryData<string> ApproximateSigmoidCases => Of("approximate sigmoid");

    public static TheoryData<string> ParametricReluCases => Of("prelu");

    public static TheoryData<string> PrecisionCases => Of("selu coefficient precision");

    public static TheoryData<string> RandomizedReluCases => Of("rrelu");

    [Theory, MemberData(nameof(FunctionCases))]
    public void Activations(string topic, string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        (ScalarReference exact, string member) = Functions[topic];
        double x = inputs.GetProperty("x").GetDouble();
        Meets(item, expected.GetProperty("value"), exact.Value(x));
        Meets(item, expected.GetProperty("slope"), exact.Derivative(x));
        Activation activation = Activation.Parse(member);
        ScalarReference rounded = ScalarReference.Of(activation.Kernel);
        var tape = new Tape();
        using StepScope step = tape.BeginStep();
        Tensor variable = tape.Variable(Row([(float)x])), y = activation.Apply(variable);
        tape.Backward(y);
        AccuracyRule.Check(y.ToScalar(), rounded.Value((float)x), rounded.ValueScale((float)x), id);
        AccuracyRule.Check(tape.Gradient(variable).ToScalar(), rounded.Derivative((float)x), rounded.DerivativeScale((float)x), id);
    }

    [Theory, MemberData(nameof(ApproximateSigmoidCases))]
    public void Approximate_sigmoid(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        var (code, formula, sigmoid) = (new ApproximateSigmoidReference(false), new ApproximateSigmoidReference(true), new SigmoidReference());
        Activation inCode = Activation.Parse("approximate-sigmoid"), asFormula = Activation.Parse("approximate-sigmoid:form=formula");
        double x = inputs.TryGetProperty("x", out JsonElement given) ? given.GetDouble() : 0, below = Math.BitDecrement(x);
        switch (id)
        {
            case "fast_sigmoid.third_piece.formula" or "fast_sigmoid.third_piece.code":
                bool printed = id.EndsWith("formula", StringComparison.Ordinal);
                Meets(item, expected, (printed ? formula : code).Value(x));
                Assert.Equal((float)expected.GetDouble(), (printed ? asFormula : inCode).Apply(Row([(float)x])).ToScalar());
                break;
            case "fast_sigmoid.jump.3.4" or "fast_sigmoid.jump.5.8.code":
                Assert.Equal(expected.GetDouble(), code.Value(x) - code.Value(below), 1e-12);
                break;
            case "fast_sigmoid.jump.5.8.formula":
                Assert.Equal(expected.GetDouble(), formula.Value(x) - formula.Value(below), 1e-12);
                break;
            case "fast_sigmoid.slopes":
                Meets(item, expected.GetProperty("at_0"), code.Derivative(0));
                Meets(item, expected.GetProperty("sigmoid_at_0"), sigmoid.Derivative(0));
                Meets(item, expected.GetProperty("before_3.4"), code.Derivative(Math.BitDecrement(3.4)));
                Meets(item, expected.GetProperty("after_3.4"), code.Derivative(3.4));
                Meets(item, expected.GetProperty("after_5.8"), code.Derivative(5.8));
                break;
            case "fast_sigmoid.max_error":
                (double at, double error) = Enumerable.Range(0, 12_001).Select(i => i / 1000.0).Select(i => (i, Math.Abs(code.Value(i) - sigmoid.Value(i)))).MaxBy(pair => pair.Item2);
                Assert.Equal(expected.GetProperty("x").GetDouble(), at);
                Meets(item, expected.GetProperty("error"), error);
                break;
            default:
                Meets(item, expected.GetProperty("value"), code.Value(x));
                Assert.Equal(expected.GetProperty("error_against_sigmoid").GetDouble(), code.Value(x) - sigmoid.Value(x), 1e-12);
                AccuracyRule.Check(inCode.Apply(Row([(float)x])).ToScalar(), code.Value((float)x), code.ValueScale((float)x), id);
                break;
        }
    }

    [Theory, MemberData(nameof(PrecisionCases))]
    public void Decimals_that_selu_needs(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double scale = inputs.GetProperty("scale").GetDouble(), alpha = inputs.GetProperty("alpha").GetDouble();
        var exact = new ExponentialUnitReference(scale, scale * alpha);
        Activation activation = Activation.Of(new ScaledElu((float)scale, (float)alpha));
        (double mean, double variance) = Moments(x => [.. x.Select(exact.Value)], 1);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), mean, 1e-9);
        Meets(item, expected.GetProperty("variance"), variance);
        (mean, variance) = Moments(x => [.. activation.Apply(Row([.. x.Select(z => (float)z)])).ToArray().Select(y => (double)y)], 1);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), mean, 1e-6);
        Assert.Equal(expected.GetProperty("variance").GetDouble(), variance, 1e-5);

        // Weights of sum 0 and squared sum 1 give the next layer inputs of mean 0 and of this variance.
        if (!expected.TryGetProperty("fixed_point_variance", out JsonElement fixedPoint)) return;
        double next = 1;
        for (int layer = 0; layer < 200; layer++) next = Moments(x => [.. x.Select(exact.Value)], next).Variance;
        Meets(item, fixedPoint, next);
    }

    /// <summary>Mean and variance of f(z) for normal z of mean 0, by Simpson's rule on each side of the kink.</summary>
    private static (double Mean, double Variance) Moments(Func<double[], double[]> f, double variance)
    {
        const int half = 400;
        const double width = 10.0 / half;
        double[] z = [.. Enumerable.Range(-half, 2 * half + 1).Select(i => i * width)], y = f([.. z.Select(point => point * Math.Sqrt(variance))]);
        double first = 0, second = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double weight = (i is 0 or 2 * half ? 1 : i % 2 == 0 ? 2 : 4) * width / 3 * Math.Exp(-z[i] * z[i] / 2) / Math.Sqrt(2 * Math.PI);
            first += weight * y[i];
            second += weight * y[i] * y[i];
        }

        return (first, second - first * first);
    }

    [Theory, MemberData(nameof(ParametricReluCases))]
    public void Parametric_relu(string id)
    {
        // The lecture's first case includes 0, unlike those of the other members.
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double x = inputs.GetProperty("x").GetDouble();
        var leaky = new LeakyReluReference(ParametricRelu.DefaultSlope);
        Meets(item, expected.GetProperty("value"), leaky.Value(x));
        Meets(item, expected.GetProperty("slope"), x == 0 ? 1 : leaky.Derivative(x));
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        Tensor variable = tape.Variable(Row([(float)x])), y = new ParametricRelu(zeroIsPositive: true).Forward(variable);
        tape.Backward(y.Sum());
        AccuracyRule.Check(y.ToScalar(), leaky.Value((float)x), 0, id);
        Assert.Equal(expected.GetProperty("slope").GetDouble(), tape.Gradient(variable).ToScalar());
    }

    [Theory, MemberData(nameof(RandomizedReluCases))]
    public void Randomized_relu(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double x = inputs.GetProperty("x").GetDouble(), lower = 1 / 8.0, upper = 1 / 3.0;
        Meets(item, expected.GetProperty("from"), new LeakyReluReference(x > 0 ? lower : upper).Value(x));
        Meets(item, expected.GetProperty("to"), new LeakyReluReference(x > 0 ? upper : lower).Value(x));
        Meets(item, expected.GetProperty("mean"), new LeakyReluReference((lower + upper) / 2).Value(x));

        var layer = new RandomizedRelu(RandomizedRelu.DefaultLower, RandomizedRelu.DefaultUpper, new RandomSource(1));
        AccuracyRule.Check(layer.Predict(new Shape(1), [(float)x])[0], expected.GetProperty("mean").GetDouble(), 0, id);
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        float y = layer.Forward(tape.Input(Row([(float)x]).Reshape(1, 1))).ToScalar();
        Assert.InRange(y, (float)expected.GetProperty("from").GetDouble(), (float)expected.GetProperty("to").GetDouble());
    }

    [Fact]
    public void The_boundary_of_a_perceptron_belongs_to_class_one() =>
        Assert.Equal(LectureCases.Get("perceptron.tie").GetProperty("expected").GetDouble(), Activation.Parse("step").Apply(Row([0])).ToScalar());

    [Fact]
    public void Constants_of_selu()
    {
        JsonElement expected = LectureCases.Get("selu.constants").GetProperty("expected");
        Assert.Equal(Selu.Alpha, expected.GetProperty("alpha_float64").GetDouble());
        Assert.Equal(Selu.Lambda, expected.GetProperty("scale_float64").GetDouble());
        Assert.Equal((float)Selu.Alpha, expected.GetProperty("alpha_float32").GetDouble());
        Assert.Equal((float)Selu.Lambda, expected.GetProperty("scale_float32").GetDouble());
        Assert.Equal(Selu.Lambda * Selu.Alpha, expected.GetProperty("scale_times_alpha").GetDouble(), 1e-15);
    }
}
