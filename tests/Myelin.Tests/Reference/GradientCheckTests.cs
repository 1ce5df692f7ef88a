using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Reference.Twins;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Reference;

/// <summary>A gradient check finds wrong derivatives, whether of the engine, of a user's function or of its twin, and passes right ones.</summary>
public sealed class GradientCheckTests
{
    // Each test draws from its own, whatever ran before it.
    private RandomTensors Random { get; } = new(seed: 13);

    [Fact]
    public void A_users_function_is_checked_by_float32_differences_and_the_report_says_so()
    {
        GradientReport report = CheckCube(slope: 3, twins: null);
        Assert.Contains("no double-precision twin of the function 'Cube'", report.WithoutReplay, StringComparison.Ordinal);
        Assert.True(report.IsGood, report.ToString());
        Assert.Contains("float32", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_derivative_of_a_users_function_is_found_without_a_twin()
    {
        GradientReport report = CheckCube(slope: 3.02f, twins: null);
        Assert.False(report.IsGood, report.ToString());
        Assert.Equal((GradientCheckKind.EngineAgainstDifferences, 0), (report.Worst.Check, report.Worst.InputIndex));
    }

    [Fact]
    public void A_users_function_with_a_twin_is_replayed_and_a_small_error_of_its_derivative_found()
    {
        ReferenceTwins twins = new ReferenceTwins().Add((Cube _) => new CubeReference(3));
        GradientReport good = CheckCube(slope: 3, twins), bad = CheckCube(slope: 3.001f, twins);
        Assert.Null(good.WithoutReplay);
        Assert.True(good.IsGood, good.ToString());
        Assert.False(bad.IsGood, bad.ToString());
        Assert.Equal(GradientCheckKind.EngineAgainstReplay, bad.Worst.Check);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(3.1f, false)]
    public void A_row_alone_is_checked_as_well_as_a_batch_where_differences_move_the_weights(float slope, bool isGood)
    {
        // Linear layers keep the weights of single rows in another order: the check must tell them of each move.
        Sequential network = Sequential.Build("linear:4 tanh linear:3", new Shape(5), new RandomSource(1));
        foreach (int rows in (int[])[1, 2])
        {
            GradientReport report = GradientCheck.Run(
                x => UnaryOperation<Cube>.Apply(network.Forward(x[0]), new Cube(slope)).Sum(), [Random.Normal(rows, 5)],
                    new GradientCheckOptions { Layer = network });
            Assert.NotNull(report.WithoutReplay);
            Assert.Equal(isGood, report.IsGood);
        }
    }

    [Fact]
    public void A_wrong_derivative_of_function_and_twin_alike_is_found_by_differences()
    {
        GradientReport report = CheckCube(slope: 3.001f, new ReferenceTwins().Add((Cube _) => new CubeReference(3.001)));
        Assert.False(report.IsGood, report.ToString());
        Assert.Equal(GradientCheckKind.ReplayAgainstDifferences, report.Worst.Check);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0.9f, false)]
    public void A_users_loss_is_checked(float factor, bool isGood)
    {
        Tensor targets = Random.Normal(4, 3);
        GradientReport report = GradientCheck.Run(
            x => ElementLossOperation<LogCosh>.Apply(x[0], targets, rowWeights: null, Reduction.Mean, new LogCosh(factor)), Random.Normal(4, 3));
        Assert.NotNull(report.WithoutReplay);
        Assert.Equal(isGood, report.IsGood);
    }

    [Fact]
    public void A_users_loss_with_a_twin_is_replayed()
    {
        Tensor targets = Random.Normal(4, 3);
        var options = new GradientCheckOptions { Twins = new ReferenceTwins().Add((LogCosh _) => new LogCoshReference()) };
        GradientReport report = GradientCheck.Run(x => ElementLossOperation<LogCosh>.Apply(x[0], targets, null, Reduction.Mean, new LogCosh(1)),
            [Random.Normal(4, 3)], options);
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void A_wrong_derivative_reaches_the_parameters_of_a_layer_and_is_found_at_the_element()
    {
        var random = new RandomTensors(seed: 2);
        var layer = new Linear(3, 2, random.Source);
        float[] before = layer.OwnParameters[0].Value.ToArray();
        GradientReport report = GradientCheck.Run(
            x => UnaryOperation<Cube>.Apply(layer.Forward(x[0]), new Cube(2.5f)).Sum(), [random.Normal(4, 3)], new GradientCheckOptions { Layer = layer });
        Assert.False(report.IsGood);
        Assert.Contains(report.Differences, difference => difference is { Input: "weight", InputIndex: 1, Element: >= 0, IsGood: false });
        Assert.Equal(before, layer.OwnParameters[0].Value.ToArray());
    }

    [Fact]
    public void Large_inputs_are_moved_along_a_random_direction()
    {
        Tensor large = Random.Normal(30, 30);
        GradientReport good = Check(3), bad = Check(2.5f);
        Assert.True(good.IsGood, good.ToString());
        Assert.False(bad.IsGood, bad.ToString());
        Assert.Equal(-1, bad.Worst.Element);
        Assert.Contains("a random direction", bad.ToString(), StringComparison.Ordinal);

        GradientReport Check(float slope) => GradientCheck.Run(x => UnaryOperation<Cube>.Apply(x[0], new Cube(slope)).Sum(), large);
    }

    [Fact]
    public void At_a_kink_every_slope_between_the_sides_is_good()
    {
        GradientReport report = GradientCheck.Run(x => (x[0].Abs() + x[0].Maximum(x[1])).Sum(), new Tensor(new Shape(2), 0, 1), new Tensor(new Shape(2), 0, 1));
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void The_report_names_the_worst_element_with_its_numbers()
    {
        GradientReport report = CheckCube(slope: 4, twins: new ReferenceTwins().Add((Cube _) => new CubeReference(3)));
        Assert.Equal("input 0", report.Worst.Input);
        Assert.Equal(report.Differences.Where(difference => difference.Check == GradientCheckKind.EngineAgainstReplay)
            .Max(difference => difference.Difference / difference.Allowed), report.Worst.Difference / report.Worst.Allowed);
        string text = report.ToString();
        Assert.StartsWith("The gradient is wrong in 6 of 13 comparisons.", text, StringComparison.Ordinal);
        Assert.Contains($"by input 0, element {report.Worst.Element}: engine ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_changes_between_calls_is_found()
    {
        int calls = 0;
        GradientReport report = GradientCheck.Run(x => UnaryOperation<Cube>.Apply(x[0], new Cube(3)).Sum() + calls++, Random.Normal(2));
        Assert.False(report.IsGood, report.ToString());
    }

    [Fact]
    public void Results_that_are_no_single_number_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => GradientCheck.Run(x => x[0].Exp(), Random.Normal(2)));

    private GradientReport CheckCube(float slope, ReferenceTwins? twins) => GradientCheck.Run(
        x => UnaryOperation<Cube>.Apply(x[0], new Cube(slope)).Sum(), [Random.Uniform(0.5f, 2, 6)], new GradientCheckOptions { Twins = twins });

    /// <summary>x³ with a derivative of slope x²: right for 3.</summary>
    private readonly struct Cube(float slope) : IUnaryFunction
    {
        public static Saved Saves => Saved.Input;

        public Vector512<float> Value(Vector512<float> x) => x * x * x;

        public Vector512<float> Derivative(Vector512<float> saved) => slope * saved * saved;
    }

    private sealed record CubeReference(double Slope) : ScalarReference
    {
        public override double Value(double x) => x * x * x;

        public override double Derivative(double x) => Slope * x * x;
    }

    /// <summary>ln cosh r, with its derivative tanh r times a factor: right for 1.</summary>
    private readonly struct LogCosh(float factor) : IElementLossFunction
    {
        public static string Name => "log-cosh";

        public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
        {
            Vector512<float> r = prediction - target;
            derivative = factor * VectorMath.Tanh(r);
            return VectorMath.Log((VectorMath.Exp(r) + VectorMath.Exp(-r)) * 0.5f);
        }
    }

    private sealed record LogCoshReference : ElementLossReference
    {
        public override double Value(double prediction, double target) => Math.Log(Math.Cosh(prediction - target));

        public override double Derivative(double prediction, double target) => Math.Tanh(prediction - target);
    }
}
