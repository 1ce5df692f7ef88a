using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Reference.Twins;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>What holds for every penalty of the catalogue.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class PenaltyTests : IDisposable
{
    private const string Network = "conv:3,3 batch-norm prelu flatten linear:4 tanh linear:2";

    private readonly int threads = Processor.Threads;

    public static TheoryData<string> Specs =>
    [
        .. PenaltyCatalog.All.Names, "ridge:lambda=1000", "ridge:lambda=1E-05", "lasso:lambda=3,biases=true", "elastic-net:lambda=0.3,rho=0.9",
        "elastic-net:rho=0", "elastic-net:lambda=2,rho=1",
        .. PenaltyCatalog.All.Names.Select(name => $"{name}:lambda=0"),
    ];

    public void Dispose() => Processor.Threads = threads;

    [Fact]
    public void Every_penalty_type_is_in_the_catalogue_and_has_a_reference()
    {
        Type[] types = [.. typeof(IPenalty).Assembly.GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(IPenalty)))];
        Penalty[] members = [.. PenaltyCatalog.All.Names.Select(Penalty.Parse)];
        Assert.Equal(types.Select(type => type.Name).Order(), members.Select(member => member.Function!.GetType().Name).Order());
        Assert.All(members, member => Assert.NotNull(TwinCatalog.Of(member.Function!)));
        Assert.All(PenaltyCatalog.All.Names, name => Assert.Equal(name, Penalty.Parse(name).Canonical.Split(':')[0]));
    }

    [Theory, MemberData(nameof(Specs))]
    public void Value_and_derivative_meet_the_accuracy_rule_from_zero_to_infinity(string spec)
    {
        Penalty penalty = Penalty.Parse(spec);
        ScalarReference reference = TwinCatalog.Of(penalty.Function!);
        float[] points = [.. Sweep.Points, float.PositiveInfinity, float.NegativeInfinity, float.NaN], derivatives = Gradient(penalty, points);
        for (int i = 0; i < points.Length; i++)
        {
            float x = points[i];
            _ = penalty.AddTo(new Tensor(new Shape(), 0), [new Tensor(new Shape(1), x)], out float value);
            AccuracyRule.Check(value, reference.Value(x), reference.ValueScale(x), $"{spec} at {x:R}");
            AccuracyRule.Check(derivatives[i], reference.Derivative(x), reference.DerivativeScale(x), $"derivative of {spec} at {x:R}");
        }
    }

    [Theory]
    [InlineData("ridge:lambda=0.5", 0f, 4.5f, float.PositiveInfinity, 0f, -3f, float.NegativeInfinity)]
    [InlineData("lasso:lambda=0.5", 0f, 1.5f, float.PositiveInfinity, 0f, -0.5f, -0.5f)]
    [InlineData("elastic-net:lambda=0.5,rho=0.25", 0f, 3.75f, float.PositiveInfinity, 0f, -2.375f, float.NegativeInfinity)]
    public void Zero_negative_weights_infinity_and_not_a_number_give_what_the_documentation_says(string spec, params float[] expected)
    {
        Penalty penalty = Penalty.Parse(spec);
        float[] points = [0, -3, float.NegativeInfinity], values = [.. points.Select(Value)];
        Assert.Equal(expected, values.Concat(Gradient(penalty, points)));
        Assert.Equal([0, 0], Gradient(penalty, [0, -0f]).Select(MathF.Abs));
        Assert.True(float.IsNaN(Value(float.NaN)) && float.IsNaN(Gradient(penalty, [float.NaN, 1])[0]));

        float Value(float weight)
        {
            _ = penalty.AddTo(new Tensor(new Shape(), 7), [new Tensor(new Shape(1), weight)], out float value);
            return value;
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void The_canonical_form_makes_the_same_penalty(string spec)
    {
        Penalty penalty = Penalty.Parse(spec), again = Penalty.Parse(penalty.Canonical);
        Assert.Equal((penalty.Canonical, penalty.Biases), (again.Canonical, again.Biases));
        Assert.Equal(Gradient(penalty, Sweep.Coarse), Gradient(again, Sweep.Coarse));
    }

    [Fact]
    public void It_acts_on_weights_and_only_where_asked_on_biases_and_never_on_normalisations_and_slopes()
    {
        Sequential network = Build();
        Assert.Equal(["0.weight", "4.weight", "6.weight"], Names("ridge"));
        Assert.Equal(["0.weight", "0.bias", "4.weight", "4.bias", "6.weight", "6.bias"], Names("lasso:biases=true"));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "4.weight", "4.bias", "6.weight", "6.bias"],
            network.Parameters.Select(parameter => parameter.Name));

        IEnumerable<string> Names(string spec) =>
            Penalty.Parse(spec).WeightsOf(network).Select(weights => network.Parameters.Single(parameter => parameter.Value.Equals(weights)).Name);
    }

    [Theory]
    [InlineData("ridge:lambda=0.3")]
    [InlineData("lasso:lambda=0.3,biases=true")]
    [InlineData("elastic-net:lambda=0.3,rho=0.9")]
    public void Loss_and_penalty_pass_the_gradient_check_in_a_network(string spec)
    {
        Sequential network = Build();
        Penalty penalty = Penalty.Parse(spec);
        Tensor target = new(new Shape(5, 2), Samples.Make(10, 3));
        GradientReport report = GradientCheck.Run(
            x => penalty.AddTo(new MeanSquaredErrorLoss().Compute(network.Forward(x[0]), target), penalty.WeightsOf(network), out _),
            [new Tensor(new Shape(5, 2, 5, 4), Samples.Make(200, 2))],
            new GradientCheckOptions { Layer = network, IsTraining = true });
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, $"{report}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_gradient_is_the_losss_and_the_penaltys_together_however_rows_are_summed(int shards)
    {
        Penalty penalty = Penalty.Parse("elastic-net:lambda=0.1,biases=true");
        Dictionary<string, float[]> with = Gradients(penalty, shards), without = Gradients(null, shards);
        foreach (Parameter parameter in Build().Parameters)
        {
            float[] slopes = parameter.Kind == ParameterKind.Scale ? new float[parameter.Value.Count] : Gradient(penalty, parameter.Value.ToArray());
            for (int i = 0; i < slopes.Length; i++) Assert.Equal(without[parameter.Name][i] + slopes[i], with[parameter.Name][i], 1e-5f);
        }
    }

    [Fact]
    public void The_sum_is_that_of_all_weights_and_does_not_depend_on_threads()
    {
        float[] first = Samples.Make(100_003, 1), second = Samples.Make(17, 2);
        foreach (string name in PenaltyCatalog.All.Names)
        {
            Penalty penalty = Penalty.Parse($"{name}:lambda=0.25");
            ScalarReference reference = TwinCatalog.Of(penalty.Function!);
            double exact = first.Concat(second).Sum(weight => reference.Value(weight));
            (float Value, float[] Gradient)[] runs = [.. ((int[])[1, 2, 3]).Select(count =>
            {
                Processor.Threads = count;
                _ = penalty.AddTo(new Tensor(new Shape(), 0), [new Tensor(new Shape(first.Length), first), new Tensor(new Shape(17, 1), second)],
                    out float value);
                return (value, Gradient(penalty, first));
            })];
            Assert.Equal(exact, runs[0].Value, exact * 1e-6);
            Assert.All(runs, run => Assert.Equal(runs[0].Value, run.Value));
            Assert.All(runs, run => Assert.Equal(runs[0].Gradient, run.Gradient));
        }
    }

    [Fact]
    public void A_step_allocates_nothing_once_its_shapes_are_seen()
    {
        Sequential network = Build();
        Penalty penalty = Penalty.Parse("elastic-net:biases=true");
        Tensor[] weights = penalty.WeightsOf(network);
        var rows = new Tensor(new Shape(5, 2, 5, 4), Samples.Make(200, 2));
        var tape = new Tape();
        Assert.Equal(0, Allocations.PerRun(() =>
        {
            using StepScope step = tape.BeginStep(training: true);
            Tensor y = network.Forward(tape.Input(rows));
            tape.Backward(penalty.AddTo((y * y).Sum(), weights, out _));
        }));
    }

    [Fact]
    public void Constants_out_of_range_and_losses_of_several_numbers_are_refused()
    {
        foreach (float wrong in (float[])[-1, float.NaN, float.PositiveInfinity, 2e6f])
        {
            Assert.Contains("from 0 to 1000000", Assert.Throws<ArgumentOutOfRangeException>(() => new Ridge(wrong)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => new Lasso(wrong));
            Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNet(wrong));
        }

        foreach (float wrong in (float[])[-0.1f, 1.1f, float.NaN]) Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNet(1, wrong));
        Assert.Throws<InvalidInputException>(() => Penalty.Parse("ridge:rho=1"));
        string message = Assert.Throws<ArgumentException>(() => Penalty.Parse("ridge").AddTo(new Tensor(new Shape(2), 1, 2), [], out _)).Message;
        Assert.Contains("not to a loss of shape [2]", message, StringComparison.Ordinal);
        Assert.Equal(3, Penalty.Parse("ridge").AddTo(new Tensor(new Shape(), 3), [], out float nothing).ToScalar() + nothing);
    }

    private static Sequential Build() => Sequential.Build(Network, new Shape(2, 5, 4), new RandomSource(3));

    private static float[] Gradient(Penalty penalty, float[] weights)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(new Tensor(new Shape(weights.Length), weights));
        tape.Backward(penalty.AddTo(tape.Input(new Tensor(new Shape(), 0)), [variable], out _));
        return tape.Gradient(variable).ToArray();
    }

    private static Dictionary<string, float[]> Gradients(Penalty? penalty, int shards)
    {
        Sequential network = Build();
        var tape = new Tape(recording: true, shards);
        using StepScope step = tape.BeginStep(training: true);
        Tensor y = network.Forward(tape.Input(new Tensor(new Shape(5, 2, 5, 4), Samples.Make(200, 2))));
        Tensor loss = new MeanSquaredErrorLoss().Compute(y, new Tensor(new Shape(5, 2), Samples.Make(10, 3)));
        tape.Backward(penalty?.AddTo(loss, penalty.WeightsOf(network), out _) ?? loss);
        return network.Parameters.ToDictionary(parameter => parameter.Name, parameter => tape.Gradient(parameter.Value).ToArray());
    }
}
