using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Reference;

/// <summary>Every operation: the engine against its replay, the replay against difference quotients, and that none is without a twin.</summary>
public sealed class ReplayTests
{
    private static readonly RandomTensors Random = new(seed: 7);

    private static readonly Labels Mined = new([0, 1, 0, 2, 1, 0, 0, 1, 3]);

    private static readonly Dictionary<string, Sample> Samples = new()
    {
        ["exp"] = new(x => x[0].Exp(), Random.Normal(3, 5)),
        ["log"] = new(x => x[0].Log(), Random.Positive(3, 5)),
        ["sqrt"] = new(x => x[0].Sqrt(), Random.Positive(3, 5)),
        ["abs"] = new(x => x[0].Abs(), Random.Normal(3, 5)),
        ["negate"] = new(x => -x[0], Random.Normal(3, 5)),
        ["affine"] = new(x => 3 * x[0] - 2, Random.Normal(3, 5)),
        ["add, equal shapes"] = new(x => x[0] + x[1], Random.Normal(3, 5), Random.Normal(3, 5)),
        ["subtract, repeated rows"] = new(x => x[0] - x[1], Random.Normal(3, 5), Random.Normal(1, 5)),
        ["multiply, both repeated"] = new(x => x[0] * x[1], Random.Normal(3, 1, 4), Random.Normal(1, 2, 4)),
        ["divide, by a scalar"] = new(x => x[0] / x[1], Random.Normal(3, 5), Random.Positive()),
        ["power, of a column"] = new(x => x[0].Pow(x[1]), Random.Positive(3, 1), Random.Normal(3, 5)),
        ["minimum"] = new(x => x[0].Minimum(x[1]), Random.Normal(3, 5), Random.Normal(3, 5)),
        ["maximum"] = new(x => x[0].Maximum(x[1]), Random.Normal(3, 5), Random.Normal(3, 5)),
        ["sum with a constant"] = new(x => 2 + x[0] + 3, Random.Normal(3, 5)),
        ["product with a constant"] = new(x => x[0] * 2.5f, Random.Normal(3, 5)),
        ["difference from a constant"] = new(x => 1 - x[0], Random.Normal(3, 5)),
        ["quotient by a constant"] = new(x => x[0] / 3, Random.Normal(3, 5)),
        ["constant by a tensor"] = new(x => 3 / x[0], Random.Positive(3, 5)),
        ["power, constant"] = new(x => x[0].Pow(3), Random.Normal(3, 5)),
        ["minimum, constant"] = new(x => x[0].Minimum(0.2f), Random.Normal(3, 5)),
        ["maximum, constant"] = new(x => x[0].Maximum(0.2f), Random.Normal(3, 5)),
        ["clamp"] = new(x => x[0].Clamp(-0.5f, 0.7f), Random.Normal(3, 5)),
        ["sine"] = new(x => x[0].Sin(), Random.Normal(3, 5)),
        ["cosine"] = new(x => x[0].Cos(), Random.Normal(3, 5)),
        ["tanh"] = new(x => x[0].Tanh(), Random.Normal(3, 5)),
        ["sigmoid"] = new(x => x[0].Sigmoid(), Random.Normal(3, 5)),
        ["relu"] = new(x => x[0].Relu(), Random.Normal(3, 5)),
        ["comparisons"] = new(x => (x[0] > x[1]) * x[0] + (x[0] >= 0.1f) * x[1] + (x[0] < x[1]) * x[1] + (x[0] <= 0.5f) * x[0]
            + x[0].EqualTo(x[0]) * x[1] + x[0].NotEqualTo(x[1]) * x[0], Random.Normal(3, 5), Random.Normal(3, 5)),
        ["where"] = new(x => Tensor.Where(x[0] > 0, x[1], x[2] * x[2]), Random.Normal(3, 5), Random.Normal(3, 1), Random.Normal()),
        ["least along an axis"] = new(x => x[0].Min(1), Random.Normal(3, 4, 2)),
        ["greatest of all"] = new(x => x[0].Max() * x[0], Random.Normal(3, 4)),
        ["greatest over two axes"] = new(x => x[0].Max(0, 2), Random.Normal(3, 4, 2)),
        ["sum over two axes"] = new(x => x[0].Sum(0, -1), Random.Normal(3, 4, 2)),
        ["mean over neighbouring axes"] = new(x => x[0].Mean(1, 2), Random.Normal(3, 4, 2)),
        ["variance"] = new(x => x[0].Variance(), Random.Normal(3, 5)),
        ["variance over two axes"] = new(x => x[0].Variance(2, 0), Random.Normal(3, 4, 2)),
        ["log-sum-exp"] = new(x => x[0].LogSumExp(1), Random.Normal(3, 5)),
        ["log-sum-exp over two axes"] = new(x => x[0].LogSumExp(0, 2), Random.Normal(3, 4, 2)),
        ["row, element, range"] = new(x => x[0][1] * x[0][2, 3] + x[0][^1] * x[0][1..3].Sum(0).Reshape(5), Random.Normal(3, 5)),
        ["transpose"] = new(x => x[0].Transpose() + x[1], Random.Normal(3, 4), Random.Normal(4, 3)),
        ["transpose, outer axes"] = new(x => x[0].Transpose(0, 2), Random.Normal(2, 3, 4)),
        ["reshape, open"] = new(x => x[0].Reshape(-1, 6), Random.Normal(3, 4)),
        ["stack"] = new(x => Tensor.Stack(1, x[0], x[1], x[0]), Random.Normal(3, 2), Random.Normal(3, 2)),
        ["split"] = new(x => x[0].Split(1, 1, 3)[1] * x[0].Split(1, 1, 3)[0], Random.Normal(3, 4)),
        ["the same operand twice"] = new(x => x[0] * x[0] * x[0], Random.Normal(4)),
        ["sum"] = new(x => x[0].Sum() * x[0], Random.Normal(3, 5)),
        ["mean"] = new(x => x[0].Mean() * x[0], Random.Normal(3, 5)),
        ["sum along an axis"] = new(x => x[0].Sum(1), Random.Normal(3, 4, 2)),
        ["mean along an axis"] = new(x => x[0].Mean(0), Random.Normal(3, 4, 2)),
        ["reshape"] = new(x => x[0].Reshape(2, 6), Random.Normal(3, 4)),
        ["permute"] = new(x => x[0].Permute(2, 0, 1), Random.Normal(2, 3, 4)),
        ["slice"] = new(x => x[0].Slice(1, 1, 2), Random.Normal(3, 4, 2)),
        ["concatenate"] = new(x => Tensor.Concatenate(1, x[0], x[1], x[0]), Random.Normal(3, 2), Random.Normal(3, 1)),
        ["gather rows"] = new(x => x[0].GatherRows(new Labels([2, 0, 2, 1])), Random.Normal(3, 4)),
        ["matrix product"] = new(x => x[0].MatMul(x[1]), Random.Normal(3, 4), Random.Normal(4, 5)),
        ["linear"] = new(x => Activation.Parse("tanh").ApplyLinear(x[0], x[1], x[2]), Random.Normal(3, 4), Random.Normal(5, 4), Random.Normal(5)),
        ["convolution"] = new(x => Activation.Parse("sigmoid").ApplyConvolution(x[0], x[1], x[2], stride: 2, padding: 1), Random.Normal(2, 2, 5, 6),
            Random.Normal(3, 2, 3, 2), Random.Normal(3)),
        ["max pooling"] = new(x => MaxPoolOperation.Apply(x[0], 2, 2), Random.Normal(2, 2, 5, 4)),
        ["max pooling, overlapping"] = new(x => MaxPoolOperation.Apply(x[0], 3, 1), Random.Normal(1, 2, 5, 4)),
        ["soft-max"] = new(x => x[0].Softmax(), Random.Normal(3, 5)),
        ["log-soft-max"] = new(x => x[0].LogSoftmax(), Random.Normal(3, 5)),
        ["prelu"] = new(x => ParametricReluOperation.Apply(x[0], x[1], zeroIsPositive: false), Random.Normal(4, 5), Random.Normal(1)),
        ["prelu, a slope a channel"] = new(x => ParametricReluOperation.Apply(x[0], x[1], zeroIsPositive: true), Random.Normal(3, 4, 5), Random.Normal(4)),
        ["rrelu"] = new(x => RandomizedReluOperation.Apply(x[0], 0.125f, 0.4f, new Philox(3, 1)), Random.Normal(4, 5)),
        ["alpha-dropout"] = new(x => AlphaDropoutOperation.Apply(x[0], 0.4f, -1.75, new Philox(3, 1)), Random.Normal(4, 5)),
        ["dropout"] = new(x => DropoutOperation.Apply(x[0], 0.4f, new Philox(3, 1)), Random.Normal(4, 5)),
        ["batch norm, batch"] = new(x => BatchNormOperation.ApplyToBatch(x[0], x[1], x[2], 1e-5f, out _, out _), Random.Normal(4, 3, 2),
            Random.Normal(3), Random.Normal(3)),
        ["batch norm, given"] =
            new(x => BatchNormOperation.Apply(x[0], x[1], x[2], new Tensor(new Shape(3), 1, 2, 3), new Tensor(new Shape(3), 4, 5, 6), 1e-5f),
            Random.Normal(4, 3, 2), Random.Normal(3), Random.Normal(3)),
        ["l2-normalize"] = new(x => L2NormalizeOperation.Apply(x[0]), Random.Normal(4, 5)),
        ["cosine loss"] = new(x => new CosineLoss().Compute(x[0], new Tensor(new Shape(2, 3), 1, 2, 3, 4, 5, -6), new Tensor(new Shape(2), 1, 2)),
            Random.Normal(2, 3)),
        ["triplet"] = new(x => TripletOperation.Apply(x[0], x[1], x[2], 2, TripletDistance.Squared), Random.Normal(4, 5), Random.Normal(4, 5),
            Random.Normal(4, 5)),
        ["triplet, not squared, anchors as positives"] = new(x => TripletOperation.Apply(x[0], x[0], x[1], 5, TripletDistance.Euclidean),
            Random.Normal(4, 5), Random.Normal(4, 5)),
        ["triplets, all"] = new(x => MinedTripletsOperation.Apply(x[0], Mined, new TripletLoss(mining: TripletMining.All)), Random.Normal(9, 4)),
        ["triplets, batch-hard, not squared"] =
            new(x => MinedTripletsOperation.Apply(x[0], Mined, new TripletLoss(0.5f, TripletDistance.Euclidean, TripletMining.BatchHard)), Random.Normal(9, 4)),
        ["triplets, semi-hard"] = new(x => MinedTripletsOperation.Apply(x[0], Mined, new TripletLoss(1, mining: TripletMining.SemiHard)), Random.Normal(9, 4)),
        ["penalty"] = new(x => Penalty.Of(new ElasticNet(0.3f)).AddTo((x[0] * x[1]).Sum(), [x[0], x[1]], out _), Random.Normal(4, 5), Random.Normal(4, 5)),
        ["elementwise loss"] = new(x => new MeanSquaredErrorLoss().Compute(x[0], new Tensor(new Shape(2, 3), 1, 2, 3, 4, 5, 6)), Random.Normal(2, 3)),
        ["loss of probabilities"] = new(x => new CrossEntropyFromProbabilitiesLoss(LogarithmBase.Two, [1, 2, 0.5f]).Compute(x[0], new Labels([1, 0])),
            new Tensor(new Shape(2, 3), 0.2f, 0.5f, 0.3f, 0.6f, 0.3f, 0.1f)),
        ["row loss"] = new(x => new CrossEntropyLoss().Compute(x[0], new Labels([1, 0])), Random.Normal(2, 3)),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Value_and_gradient_of_an_operation(string name)
    {
        Sample sample = Samples[name];
        GradientReport report = GradientCheck.Run(x => Weighted(sample.Function(x)), sample.Inputs);
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, $"{name}\n{report}");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_second_step_in_the_same_memory_gives_the_same_gradients(string name)
    {
        var tape = new Tape();
        float[][] first = Gradients(tape, Samples[name]);
        Assert.Equal(first, Gradients(tape, Samples[name]));
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_added_to_those_that_later_operations_left(string name)
    {
        Sample sample = Samples[name];
        float[][] alone = Gradients(new Tape(), sample);
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor[] variables = [.. sample.Inputs.Select(tape.Variable)];
        Tensor total = Weighted(sample.Function(variables));
        foreach (Tensor variable in variables) total += Weighted(variable);
        tape.Backward(total);
        for (int input = 0; input < variables.Length; input++)
        {
            float[] gradient = tape.Gradient(variables[input]).ToArray();
            for (int i = 0; i < gradient.Length; i++) Assert.Equal(alone[input][i] + Weight(i), gradient[i], 1e-4f);
        }
    }

    [Fact]
    public void Every_operation_of_Myelin_has_a_twin_and_a_sample()
    {
        var seen = new HashSet<Type>();
        var tape = new Tape();
        foreach (Sample sample in Samples.Values)
        {
            using StepScope step = tape.BeginStep(training: false);
            sample.Function([.. sample.Inputs.Select(tape.Variable)]);
            ReferenceTape.Replay(tape);
            foreach (Operation operation in tape.Operations) seen.Add(Definition(operation.GetType()));
        }

        Type[] all = [.. typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract)];
        Assert.Empty(all.Select(type => type.Name).Except(seen.Select(type => type.Name)));
    }

    [Fact]
    public void An_operation_without_a_twin_is_named()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Doubled.Apply(tape.Input(new Tensor(new Shape(2), 1, 2)));
        var error = Assert.Throws<NotSupportedException>(() => ReferenceTape.Replay(tape));
        Assert.Contains("'doubled'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_and_gradients_can_be_read_and_leaves_are_listed()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(2), 0.1f, 2)), y = x.Exp(), sum = y.Sum();
        ReferenceTape reference = ReferenceTape.Replay(tape);
        Assert.Throws<InvalidOperationException>(() => reference.Gradient(x));
        reference.Backward(sum);
        Assert.Equal([Math.Exp(0.1f), Math.Exp(2)], reference.Value(y).Values);
        Assert.Equal([Math.Exp(0.1f), Math.Exp(2)], reference.Gradient(x));
        Assert.Equal(x, Assert.Single(reference.Leaves));
        Assert.Throws<ArgumentException>(() => reference.Backward(y));
        Assert.Throws<ArgumentException>(() => reference.Value(tape.Input(new Tensor(new Shape(1), 1))));
    }

    private static float[][] Gradients(Tape tape, Sample sample)
    {
        using StepScope step = tape.BeginStep(training: false);
        Tensor[] variables = [.. sample.Inputs.Select(tape.Variable)];
        tape.Backward(Weighted(sample.Function(variables)));
        return [.. variables.Select(variable => tape.Gradient(variable).ToArray())];
    }

    /// <summary>A scalar whose derivative by every element is another one.</summary>
    private static Tensor Weighted(Tensor y)
    {
        float[] weights = [.. Enumerable.Range(0, y.Count).Select(Weight)];
        return (y * new Tensor(y.Shape, weights)).Sum();
    }

    private static float Weight(int element) => 0.5f + element * 7 % 11 * 0.25f;

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private sealed class Sample(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        internal Func<Tensor[], Tensor> Function => function;

        internal Tensor[] Inputs => inputs;
    }

    private sealed class Doubled : Operation
    {
        public override string Name => "doubled";

        internal static Tensor Apply(Tensor x) => Record<Doubled>(x).Run(x.Shape);

        protected override void Forward()
        {
            for (int i = 0; i < ResultSpan.Length; i++) ResultSpan[i] = 2 * OperandSpan(0)[i];
        }

        protected override void Backward() => throw new NotSupportedException();
    }
}
