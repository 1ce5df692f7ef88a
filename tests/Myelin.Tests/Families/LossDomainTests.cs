using Myelin.Losses;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>
/// Targets, predictions and weights outside a loss's domain are refused with their row; rows of weight 0 are no rows; what an own loss does not say
/// is derived.
/// </summary>
public sealed class LossDomainTests
{
    private static readonly string[] Weighted = ["cross-entropy:weights=1/0/0.5/2", "cross-entropy-from-probabilities:weights=1/0/0.5/2",
        "focal:alpha=1/0/0.5/2", "binary-cross-entropy:alpha=0.25"];

    public static TheoryData<string> All => [.. LossCatalog.All.Names, .. Weighted];

    public static TheoryData<string> Bounded => [.. LossCatalog.All.Names.Where(name => float.IsFinite(Loss.Parse(name).Domain.HighestTarget))];

    public static TheoryData<string> Probable => [.. LossCatalog.All.Names.Where(name => Loss.Parse(name).Domain.Output == LossOutput.Probabilities)];

    [Theory, MemberData(nameof(Bounded))]
    public void Targets_outside_are_refused_in_every_use(string spec)
    {
        Loss loss = Loss.Parse(spec);
        foreach (LossCase item in LossCase.For(spec, 40).Where(item => !item.Targets.AreLabels))
        {
            int width = item.Prediction.Shape[1];
            foreach ((float wrong, int row) in ((float, int)[])[(-1, 0), (-1e-6f, 39), (1.0001f, 17), (float.PositiveInfinity, 38),
                (float.NegativeInfinity, 3)])
            {
                float[] targets = item.Targets.Values.ToArray();
                targets[row * width + width - 1] = wrong;
                LossCase bad = item with { Targets = new Tensor(item.Prediction.Shape, targets) };
                foreach (Action use in (Action[])[() => bad.Run(), () => bad.Run(Reduction.None), () => loss.Explain(bad.Prediction, bad.Targets)])
                {
                    var refused = Assert.Throws<OutsideDomainException>(use);
                    Assert.Equal(row, refused.Row);
                    Assert.Contains($"'{loss}' takes targets from 0 to 1", refused.Message, StringComparison.Ordinal);
                }
            }

            if (width == 1 || loss.Domain.Task == LossTask.Binary)
            {
                float[] signs = item.Targets.Values.ToArray();
                signs[5 * width] = -1;
                Assert.Contains("Labels.FromSigns",
                    Assert.Throws<OutsideDomainException>(() => (item with { Targets = new Tensor(item.Prediction.Shape, signs) }).Run()).Message,
                    StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(Probable))]
    public void Predictions_that_are_no_probabilities_are_refused(string spec)
    {
        Loss loss = Loss.Parse(spec);
        foreach (LossCase item in LossCase.For(spec, 40))
        {
            int width = item.Prediction.Shape[1];
            foreach (float wrong in (float[])[-0.01f, 1.5f, float.PositiveInfinity])
            {
                float[] p = item.Prediction.ToArray();
                p[7 * width] = wrong;
                var refused = Assert.Throws<OutsideDomainException>(() => loss.Explain(new Tensor(item.Prediction.Shape, p), item.Targets));
                Assert.Equal(7, refused.Row);
                Assert.Contains("takes probabilities from 0 to 1", refused.Message, StringComparison.Ordinal);
            }

            if (loss.Domain.Task != LossTask.Classes) continue;
            float[] halved = item.Prediction.ToArray();
            for (int i = 0; i < width; i++) halved[11 * width + i] *= 0.5f;
            var sum = Assert.Throws<OutsideDomainException>(() => (item with { Prediction = new Tensor(item.Prediction.Shape, halved) }).Run());
            Assert.Equal(11, sum.Row);
            Assert.Contains("add up to 0.5", sum.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cross-entropy")]
    [InlineData("focal")]
    [InlineData("brier")]
    public void Target_shares_that_are_no_distribution_are_refused(string spec)
    {
        Tensor p = new Tensor(new Shape(2, 3), 0.2f, 0.3f, 0.5f, 0.1f, 0.1f, 0.8f);
        var several = new Tensor(new Shape(2, 3), 0, 0, 1, 1, 0, 1);
        Assert.Contains("Row 1 has target shares that add up to 2",
            Assert.Throws<OutsideDomainException>(() => Loss.Parse(spec).Compute(p, several)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_of_thousands_of_classes_are_never_refused_for_their_rounding()
    {
        foreach ((int classes, float spread) in ((int, float)[])[(2, 1), (1_000, 0.1f), (1_000, 30), (50_000, 0), (50_000, 5)])
        {
            var random = new System.Random(classes);
            var logits = new Tensor(new Shape(8, classes), [.. Enumerable.Range(0, 8 * classes).Select(_ => spread * (random.NextSingle() - 0.5f))]);
            int[] labels = [0, 1, 0, 1, 0, 1, 0, 1];
            foreach (string spec in (string[])["brier", "cross-entropy-from-probabilities"]) _ = Loss.Parse(spec).Compute(logits.Softmax(), (Labels)labels);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_without_elements_are_refused_by_their_shape(string spec)
    {
        Loss loss = Loss.Parse(spec);
        if (loss.Domain.Task != LossTask.Classes) return;
        Assert.Throws<ArgumentException>(() => loss.Compute(new Tensor(new Shape(3, 0)), (Labels)new int[3]));
        Assert.ThrowsAny<ArgumentException>(() => loss.Compute(new Tensor(new Shape(), 1), (Labels)new int[1]));
    }

    [Fact]
    public void Numbers_of_four_digits_and_of_half_precision_are_distributions()
    {
        var brier = new BrierLoss();
        _ = brier.Compute(new Tensor(new Shape(1, 3), 0.3333f, 0.3333f, 0.3333f), (Labels)(int[])[0]);
        var random = new System.Random(1);
        for (int repetition = 0; repetition < 1000; repetition++)
        {
            Tensor p = new Tensor(new Shape(1, 10), [.. Enumerable.Range(0, 10).Select(_ => 6 * random.NextSingle())]).Softmax();
            _ = brier.Compute(new Tensor(p.Shape, [.. p.ToArray().Select(value => (float)(Half)value)]), (Labels)(int[])[0]);
        }
    }

    [Fact]
    public void Signs_have_a_named_way_in()
    {
        Assert.Equal([0, 1, 1, 0], Labels.FromSigns(-1f, 1, 1, -1).ToArray());
        Assert.Equal([0, 1], Labels.FromSigns(-1, 1).ToArray());
        Assert.Equal(1.125f, new SquaredHingeLoss().Compute(new Tensor(new Shape(2, 1), 0.5f, 2), Labels.FromSigns(-1, 1)).ToScalar());
        Assert.Throws<ArgumentException>(() => Labels.FromSigns(sbyte.MinValue));
        foreach (float wrong in (float[])[0, 2, float.NaN])
            Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => Labels.FromSigns(1, wrong)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_of_weight_zero_are_no_rows_whatever_their_loss_is(string spec)
    {
        const int rows = 37;
        float[] weights = [.. Enumerable.Range(0, rows).Select(row => row % 3 == 1 ? 0 : 0.5f + row % 4)];
        int[] counting = [.. Enumerable.Range(0, rows).Where(row => weights[row] > 0)];
        float[] own = Array.ConvertAll(counting, row => weights[row]);
        foreach (LossCase item in LossCase.For(spec, rows))
        {
            int width = item.Prediction.Shape[1];
            foreach (float spoilt in (float[])[float.NaN, item.Loss.Domain.Output == LossOutput.Probabilities ? 0 : float.PositiveInfinity])
            {
                float[] predictions = item.Prediction.ToArray();
                for (int row = 0; row < rows; row++)
                {
                    if (weights[row] == 0 && !(spoilt == 0 && item.Loss.Domain.Task == LossTask.Classes)) predictions.AsSpan(row * width, width).Fill(spoilt);
                }

                LossCase all = item with { Prediction = new Tensor(item.Prediction.Shape, predictions) };
                LossCase some = item with
                {
                    Prediction = Pick(all.Prediction, counting),
                    Targets = item.Targets.AreLabels ? (Labels)Array.ConvertAll(counting, row => item.Targets.Labels[row])
                    : Pick(item.Targets.Values, counting)
                };
                foreach (Reduction reduction in Enum.GetValues<Reduction>())
                {
                    (float[] value, float[] gradient) = all.Run(reduction, weights);
                    (float[] expected, float[] expectedGradient) = some.Run(reduction, own);
                    float factor = reduction == Reduction.MeanOverRows ? (float)counting.Length / rows : 1;
                    if (item.Loss is RootMeanSquaredErrorLoss) factor = MathF.Sqrt(factor);
                    float tolerance = 1e-5f;
                    if (reduction == Reduction.None)
                    {
                        Assert.All(Enumerable.Range(0, rows).Where(row => weights[row] == 0), row => Assert.Equal(0, value[row]));
                        value = Array.ConvertAll(counting, row => value[row]);
                    }

                    for (int i = 0; i < expected.Length; i++) Assert.Equal(factor * expected[i], value[i], tolerance * (1 + Math.Abs(expected[i])));
                    for (int row = 0; row < rows; row++)
                    {
                        int place = Array.IndexOf(counting, row);
                        for (int i = 0; i < width; i++)
                            Assert.Equal(place < 0 ? 0 : factor * expectedGradient[place * width + i], gradient[row * width + i], tolerance);
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Rows_whose_weights_are_all_zero_cost_nothing(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, 5))
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                (float[] value, float[] gradient) = item.Run(reduction, new float[5]);
                Assert.All(value, number => Assert.Equal(0, number));
                Assert.All(gradient, number => Assert.Equal(0, number));
            }
        }
    }

    [Theory]
    [InlineData("cross-entropy:weights=0/1/1/1")]
    [InlineData("cross-entropy-from-probabilities:weights=0/1/1/1")]
    public void Rows_of_a_class_of_weight_zero_cost_nothing_alone_and_beside_others(string spec)
    {
        LossCase item = LossCase.For(spec, 3).First(item => item.Targets.AreLabels);
        Assert.Equal(0, (item with { Targets = (Labels)new int[3] }).Run().Value[0]);
        (float[] value, float[] gradient) = (item with { Targets = (Labels)(int[])[0, 2, 0] }).Run();
        float alone = (item with { Prediction = Pick(item.Prediction, [1]), Targets = (Labels)(int[])[2] }).Run().Value[0];
        Assert.Equal(alone, value[0], 1e-6f);
        Assert.All(gradient[..4], slope => Assert.Equal(0, slope));
    }

    [Theory, MemberData(nameof(All))]
    public void The_mean_over_rows_divides_by_their_number(string spec)
    {
        float[] weights = [0.5f, 2, 3, 1, 4];
        foreach (LossCase item in LossCase.For(spec, 5))
        {
            bool isRoot = item.Loss is RootMeanSquaredErrorLoss;
            float sum = item.Run(Reduction.Sum, weights).Value[0], mean = item.Run(Reduction.MeanOverRows, weights).Value[0];
            Assert.Equal(isRoot ? sum / MathF.Sqrt(5) : sum / 5, mean, 1e-5f * (1 + mean));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Weights_that_are_negative_or_none_are_refused(string spec)
    {
        LossCase item = LossCase.For(spec, 3).First();
        foreach (float wrong in (float[])[-1, float.NaN, float.PositiveInfinity])
            Assert.Contains("weight of row 2", Assert.Throws<ArgumentException>(() => item.Run(weights: [1, 1, wrong])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_states_no_unit_is_right_in_scaled_units()
    {
        // r² + |r|, of no single unit; a parameter with a unit that the loss does not scale; and a loss of relative errors, for which the shift counts.
        foreach (Loss loss in (Loss[])[new OwnLoss((r, _) => r * r + r.Abs()), new OwnLoss((r, _) => (r * r + 9).Sqrt() - 3),
            new OwnLoss((r, t) => r.Abs() / (t.Abs() + 1))])
        {
            const float scale = 250, shift = 40;
            var p = new Tensor(new Shape(4, 1), 100, -300, 5, 0);
            var t = new Tensor(new Shape(4, 1), 90, 200, 5.5f, -1000);
            (Loss scaled, float unit) = loss.ForScaledTargets(scale, shift);
            float expected = loss.Compute(p, t).ToScalar();
            Assert.Equal(expected, unit * scaled.Compute(1 / scale * (p - shift), 1 / scale * (t - shift)).ToScalar(), 1e-4f * expected);
            Assert.Equal(expected,
                unit * scaled.OfMean(scaled.RowLoss.Compute(1 / scale * (p - shift), 1 / scale * (t - shift), reduction: Reduction.None).ToArray()
                .Average()), 1e-4f * expected);
            Assert.Same(loss, loss.ForScaledTargets(1, 0).Loss);
            Assert.Equal(new Shape(4), loss.Compute(p, t, reduction: Reduction.None).Shape);
        }
    }

    [Fact]
    public void A_loss_that_gives_another_shape_than_the_reduction_asks_for_is_named()
    {
        var p = new Tensor(new Shape(4, 1), 1, 2, 3, 4);
        string message = Assert.Throws<InvalidOperationException>(() => new Deaf(rows: false).Compute(p, p, reduction: Reduction.None)).Message;
        Assert.Contains("'deaf' gave the shape [] for the reduction None; it must give a loss for each row, [4]", message, StringComparison.Ordinal);
        Assert.Contains("a single number", Assert.Throws<InvalidOperationException>(() => new Deaf(rows: true).Compute(p, p)).Message,
            StringComparison.Ordinal);
    }

    private static Tensor Pick(Tensor rows, int[] some) => new(rows.Shape.With(0, some.Length), rows.GatherRows(some).ToArray());

    private sealed class OwnLoss(Func<Tensor, Tensor, Tensor> ofResidual) : Loss
    {
        public override string Canonical => "own";

        public override LossDomain Domain => LossDomain.AnyValue;

        protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
        {
            Tensor rows = ofResidual(prediction - targets.Values, targets.Values).Mean(1);
            return reduction == Reduction.None ? rows : rows.Mean();
        }
    }

    private sealed class Deaf(bool rows) : Loss
    {
        public override string Canonical => "deaf";

        public override LossDomain Domain => LossDomain.AnyValue;

        protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
            rows ? prediction.Mean(1) : prediction.Mean();
    }
}
