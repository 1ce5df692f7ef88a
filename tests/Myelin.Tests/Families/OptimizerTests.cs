using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Optimizers;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>Every optimizer step by step on the quadratic Σ c (w - t)², against the paper's lines in double precision.</summary>
public sealed class OptimizerTests
{
    private const float Rate = 0.05f;
    private const int Steps = 25;

    private static readonly float[] Start = [1, -2, 0.5f, 3];
    private static readonly float[] Curvature = [1, 0.3f, 2, 0.05f];
    private static readonly float[] Target = [0, 1, 0.5f, -1];

    public static TheoryData<string> Specs =>
    [
        .. OptimizerCatalog.All.Names, "sgd:momentum=0.9", "sgd:momentum=0.9,nesterov=true", "adam:beta1=0.5,beta2=0.8,epsilon=0.01",
        "adamw:weight-decay=0.1", "adamw:weight-decay=0",
    ];

    [Fact]
    public void Every_optimizer_type_is_in_the_catalogue()
    {
        Type[] types = [.. typeof(Optimizer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Optimizer)))];
        Assert.Equal(types.Select(type => type.Name).Order(), OptimizerCatalog.All.Names.Select(name => Optimizer.Parse(name).GetType().Name).Order());
    }

    [Theory, MemberData(nameof(Specs))]
    public void Each_step_is_the_papers(string spec)
    {
        var problem = new Problem();
        Optimizer optimizer = Optimizer.Parse(spec);
        double[] expected = [.. Start.Select(w => (double)w)], first = new double[expected.Length], second = new double[expected.Length];
        for (int step = 1; step <= Steps; step++)
        {
            problem.Step(optimizer);
            Advance(optimizer, step, expected, first, second);
            float[] weights = problem.Weights;
            for (int i = 0; i < weights.Length; i++) Assert.Equal(expected[i], weights[i], 2e-6 * step);
            Assert.Equal(step, optimizer.Steps);
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void The_minimum_comes_nearer(string spec)
    {
        var problem = new Problem();
        Optimizer optimizer = Optimizer.Parse(spec);
        float before = problem.Step(optimizer), after = before;
        for (int step = 0; step < 200; step++) after = problem.Step(optimizer);
        Assert.InRange(after, 0, before / 2);
    }

    [Theory, MemberData(nameof(Specs))]
    public void Averages_of_gradients_that_stay_zero_end_at_zero_and_not_among_the_subnormal_numbers(string spec)
    {
        var problem = new Problem();
        Optimizer optimizer = Optimizer.Parse(spec);
        problem.Step(optimizer);
        Write(problem.Store, Target);
        optimizer.Restore(new OptimizerState(optimizer.Canonical, 1,
            [.. optimizer.StateNames.Select((_, i) => optimizer.StateValues(i).ToArray().Select(_ => 1.176e-38f).ToArray())]));
        problem.Step(optimizer);
        Assert.All(optimizer.StateNames.SelectMany((_, i) => optimizer.StateValues(i).ToArray()), value => Assert.Equal(0, value));
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_restored_state_goes_on_to_the_same_bits(string spec)
    {
        Problem problem = new(), resumed = new();
        Optimizer optimizer = Optimizer.Parse(spec), later = Optimizer.Parse(spec);
        for (int step = 0; step < 5; step++) problem.Step(optimizer);
        Write(resumed.Store, problem.Weights);
        later.Restore(optimizer.Capture());
        for (int step = 0; step < 5; step++)
        {
            problem.Step(optimizer);
            resumed.Step(later);
        }

        Assert.Equal(problem.Weights, resumed.Weights);
        Assert.Equal(optimizer.StateNames, later.StateNames);
        // What does not fit changes nothing.
        OptimizerState good = later.Capture();
        foreach (OptimizerState wrong in (OptimizerState[])[good with { Canonical = "adam:beta1=0.5" }, good with { Values = [[], [], []] },
            good with { Steps = -1 }, good with { Values = [.. good.Values.Select(_ => new float[5])], Steps = good.Values.Count == 0 ? -1 : 5 }])
            Assert.Throws<ArgumentException>(() => later.Restore(wrong));
        Assert.Equal(good.Steps, later.Steps);
        Assert.Equal(good.Values, later.Capture().Values);
    }

    [Theory, MemberData(nameof(Specs))]
    public void The_canonical_form_makes_the_same_optimizer(string spec)
    {
        Problem one = new(), other = new();
        Optimizer optimizer = Optimizer.Parse(spec), again = Optimizer.Parse(optimizer.Canonical);
        Assert.Equal(optimizer.Canonical, again.Canonical);
        for (int step = 0; step < 5; step++)
        {
            one.Step(optimizer);
            other.Step(again);
        }

        Assert.Equal(one.Weights, other.Weights);
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_step_allocates_nothing(string spec)
    {
        var problem = new Problem();
        Optimizer optimizer = Optimizer.Parse(spec);
        Assert.Equal(0, Allocations.PerRun(() => problem.Step(optimizer)));
    }

    [Theory, MemberData(nameof(Specs))]
    public void State_of_another_network_is_refused(string spec)
    {
        Optimizer optimizer = Optimizer.Parse(spec);
        new Problem().Step(optimizer);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(new Weights([.. Enumerable.Repeat(1f, 17)]).Store, Rate));
    }

    [Theory]
    [InlineData("sgd:momentum=1")]
    [InlineData("sgd:momentum=-0.1")]
    [InlineData("sgd:nesterov=true")]
    [InlineData("adam:beta1=1")]
    [InlineData("adam:beta2=-0.1")]
    [InlineData("adam:epsilon=-1")]
    [InlineData("adamw:weight-decay=2")]
    [InlineData("adamw:decay=0.1")]
    public void Options_out_of_range_are_wrong_input(string spec) => Assert.Throws<InvalidInputException>(() => Optimizer.Parse(spec));

    [Fact]
    public void Clipping_bounds_the_norm_of_all_gradients_together_and_leaves_small_ones_alone()
    {
        var store = new Sequential(new Weights([1, 2]), new Weights([3, 4, 5])).Store;
        var gradients = new float[store.Length];
        // The second parameter starts at the next multiple of 16.
        (gradients[0], gradients[17]) = (3, -4);
        store.ChangeGradients(gradients, static (all, gradients) => gradients.CopyTo(all));
        Assert.Equal(5, store.GradientNorm());
        store.ClipGradients(5);
        Assert.Equal(gradients, store.Gradients);
        foreach (float wrong in (float[])[0, -1, float.NaN, float.PositiveInfinity])
            Assert.Throws<ArgumentOutOfRangeException>(() => store.ClipGradients(wrong));
        store.ClipGradients(1);
        Assert.Equal((0.6f, -0.8f), (store.Gradients[0], store.Gradients[17]));
        Assert.Equal(1, store.GradientNorm(), 1e-6f);
    }

    private static void Write(ParameterStore store, float[] weights) => store.Change(weights, static (values, weights) => weights.CopyTo(values));

    /// <summary>One step of the paper's lines; the gradient is 2 c (w - t).</summary>
    private static void Advance(Optimizer optimizer, int step, double[] w, double[] first, double[] second)
    {
        for (int i = 0; i < w.Length; i++)
        {
            double g = 2 * Curvature[i] * (w[i] - Target[i]);
            switch (optimizer)
            {
                case Sgd sgd:
                    first[i] = sgd.Momentum * first[i] + g;
                    w[i] -= Rate * (sgd.Nesterov ? g + sgd.Momentum * first[i] : first[i]);
                    break;
                default:
                    (double beta1, double beta2, double epsilon) = Options(optimizer.Canonical);
                    if (optimizer is AdamW adamW) w[i] *= 1 - (double)Rate * adamW.WeightDecay;
                    first[i] = beta1 * first[i] + (1 - beta1) * g;
                    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
                    w[i] -= Rate * (first[i] / (1 - Math.Pow(beta1, step))) / (Math.Sqrt(second[i] / (1 - Math.Pow(beta2, step))) + epsilon);
                    break;
            }
        }
    }

    private static (double, double, double) Options(string canonical)
    {
        Dictionary<string, double> options = canonical.Split(':')[1].Split(',').Select(option => option.Split('='))
            .ToDictionary(pair => pair[0], pair => (double)float.Parse(pair[1]));
        return (options["beta1"], options["beta2"], options["epsilon"]);
    }

    /// <summary>The quadratic and the weights that minimise it.</summary>
    private sealed class Problem
    {
        private readonly Tape tape = new();
        private readonly Weights layer = new(Start);
        private readonly Tensor target = new(new Shape(Target.Length), Target);
        private readonly Tensor curvature = new(new Shape(Curvature.Length), Curvature);

        internal Problem() => Store = layer.Store;

        internal ParameterStore Store { get; }

        internal float[] Weights => layer.OwnParameters[0].Value.ToArray();

        internal float Step(Optimizer optimizer)
        {
            using StepScope step = tape.BeginStep(training: false);
            Tensor residual = layer.Forward(tape.Input(target));
            Tensor loss = (residual * residual * curvature).Sum();
            tape.Backward(loss);
            optimizer.Step(Store, Rate);
            return loss.ToScalar();
        }
    }

    /// <summary>w - x.</summary>
    private sealed class Weights(float[] start) : Layer
    {
        public override string Canonical => "weights";

        public override IReadOnlyList<Parameter> OwnParameters { get; } = [new Parameter("weight", new Tensor(new Shape(start.Length), start))];

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => OwnParameters[0].Value - x;
    }
}
