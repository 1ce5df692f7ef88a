using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Reference;
using Myelin.Reference.Functions;
using Myelin.Reference.Twins;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>Values and gradients of every loss against the double-precision reference at the same float32 inputs, and at infinities.</summary>
public sealed class LossAccuracyTests
{
    private static readonly string[] Variants =
    [
        "huber:delta=0.1", "huber:delta=100", "focal:gamma=0", "focal:gamma=0.5", "focal:gamma=5", "focal:alpha=0.25/1/0/3", "cross-entropy:weights=1/2/0.5/0",
        "binary-cross-entropy:alpha=0.25", "binary-focal:gamma=0", "binary-focal:gamma=0.5", "binary-focal:gamma=5", "binary-focal:alpha=0.25",
        "binary-cross-entropy-from-probabilities:base=2,alpha=0.25", "binary-focal-from-probabilities:gamma=0",
        "binary-focal-from-probabilities:gamma=0.5,base=2",
        "binary-focal-from-probabilities:gamma=5,alpha=0.25", "cross-entropy-from-probabilities:base=2,weights=1/2/0.5/0",
    ];

    public static TheoryData<string> Pairs =>
        [.. All.Where(spec => Loss.Parse(spec) is { Domain.Task: LossTask.Regression or LossTask.Binary } and not RootMeanSquaredErrorLoss)];

    public static TheoryData<string> Rows => [.. All.Where(spec => Loss.Parse(spec).Domain.Task == LossTask.Classes)];

    public static TheoryData<string> LogitRows => [.. Rows.Select(row => row.Data).Where(spec => Loss.Parse(spec).Domain.Output == LossOutput.Logits)];

    private static IEnumerable<string> All => LossCatalog.All.Names.Concat(Variants);

