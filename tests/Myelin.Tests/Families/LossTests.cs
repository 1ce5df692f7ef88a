using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>What holds for every loss of the catalogue: reductions, weights, shapes, units, shards.</summary>
public sealed class LossTests
{
    private const int RowCount = 13;

    // Losses of embeddings compare the rows of a batch, so what is said here of single rows does not hold for them; see TripletLossTests.
    public static TheoryData<string> Specs =>
        [.. LossCatalog.All.Names.Where(name => Loss.Parse(name).Domain.Task != LossTask.Embedding), "huber:delta=0.5",
        "focal:gamma=3,alpha=0.25/1/0.5/3", "cross-entropy:weights=1/2/0.5/3", "binary-focal:gamma=2,alpha=0.25", "binary-cross-entropy:alpha=0.25"];

    // A root of a mean is not the mean of roots; see RootMeanSquaredErrorTests.
    public static TheoryData<string> MeanSpecs => [.. Specs.Select(row => row.Data).Where(spec => Loss.Parse(spec) is var loss && loss.RowLoss == loss)];

    public static TheoryData<string> RegressionSpecs =>
        [.. LossCatalog.All.Names.Where(name => Loss.Parse(name).Domain.Task == LossTask.Regression), "huber:delta=0.5"];

    public static TheoryData<string> LabelledSpecs => [.. Specs.Select(row => row.Data).Where(spec => Loss.Parse(spec).Domain.Task != LossTask.Vectors)];

    public static TheoryData<string> ClassSpecs => [.. Specs.Select(row => row.Data).Where(spec => Loss.Parse(spec).Domain.Task == LossTask.Classes)];

    public static TheoryData<string> LogitSpecs => [.. ClassSpecs.Select(row => row.Data).Where(spec => Loss.Parse(spec).Domain.Output == LossOutput.Logits)];

