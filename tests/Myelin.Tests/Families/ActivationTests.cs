using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Reference;
using Myelin.Reference.Twins;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>What holds for every activation of the catalogue.</summary>
public sealed class ActivationTests
{
    public static TheoryData<string> Specs =>
        [.. ActivationCatalog.All.Names, "leaky-relu:slope=0.1", "leaky-relu:slope=0", "leaky-relu:slope=1", "elu:alpha=0.3",
        "scaled-elu:scale=1.1,alpha=1.7", "approximate-sigmoid:form=formula"];

    [Fact]
    public void Every_activation_type_is_in_the_catalogue_and_has_a_reference()
    {
        Type[] types = [.. typeof(IActivation).Assembly.GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(IActivation)))];
        Activation[] members = [.. ActivationCatalog.All.Names.Select(Activation.Parse)];
        Assert.Equal(types.Select(type => type.Name).Order(), members.Select(member => member.Function.GetType().Name).Order());
        Assert.All(members, member => Assert.NotNull(TwinCatalog.Of(member.Function)));
        Assert.All(ActivationCatalog.All.Names, name => Assert.Equal(name, Activation.Parse(name).Canonical.Split(':')[0]));
    }

    [Theory, MemberData(nameof(Specs))]
    public void Value_and_derivative_meet_the_accuracy_rule(string spec)
    {
        Activation activation = Activation.Parse(spec);
        ScalarReference reference = TwinCatalog.Of(activation.Function);
        (float[] values, float[] derivatives) = Evaluate(activation, Sweep.Points);
        for (int i = 0; i < values.Length; i++)
        {
            float x = Sweep.Points[i];
            AccuracyRule.Check(values[i], reference.Value(x), reference.ValueScale(x), $"{spec} at {x:R}");
            AccuracyRule.Check(derivatives[i], reference.Derivative(x), reference.DerivativeScale(x), $"derivative of {spec} at {x:R}");
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void Inside_a_layer_value_and_derivative_meet_the_accuracy_rule_too(string spec)
    {
        Activation activation = Activation.Parse(spec);
        ScalarReference reference = TwinCatalog.Of(activation.Function);
        float[] points = [.. Sweep.Points.Where(float.IsFinite)], alone = Evaluate(activation, points).Values;
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        var one = new Tensor(new Shape(1, 1), 1);
        Tensor x = tape.Variable(new Tensor(new Shape(points.Length, 1), points)), y = activation.ApplyLinear(x, one, new Tensor(new Shape(1), 0));
        tape.Backward(y.Sum());
        float[] values = y.ToArray(), derivatives = tape.Gradient(x).ToArray();
        for (int i = 0; i < points.Length; i++)
        {
            Assert.True(values[i] == alone[i], $"{spec} at {points[i]:R}: {values[i]:R} in a layer, {alone[i]:R} alone.");
            AccuracyRule.Check(derivatives[i], reference.Derivative(points[i]), reference.DerivativeScale(points[i]),
                $"derivative of {spec} in a layer at {points[i]:R}");
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void The_reference_agrees_with_central_differences_and_its_scale_is_no_excuse(string spec)
    {
        ScalarReference reference = TwinCatalog.Of(Activation.Parse(spec).Function);
        for (double x = -20.01; x < 20; x += 0.37)
        {
            double h = 1e-5, difference = (reference.Value(x + h) - reference.Value(x - h)) / (2 * h);
            Assert.Equal(difference, reference.Derivative(x), 1e-8);
            // No activation of today adds terms larger than its own size of input or 1.
            Assert.InRange(reference.ValueScale(x), 0, Math.Max(1, Math.Abs(x)));
            Assert.InRange(reference.DerivativeScale(x), 0, 1);
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void Not_a_number_gives_not_a_number(string spec)
    {
        Activation activation = Activation.Parse(spec);
        (float[] values, float[] derivatives) = Evaluate(activation, [float.NaN, 1, -float.NaN]);
        Assert.True(float.IsNaN(values[0]) && float.IsNaN(values[2]) && float.IsFinite(values[1]));
        if (activation.IsIdentity) return;
        Assert.True(float.IsNaN(derivatives[0]) && float.IsNaN(derivatives[2]) && float.IsFinite(derivatives[1]));
    }

    [Theory]
    [InlineData("identity", float.NegativeInfinity, 1, float.PositiveInfinity, 1)]
    [InlineData("sigmoid", 0, 0, 1, 0)]
    [InlineData("tanh", -1, 0, 1, 0)]
    [InlineData("relu", 0, 0, float.PositiveInfinity, 1)]
    [InlineData("leaky-relu", float.NegativeInfinity, LeakyRelu.DefaultSlope, float.PositiveInfinity, 1)]
    [InlineData("leaky-relu:slope=0", float.NaN, 0, float.PositiveInfinity, 1)]
    [InlineData("selu", -(float)(Selu.Lambda * Selu.Alpha), 0, float.PositiveInfinity, (float)Selu.Lambda)]
    [InlineData("relu6", 0, 0, 6, 0)]
    [InlineData("elu:alpha=0.5", -0.5f, 0, float.PositiveInfinity, 1)]
    [InlineData("scaled-elu:scale=1.5,alpha=2", -3, 0, float.PositiveInfinity, 1.5f)]
    [InlineData("approximate-sigmoid", 0.00015f, 0, 0.99985f, 0)]
    [InlineData("approximate-sigmoid:form=formula", 0.0003f, 0, 0.9997f, 0)]
    [InlineData("step", 0, 0, 1, 0)]
    public void Infinities_give_what_the_documentation_says(string spec, float below, float slopeBelow, float above, float slopeAbove)
    {
        (float[] values, float[] derivatives) = Evaluate(Activation.Parse(spec), [float.NegativeInfinity, float.PositiveInfinity]);
        Assert.Equal([below, above], values);
        Assert.Equal([slopeBelow, slopeAbove], derivatives);
    }

    [Theory]
    [InlineData("sigmoid", 0.5f, 0.25f)]
    [InlineData("tanh", 0, 1)]
    [InlineData("relu", 0, 0)]
    [InlineData("leaky-relu:slope=0.1", 0, 0.1f)]
    [InlineData("selu", 0, (float)(Selu.Lambda * Selu.Alpha))]
    [InlineData("relu6", 0, 0)]
    [InlineData("elu:alpha=0.5", 0, 0.5f)]
    [InlineData("scaled-elu:scale=1.5,alpha=2", 0, 3)]
    [InlineData("approximate-sigmoid", 0.5f, 0.375f)]
    [InlineData("step", 1, 0)]
    public void Kinks_have_the_documented_slope(string spec, float value, float slope)
    {
        (float[] values, float[] derivatives) = Evaluate(Activation.Parse(spec), [0, -0f]);
        Assert.Equal([value, value], values.Select(MathF.Abs));
        Assert.Equal([slope, slope], derivatives);
    }

    [Fact]
    public void Relu6_is_flat_at_six_and_the_approximate_sigmoid_takes_the_piece_on_the_right_at_its_joints()
    {
        (float[] values, float[] slopes) = Evaluate(Activation.Parse("relu6"), [MathF.BitDecrement(6), 6]);
        Assert.Equal([MathF.BitDecrement(6), 6], values);
        Assert.Equal([1, 0], slopes);
        (_, slopes) = Evaluate(Activation.Parse("approximate-sigmoid"), [MathF.BitDecrement(3.4f), 3.4f, -3.4f, MathF.BitDecrement(5.8f), 5.8f, -5.8f]);
        Assert.Equal(0.051440329f, slopes[0], 1e-8f);
        Assert.Equal([0.011475f, 0.011475f, 0.011475f, 0, 0], slopes[1..]);
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_value_does_not_depend_on_its_place(string spec)
    {
        Activation activation = Activation.Parse(spec);
        float[] points = [.. Sweep.Coarse, .. Samples.Make(257, seed: 3).Select(x => 20 * x)];
        float[] alone = [.. points.Select(x => Evaluate(activation, [x]).Values[0])];
        float[] slopeAlone = [.. points.Select(x => Evaluate(activation, [x]).Derivatives[0])];
        for (int length = 0; length <= 257; length++)
        {
            int offset = length % 31;
            (float[] values, float[] derivatives) = Evaluate(activation, points.AsSpan(offset, length).ToArray());
            Assert.Equal(Bits(alone.AsSpan(offset, length)), Bits(values));
            Assert.Equal(Bits(slopeAlone.AsSpan(offset, length)), Bits(derivatives));
            InPlace(activation, points, offset, length, alone);
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void The_canonical_form_makes_the_same_function(string spec)
    {
        Activation activation = Activation.Parse(spec), again = Activation.Parse(activation.Canonical);
        Assert.Equal(activation.Canonical, again.Canonical);
        Assert.Equal(activation.Scale, again.Scale);
        Assert.Equal(Bits(Evaluate(activation, Sweep.Coarse).Values), Bits(Evaluate(again, Sweep.Coarse).Values));
    }

    [Theory, MemberData(nameof(Specs))]
    public void Gradients_add_up_where_an_input_is_used_twice(string spec)
    {
        Activation activation = Activation.Parse(spec);
        float[] points = Samples.Make(37, seed: 5);
        float[] once = Evaluate(activation, points).Derivatives;
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(points.Length), points));
        tape.Backward((activation.Apply(x) + activation.Apply(x)).Sum());
        Assert.Equal(once.Select(d => d + d), tape.Gradient(x).ToArray());
    }

    [Theory, MemberData(nameof(Specs))]
    public void Fused_with_a_linear_map_or_a_convolution_it_gives_the_same_bits(string spec)
    {
        Activation activation = Activation.Parse(spec);
        foreach ((int rows, int inputs, int outputs) in ((int, int, int)[])[(1, 1, 1), (5, 19, 3), (33, 70, 41)])
        {
            Tensor[] linear = [Random(1, rows, inputs), Random(2, outputs, inputs), Random(3, outputs)];
            AssertSame(
                RunLayer(linear, t => activation.ApplyLinear(t[0], t[1], t[2])),
                RunLayer(linear, t => activation.Apply(Activation.Identity.ApplyLinear(t[0], t[1], t[2]))));
        }

        foreach ((int stride, int padding) in ((int, int)[])[(1, 0), (2, 1)])
        {
            Tensor[] images = [Random(4, 3, 2, 9, 7), Random(5, 5, 2, 3, 3), Random(6, 5)];
            AssertSame(
                RunLayer(images, t => activation.ApplyConvolution(t[0], t[1], t[2], stride, padding)),
                RunLayer(images, t => activation.Apply(Activation.Identity.ApplyConvolution(t[0], t[1], t[2], stride, padding))));
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_step_allocates_nothing_once_its_shapes_are_seen(string spec)
    {
        Activation activation = Activation.Parse(spec);
        Tensor values = Random(7, 33, 20);
        var tape = new Tape();
        long bytes = Allocations.PerRun(() =>
        {
            using StepScope step = tape.BeginStep(training: false);
            tape.Backward(activation.Apply(tape.Variable(values)).Sum());
        });
        Assert.Equal(0, bytes);
    }

    private static void InPlace(Activation activation, float[] points, int offset, int length, float[] expected)
    {
        float[] buffer = [.. points];
        Apply((dynamic)activation.Function, buffer.AsMemory(offset, length));
        Assert.Equal(Bits(expected.AsSpan(offset, length)), Bits(buffer.AsSpan(offset, length)));
        Assert.Equal(Bits(points.AsSpan(offset + length)), Bits(buffer.AsSpan(offset + length)));
    }

    private static void Apply<TFunction>(TFunction kernel, Memory<float> x) where TFunction : unmanaged, IUnaryFunction =>
        UnaryLoops.Value(kernel, x.Span, x.Span);

    private static (float[] Values, float[] Derivatives) Evaluate(Activation activation, float[] points)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(points.Length), points));
        Tensor y = activation.Apply(x);
        // The sum is one number whatever it is; only its gradient, a row of ones, matters.
        tape.Backward(y.Sum());
        return (y.ToArray(), tape.Gradient(x).ToArray());
    }

    private static List<float[]> RunLayer(Tensor[] operands, Func<Tensor[], Tensor> layer)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor[] variables = [.. operands.Select(tape.Variable)];
        Tensor y = layer(variables);
        tape.Backward((y * y).Sum());
        return [y.ToArray(), .. variables.Select(variable => tape.Gradient(variable).ToArray())];
    }

    private static void AssertSame(List<float[]> fused, List<float[]> unfused)
    {
        for (int i = 0; i < fused.Count; i++) Assert.Equal(Bits(unfused[i]), Bits(fused[i]));
    }

    private static Tensor Random(int seed, params int[] axes) => new(new Shape(axes), Samples.Make(new Shape(axes).Count, seed));

    private static int[] Bits(ReadOnlySpan<float> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(values).ToArray();
}