    [Fact]
    public void Every_loss_type_is_in_the_catalogue_and_has_a_reference()
    {
        Type[] types = [.. typeof(Loss).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Loss)))];
        Loss[] members = [.. LossCatalog.All.Names.Select(Loss.Parse)];
        Assert.Equal(types.Select(type => type.Name).Order(), members.Select(member => member.GetType().Name).Order());
        Assert.All(LossCatalog.All.Names, name => Assert.Equal(name, Loss.Parse(name).Canonical.Split(':')[0]));
        Assert.All(LossCatalog.All.Names, name => Assert.NotNull(Replay(LossCase.For(name, 2).First())));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Elementwise_losses_meet_the_accuracy_rule(string spec)
    {
        Loss loss = Loss.Parse(spec);
        (float[] predictions, float[] targets) = Points(loss);
        var item = new LossCase(loss, Column(predictions), Column(targets));
        var reference = (ElementLossReference)Reference(item);
        float[] values = item.Run(Reduction.None).Value, derivatives = item.Run(Reduction.Sum).Gradient;
        for (int i = 0; i < values.Length; i++)
        {
            (double p, double t) = (predictions[i], targets[i]);
            AccuracyRule.Check(values[i], reference.Value(p, t), reference.ValueScale(p, t), $"{spec} of {p:R} against {t:R}");
            AccuracyRule.Check(derivatives[i], reference.Derivative(p, t), reference.DerivativeScale(p, t), $"derivative of {spec} of {p:R} against {t:R}");
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void References_of_elementwise_losses_agree_with_central_differences(string spec)
    {
        Loss loss = Loss.Parse(spec);
        var reference = (ElementLossReference)Reference(new LossCase(loss, Column([1]), Column([0])));
        bool probable = loss.Domain.Output == LossOutput.Probabilities;
        double h = probable ? 1e-6 : 1e-5;
        foreach (double t in (double[])[0, 0.3, 1])
        {
            for (double p = probable ? 0.113 : -6.013; p < (probable ? 0.9 : 6); p += probable ? 0.031 : 0.31)
            {
                double difference = (reference.Value(p + h, t) - reference.Value(p - h, t)) / (2 * h);
                Assert.Equal(difference, reference.Derivative(p, t), 2e-9 * (1 + Math.Abs(difference)));
                Assert.InRange(reference.ValueScale(p, t), 0, 100 * 10);
            }
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Losses_of_rows_meet_the_accuracy_rule(string spec)
    {
        bool hasClassWeights = spec.Contains('/', StringComparison.Ordinal);
        foreach (int classes in hasClassWeights ? (int[])[LossCase.Classes] : [1, 2, 3, 10, 17])
        {
            foreach (float[] logits in Loss.Parse(spec).Domain.Output == LossOutput.Probabilities ? Probabilities(classes) : Logits(classes))
            {
                for (int label = 0; label < classes; label++) CheckLabel(spec, logits, label);
                foreach (float[] target in Distributions(classes)) CheckDistribution(spec, logits, target);
            }
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void References_of_row_losses_agree_with_central_differences(string spec)
    {
        double[] logits = Loss.Parse(spec).Domain.Output == LossOutput.Probabilities ? [0.3, 0.2, 0.4, 0.1] : [0.3, -1.2, 2.1, 0.7],
            target = [0.1, 0.2, 0.3, 0.4], gradient = new double[4], unused = new double[4];
        var reference = (ClassLossReference)Reference(LossCase.For(spec, 1).First());
        const double h = 1e-6;
        for (int label = 0; label < 4; label++)
        {
            reference.Evaluate(logits, label, gradient);
            for (int i = 0; i < 4; i++) Assert.Equal(Difference(x => reference.Evaluate(x, label, unused), i), gradient[i], 1e-8);
        }

        reference.Evaluate(logits, target, gradient);
        for (int i = 0; i < 4; i++) Assert.Equal(Difference(x => reference.Evaluate(x, target, unused), i), gradient[i], 1e-8);

        double Difference(Func<double[], double> value, int i)
        {
            double[] above = [.. logits], below = [.. logits];
            above[i] += h;
            below[i] -= h;
            return (value(above) - value(below)) / (2 * h);
        }
    }

    [Theory]
    [InlineData("mse", float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("mse", float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData("half-mse", float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData("mae", float.PositiveInfinity, float.PositiveInfinity, 1)]
    [InlineData("mae", float.NegativeInfinity, float.PositiveInfinity, -1)]
    [InlineData("huber:delta=2", float.PositiveInfinity, float.PositiveInfinity, 2)]
    [InlineData("huber:delta=2", float.NegativeInfinity, float.PositiveInfinity, -2)]
    [InlineData("hinge", float.PositiveInfinity, 0, 0)]
    [InlineData("hinge", float.NegativeInfinity, float.PositiveInfinity, -1)]
    [InlineData("squared-hinge", float.PositiveInfinity, 0, 0)]
    [InlineData("squared-hinge", float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity)]
    public void Infinite_predictions_give_what_the_documentation_says(string spec, float prediction, float value, float derivative)
    {
        (float[] values, float[] derivatives) = new LossCase(Loss.Parse(spec), Column([prediction]), Column([1])).Run(Reduction.Sum);
        Assert.Equal((value, derivative), (values[0], derivatives[0]));
    }

    [Theory]
    [InlineData("binary-cross-entropy")]
    [InlineData("binary-focal")]
    public void An_infinite_logit_of_a_binary_loss_never_gives_a_finite_loss(string spec)
    {
        foreach (float logit in (float[])[float.PositiveInfinity, float.NegativeInfinity])
            Assert.All(new LossCase(Loss.Parse(spec), Column([logit, logit]), Column([0, 1])).Run(Reduction.None).Value,
                value => Assert.False(float.IsFinite(value)));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Not_a_number_in_either_argument_gives_not_a_number(string spec)
    {
        (float[] values, float[] derivatives) = new LossCase(Loss.Parse(spec), Column([float.NaN, 1, 1]), Column([1, float.NaN, 1])).Run(Reduction.None);
        Assert.Equal([true, true, false], values.Select(float.IsNaN));
        Assert.Equal([true, true, false], derivatives.Select(float.IsNaN));
    }

    [Theory, MemberData(nameof(LogitRows))]
    public void Not_a_number_or_infinity_spoils_its_row_only(string spec)
    {
        float[] logits = [1, 2, 3, 4, 1, float.NaN, 3, 4, 1, 2, float.PositiveInfinity, 4, 0, 0, 0, 0];
        foreach (Targets targets in (Targets[])[(Labels)(int[])[0, 0, 0, 0], Matrix(4, [.. Enumerable.Repeat(0.25f, 16)])])
        {
            (float[] values, float[] gradient) = new LossCase(Loss.Parse(spec), Matrix(4, logits), targets).Run(Reduction.None);
            Assert.Equal([false, true, true, false], values.Select(float.IsNaN));
            Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(row => gradient.Skip(4 * row).Take(4).All(float.IsNaN)));
        }
    }

    [Fact]
    public void A_logit_of_minus_infinity_is_a_class_of_probability_zero()
    {
        float[] logits = [float.NegativeInfinity, 0, 0];
        (float[] values, float[] gradient) = new LossCase(new CrossEntropyLoss(), Matrix(3, logits), (Labels)(int[])[1]).Run(Reduction.None);
        Assert.Equal(MathF.Log(2), values[0], 1e-6f);
        Assert.Equal([0, -0.5f, 0.5f], gradient);
        Assert.Equal(values, new LossCase(new CrossEntropyLoss(), Matrix(3, logits), Matrix(3, [0, 1, 0])).Run(Reduction.None).Value);
    }

    private static void CheckLabel(string spec, float[] logits, int label)
    {
        var item = new LossCase(Loss.Parse(spec), Matrix(logits.Length, logits), (Labels)(int[])[label]);
        var reference = (ClassLossReference)Reference(item);
        (float[] value, float[] gradient) = item.Run(Reduction.Sum);
        double[] x = Double(logits), exact = new double[x.Length], scales = new double[x.Length];
        AccuracyRule.Check(value[0], reference.Evaluate(x, label, exact), reference.Scale(x, label, scales),
            $"{spec} of [{string.Join(", ", logits)}], class {label}");
        for (int i = 0; i < x.Length; i++)
            AccuracyRule.Check(gradient[i], exact[i], scales[i], $"gradient {i} of {spec} of [{string.Join(", ", logits)}], class {label}");
    }

    private static void CheckDistribution(string spec, float[] logits, float[] target)
    {
        var item = new LossCase(Loss.Parse(spec), Matrix(logits.Length, logits), Matrix(logits.Length, target));
        var reference = (ClassLossReference)Reference(item);
        (float[] value, float[] gradient) = item.Run(Reduction.Sum);
        double[] x = Double(logits), t = Double(target), exact = new double[x.Length], scales = new double[x.Length];
        string where = $"{spec} of [{string.Join(", ", logits)}] against [{string.Join(", ", target)}]";
        AccuracyRule.Check(value[0], reference.Evaluate(x, t, exact), reference.Scale(x, t, scales), where);
        for (int i = 0; i < x.Length; i++) AccuracyRule.Check(gradient[i], exact[i], scales[i], $"gradient {i} of {where}");
    }

    private static IEnumerable<float[]> Logits(int classes)
    {
        var random = new System.Random(classes);
        foreach (float scale in (float[])[0, 0.1f, 1, 5, 20, 100, 10_000])
        {
            for (int repetition = 0; repetition < 6; repetition++)
                yield return [.. Enumerable.Range(0, classes).Select(_ => scale * (2 * random.NextSingle() - 1))];
        }

        // One class nearly certain, by more and more.
        foreach (float lead in (float[])[8, 16, 17.5f, 30, 90, 110, 10_000])
            yield return [.. Enumerable.Range(0, classes).Select(i => i == classes / 2 ? lead : 0.1f * i)];
    }

    private static IEnumerable<float[]> Probabilities(int classes)
    {
        foreach (float[] distribution in Distributions(classes)) yield return distribution;
        if (classes == 1) yield break;
        yield return [.. Enumerable.Range(0, classes).Select(i => i == 1 ? 1f : 0f)];
        yield return [.. Enumerable.Range(0, classes).Select(i => i == 1 ? MathF.BitDecrement(1) : 1e-30f)];
    }

    private static IEnumerable<float[]> Distributions(int classes)
    {
        var random = new System.Random(100 + classes);
        yield return [.. Enumerable.Repeat(1f / classes, classes)];
        yield return [.. Enumerable.Range(0, classes).Select(i => i == 0 ? 1f : 0)];
        float[] shares = [.. Enumerable.Range(0, classes).Select(_ => random.NextSingle())];
        yield return [.. shares.Select(share => share / shares.Sum())];
    }

    private static (float[] Predictions, float[] Targets) Points(Loss loss)
    {
        float[] targets = loss.Domain.Task == LossTask.Binary ? [0, 1, 0.5f, 0.1f, 0.9f, 1e-6f, 0.999999f] : [0, 1, -1, 0.3f, 1e-7f, 1234.5f, 10_000, -10_000];
        float[] steps = [0, 0.1f, 1, 100];
        var points = new List<(float, float)>();
        foreach (float target in targets)
        {
            foreach (float prediction in Sweep.Coarse) points.Add((prediction, target));
            for (int i = -500; i <= 500; i++) points.Add((i * 0.0417f, target));
            foreach (float kink in steps.SelectMany(step => (float[])[target - step, target + step]))
                points.AddRange([(kink, target), (MathF.BitIncrement(kink), target), (MathF.BitDecrement(kink), target)]);
        }

        points.AddRange(loss.Domain.Task == LossTask.Binary ? [] : [(2.2e19f, 0), (-2.2e19f, 0), (1e30f, -1e30f)]);
        if (loss.Domain.Output == LossOutput.Probabilities) points.RemoveAll(point => point.Item1 is < 0 or > 1);
        return ([.. points.Select(point => point.Item1)], [.. points.Select(point => point.Item2)]);
    }

    private static ReferenceTape Replay(LossCase item)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        item.Loss.Compute(tape.Variable(item.Prediction), item.Targets);
        return ReferenceTape.Replay(tape);
    }

    private static object Reference(LossCase item)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        item.Loss.Compute(tape.Variable(item.Prediction), item.Targets);
        return tape.Operations.Single() switch
        {
            IElementLossOperation pair => TwinCatalog.Of(pair.Function),
            IClassLossOperation row => TwinCatalog.Of(row.Function),
            IProbabilityRowOperation row => new ProbabilityRowReference(TwinCatalog.Of(row.Function), row.Weights),
            Operation other => throw new InvalidOperationException(other.Name),
        };
    }

    private static Tensor Column(float[] values) => new(new Shape(values.Length, 1), values);

    private static Tensor Matrix(int width, float[] values) => new(new Shape(values.Length / width, width), values);

    private static double[] Double(float[] values) => Array.ConvertAll(values, value => (double)value);
}