    [Theory, MemberData(nameof(MeanSpecs))]
    public void Reductions_are_of_the_rows_losses(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, RowCount))
        {
            (float[] rows, float[] rowGradients) = item.Run(Reduction.None);
            (float[] sum, float[] sumGradients) = item.Run(Reduction.Sum);
            (float[] mean, float[] meanGradients) = item.Run();
            double divisor = Divisor(item);
            Assert.Equal(RowCount, rows.Length);
            Near(rows.Sum(row => (double)row), sum[0]);
            Near(sum[0] / divisor, mean[0]);
            Assert.Equal(rowGradients, sumGradients);
            for (int i = 0; i < meanGradients.Length; i++) Near(sumGradients[i] / divisor, meanGradients[i]);
            Assert.All(Enumerable.Range(0, RowCount), row => Near(rows[row], item.Take(row).Run(Reduction.Sum).Value[0]));
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void No_rows_have_the_mean_nan_and_the_sum_zero(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, 0))
        {
            Assert.True(float.IsNaN(item.Run().Value[0]));
            Assert.Equal(0, item.Run(Reduction.Sum).Value[0]);
            Assert.Empty(item.Run(Reduction.None).Value);
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_row_of_weight_zero_does_not_count(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, 5))
        {
            (float[] value, float[] gradient) = item.Run(weights: [1, 0, 1, 0, 1]);
            (float[] kept, float[] keptGradient) = item.Take(0, 2, 4).Run();
            Near(kept[0], value[0]);
            NearAll(Rows(keptGradient, item.Width, 0, -1, 1, -1, 2), gradient);
        }
    }

    [Theory, MemberData(nameof(MeanSpecs))]
    public void Equal_weights_are_no_weights_and_a_whole_weight_repeats_its_row(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, 4))
        {
            (float[] plain, float[] gradient) = item.Run();
            (float[] equal, float[] equalGradient) = item.Run(weights: [2.5f, 2.5f, 2.5f, 2.5f]);
            Near(plain[0], equal[0]);
            NearAll(gradient, equalGradient);
            (float[] weighted, float[] weightedGradient) = item.Run(weights: [1, 3, 0, 2]);
            (float[] repeated, float[] repeatedGradient) = item.Take(0, 1, 1, 1, 3, 3).Run();
            Near(repeated[0], weighted[0]);
            for (int i = 0; i < item.Width; i++) Near(3.0 * repeatedGradient[item.Width + i], weightedGradient[item.Width + i]);
            Near(item.Run(Reduction.None, [1, 3, 0, 2]).Value.Sum(row => (double)row), item.Run(Reduction.Sum, [1, 3, 0, 2]).Value[0]);
        }
    }

    [Fact]
    public void Class_weights_divide_labels_by_their_weights_and_distributions_by_the_rows()
    {
        float[] weights = [1, 2, 0.5f, 3];
        Tensor logits = LossCase.For("cross-entropy", 3).First().Prediction;
        int[] labels = [1, 3, 2];
        Tensor oneHot = OneHot(labels);
        double[] rows = [.. new LossCase(new CrossEntropyLoss(), logits, (Labels)labels)
            .Run(Reduction.None).Value.Select((loss, row) => (double)loss * weights[labels[row]])];
        var weighted = new CrossEntropyLoss(weights);
        Near(rows.Sum() / (2 + 3 + 0.5), new LossCase(weighted, logits, (Labels)labels).Run().Value[0]);
        Near(rows.Sum() / 3, new LossCase(weighted, logits, oneHot).Run().Value[0]);
        Near((rows[0] + 4 * rows[1]) / (2 + 4 * 3), new LossCase(weighted, logits, (Labels)labels).Run(weights: [1, 4, 0]).Value[0]);
    }

    [Theory, MemberData(nameof(ClassSpecs))]
    public void Labels_and_certain_distributions_give_the_same(string spec)
    {
        LossCase labelled = LossCase.For(spec, RowCount).First();
        LossCase certain = labelled with { Targets = OneHot(labelled.Targets.Labels.ToArray()) };
        NearAll(labelled.Run(Reduction.None).Value, certain.Run(Reduction.None).Value);
        NearAll(labelled.Run(Reduction.Sum).Gradient, certain.Run(Reduction.Sum).Gradient);
    }

    [Theory]
    [InlineData("binary-cross-entropy")]
    [InlineData("binary-focal")]
    public void Binary_labels_are_the_targets_zero_and_one(string spec)
    {
        LossCase labelled = LossCase.For(spec, RowCount).First();
        LossCase valued =
            labelled with { Targets = new Tensor(labelled.Prediction.Shape, [.. labelled.Targets.Labels.ToArray().Select(label => (float)label)]) };
        Same(valued.Run(), labelled.Run());
    }

    [Theory, MemberData(nameof(LogitSpecs))]
    public void The_gradient_sums_to_zero_over_the_classes(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, RowCount))
        {
            float[] gradient = item.Run(Reduction.Sum).Gradient;
            for (int row = 0; row < RowCount; row++)
            {
                double[] own = [.. gradient.Skip(row * item.Width).Take(item.Width).Select(g => (double)g)];
                Assert.InRange(Math.Abs(own.Sum()), 0, 4e-7 * (item.Targets.AreLabels ? own.Max(Math.Abs) : 3));
            }
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void The_canonical_form_makes_the_same_loss(string spec)
    {
        Loss again = Loss.Parse(Loss.Parse(spec).Canonical);
        Assert.Equal(Loss.Parse(spec).Canonical, again.Canonical);
        foreach (LossCase item in LossCase.For(spec, 5)) Same(item.Run(), (item with { Loss = again }).Run());
    }

    [Theory, MemberData(nameof(Specs))]
    public void Wrong_shapes_are_named(string spec)
    {
        LossCase item = LossCase.For(spec, 3).Last();
        var fewer = new Tensor(new Shape(2, item.Width), new float[2 * item.Width]);
        Names(() => (item with { Targets = fewer }).Run(), item.Prediction.Shape, fewer.Shape);
        Names(() => item.Run(weights: [1, 2]), item.Prediction.Shape, new Shape(2));
        LossCase labelled = LossCase.For(spec, 3).First();
        if (labelled.Targets.AreLabels) Names(() => (labelled with { Targets = (Labels)(int[])[0, 1] }).Run(), labelled.Prediction.Shape);
        else Names(() => (item with { Targets = (Labels)(int[])[0, 1, 0] }).Run(), item.Prediction.Shape);
    }

    [Theory, MemberData(nameof(LabelledSpecs))]
    public void Labels_out_of_range_are_named_with_their_row(string spec)
    {
        LossCase item = LossCase.For(spec, 3).First();
        if (item.Width == 1) item = item with { Targets = (Labels)(int[])[0, 1, 1] };
        foreach (int wrong in (int[])[-1, LossCase.Classes])
        {
            var thrown = Assert.Throws<ArgumentException>(() => (item with { Targets = (Labels)(int[])[0, 1, wrong] }).Run());
            Assert.Contains("Row 2", thrown.Message, StringComparison.Ordinal);
            Assert.Contains($"{wrong}", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Class_weights_of_another_number_of_classes_are_refused()
    {
        Tensor logits = LossCase.For("cross-entropy", 2).First().Prediction;
        foreach (string spec in (string[])["cross-entropy:weights=1/2", "focal:alpha=1/2/3"])
            Names(() => Loss.Parse(spec).Compute(logits, (Labels)(int[])[0, 1]), logits.Shape);
    }

    [Theory, MemberData(nameof(Specs))]
    public void Targets_and_weights_that_need_a_gradient_are_refused(string spec)
    {
        LossCase item = LossCase.For(spec, 3).Last();
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor prediction = tape.Variable(item.Prediction);
        Assert.Throws<ArgumentException>(() => item.Loss.Compute(prediction, tape.Variable(item.Targets.Values)));
        Assert.Throws<ArgumentException>(() => item.Loss.Compute(prediction, item.Targets, tape.Variable(new Tensor(new Shape(3), 1, 1, 1))));
    }

    [Theory, MemberData(nameof(RegressionSpecs))]
    public void In_scaled_units_loss_and_gradient_are_the_same_up_to_the_unit(string spec)
    {
        const float scale = 7.5f;
        foreach (LossCase item in LossCase.For(spec, RowCount))
        {
            (Loss divided, float unit) = item.Loss.ForScaledTargets(scale, shift: 0);
            var scaled = new LossCase(divided, 1 / scale * item.Prediction, 1 / scale * item.Targets.Values);
            (float[] value, float[] gradient) = item.Run();
            (float[] scaledValue, float[] scaledGradient) = scaled.Run();
            Assert.Equal(value[0], scaledValue[0] * unit, 2e-6f * Math.Abs(value[0]));
            for (int i = 0; i < gradient.Length; i++)
                Assert.Equal(gradient[i], scaledGradient[i] * unit / scale, 1e-5f * Math.Max(0.01f, Math.Abs(gradient[i])));
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void Shards_change_the_last_digits_only_and_each_number_of_them_repeats(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, 57))
        {
            double whole = item.Run().Value[0];
            foreach (int shards in (int[])[1, 2, 4, 64])
            {
                (float[] value, float[] gradient) = item.Run(shards: shards);
                Near(whole, value[0]);
                (float[] again, float[] gradientAgain) = item.Run(shards: shards);
                Assert.Equal(value, again);
                Assert.Equal(gradient, gradientAgain);
            }
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_step_allocates_nothing_once_its_shapes_are_seen(string spec)
    {
        foreach (LossCase item in LossCase.For(spec, 33))
        {
            var weights = new Tensor(new Shape(33), [.. Enumerable.Repeat(0.5f, 33)]);
            var tape = new Tape(shards: 2);
            Assert.Equal(0, Allocations.PerRun(() =>
            {
                using StepScope step = tape.BeginStep(training: false);
                tape.Backward(item.Loss.Compute(tape.Variable(item.Prediction), item.Targets, weights));
            }));
        }
    }

    private static double Divisor(LossCase item) => item.Loss.Canonical.StartsWith("cross-entropy:", StringComparison.Ordinal) && item.Targets.AreLabels
        ? item.Targets.Labels.ToArray().Sum(label => ((double[])[1, 2, 0.5, 3])[label])
        : item.Rows;

    private static Tensor OneHot(int[] labels)
    {
        var values = new float[labels.Length * LossCase.Classes];
        for (int row = 0; row < labels.Length; row++) values[row * LossCase.Classes + labels[row]] = 1;
        return new Tensor(new Shape(labels.Length, LossCase.Classes), values);
    }

    private static float[] Rows(float[] values, int width, params int[] rows) =>
        [.. rows.SelectMany(row => row < 0 ? new float[width] : values.Skip(row * width).Take(width))];

    private static void Same((float[] Value, float[] Gradient) expected, (float[] Value, float[] Gradient) actual)
    {
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.Gradient, actual.Gradient);
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-6 * Math.Abs(expected) + 1e-9);

    private static void NearAll(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-6f * Math.Abs(expected[i]) + 1e-7f);
    }

    private static void Names(Action action, params Shape[] shapes)
    {
        var thrown = Assert.Throws<ArgumentException>(action);
        Assert.All(shapes, shape => Assert.Contains($"{shape}", thrown.Message, StringComparison.Ordinal));
    }
}
