using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Losses;
using Myelin.Reference;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>The triplet loss of given and of mined triplets, against its twin that lists every triplet.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class TripletLossTests : IDisposable
{
    private readonly int threads = Workers.Threads;

    public static TheoryData<string> Specs =>
    [
        .. from mining in (string[])["all", "batch-hard", "semi-hard"]
           from distance in (string[])["squared", "euclidean"]
           from margin in (string[])["0", "0.2", "3"]
           select $"triplet:margin={margin},distance={distance},mining={mining}",
    ];

    public void Dispose() => Workers.Threads = threads;

    [Theory, MemberData(nameof(Specs))]
    public void Mined_triplets_agree_with_the_twin(string spec)
    {
        foreach (int rows in (int[])[1, 2, 5, 16, 33, 70])
        {
            foreach (int width in (int[])[1, 4, 19]) CheckAgainstTwin(spec, Samples.Make(rows * width, seed: rows + width), width, Labels(rows, 4));
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void Ties_and_duplicates_agree_with_the_twin(string spec)
    {
        // Points of a grid: distances are exact in both, many are equal, and some rows are equal.
        for (int seed = 1; seed <= 20; seed++)
        {
            var random = new System.Random(seed);
            float[] x = [.. Enumerable.Range(0, 2 * 24).Select(_ => (float)random.Next(3))];
            CheckAgainstTwin(spec, x, 2, [.. Enumerable.Range(0, 24).Select(_ => random.Next(3))]);
        }
    }

    [Theory, MemberData(nameof(Specs))]
    public void Embeddings_that_are_all_equal_have_the_margin_as_loss_and_no_slope(string spec)
    {
        (float[] losses, float[] gradient) = Run(spec, [.. Enumerable.Repeat(0.3f, 12)], 3, [0, 0, 1, 1]);
        Assert.All(losses, value => Assert.Equal(((TripletLoss)Loss.Parse(spec)).Margin, value));
        Assert.All(gradient, slope => Assert.Equal(0, slope));
    }

    [Theory, MemberData(nameof(Specs))]
    public void Rows_without_a_positive_or_a_negative_have_no_loss(string spec)
    {
        float[] x = [0, 1, 5];
        foreach (int[] labels in (int[][])[[0, 0, 0], [0, 1, 2]])
        {
            (float[] losses, float[] gradient) = Run(spec, x, 1, labels);
            Assert.Equal([0, 0, 0], losses);
            Assert.Equal([0, 0, 0], gradient);
        }

        Assert.Equal(0, Run(spec, [0, 4, 5], 1, [0, 0, 1]).Losses[2]);
    }

    [Fact]
    public void Each_mining_by_hand()
    {
        // Row 0 at 0 is the anchor that is looked at: positives at 1 and 3, negatives at 2 and 4; distances are not squared.
        float[] x = [0, 1, 3, 2, -4];
        int[] labels = [7, 7, 7, 9, 9];
        Assert.Equal(1.5f, Loss0("all", 0.5f));                          // 3 - 2 + 0.5 alone is above 0
        Assert.Equal((0.5f + 2.5f + 0.5f) / 3, Loss0("all", 1.5f));      // 1 with 2, 3 with 2, 3 with 4
        Assert.Equal(1.5f, Loss0("batch-hard", 0.5f));                   // 3 with 2
        Assert.Equal(0, Loss0("semi-hard", 0.5f));                       // 1 with 2, 3 with 4
        Assert.Equal(0.5f, Loss0("semi-hard", 1.5f));
        Assert.Equal(0.25f,
            Run("triplet:margin=1.5,distance=euclidean,mining=semi-hard", [0, 1, 3, 2, -5], 1, labels).Losses[0]); // 3 with 5 is kept, and counts in the mean

        float Loss0(string mining, float margin) => Run($"triplet:margin={margin},distance=euclidean,mining={mining}", x, 1, labels).Losses[0];
    }

    [Fact]
    public void Where_no_negative_is_farther_the_farthest_is_taken()
    {
        // The positive is 5 away, the negatives 1 and 2: 5 - 2 + 0.2.
        Assert.Equal(3.2f, Run("triplet:distance=euclidean,mining=semi-hard", [0, 5, 1, -2], 1, [0, 0, 1, 1]).Losses[0], 1e-6f);
    }

    [Theory, MemberData(nameof(Specs))]
    public void Reductions_and_weights_are_those_of_anchors(string spec)
    {
        const int rows = 20;
        float[] x = Samples.Make(rows * 4, 3), weights = [.. Enumerable.Range(0, rows).Select(row => (1 + row % 4) * 0.5f)];
        var item = new LossCase(Loss.Parse(spec), new Tensor(new Shape(rows, 4), x), (Labels)Labels(rows, 3));
        float[] losses = item.Run(Reduction.None).Value;
        (float[] sum, float[] sumGradient) = item.Run(Reduction.Sum);
        (float[] mean, float[] meanGradient) = item.Run();
        Assert.Equal(losses.Sum(value => (double)value), sum[0], 1e-4);
        Assert.Equal(sum[0] / rows, mean[0], 1e-6f);
        for (int i = 0; i < x.Length; i++) Assert.Equal(sumGradient[i] / rows, meanGradient[i], 1e-6f);
        Assert.Equal(losses.Zip(weights, (loss, weight) => loss * weight), item.Run(Reduction.None, weights).Value);
        Assert.Equal(losses.Zip(weights, (loss, weight) => (double)loss * weight).Sum() / weights.Sum(), item.Run(weights: weights).Value[0], 1e-5);
    }

    [Theory, MemberData(nameof(Specs))]
    public void Rows_of_weight_zero_are_neither_anchors_nor_anybodys_neighbours(string spec)
    {
        const int rows = 20;
        float[] x = Samples.Make(rows * 4, 3), weights = [.. Enumerable.Range(0, rows).Select(row => row % 4 * 0.5f)];
        int[] labels = Labels(rows, 3), counting = [.. Enumerable.Range(0, rows).Where(row => weights[row] > 0)];
        float[] spoilt = [.. x];
        spoilt.AsSpan(8 * 4, 4).Fill(float.NaN);
        var all = new LossCase(Loss.Parse(spec), new Tensor(new Shape(rows, 4), spoilt), (Labels)labels);
        var some = new LossCase(all.Loss, new Tensor(new Shape(counting.Length, 4), [.. counting.SelectMany(row => x[(row * 4)..(row * 4 + 4)])]),
            (Labels)Array.ConvertAll(counting, row => labels[row]));
        float[] own = Array.ConvertAll(counting, row => weights[row]);
        foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
        {
            (float[] value, float[] gradient) = some.Run(reduction, own);
            (float[] Value, float[] Gradient) found = all.Run(reduction, weights);
            Assert.Equal(value[0], found.Value[0], 1e-6f * value[0]);
            for (int i = 0; i < counting.Length; i++) Assert.Equal(gradient[(i * 4)..(i * 4 + 4)], found.Gradient[(counting[i] * 4)..(counting[i] * 4 + 4)]);
            Assert.Equal([0, 0, 0, 0], found.Gradient[32..36]);
        }

        float[] losses = all.Run(Reduction.None, weights).Value;
        Assert.Equal(some.Run(Reduction.None, own).Value, counting.Select(row => losses[row]));
        Assert.Equal(0, all.Run(weights: new float[rows]).Value[0]);
    }

    [Theory, MemberData(nameof(Specs))]
    public void Threads_and_reruns_change_no_bit(string spec)
    {
        const int rows = 150;
        float[] x = Samples.Make(rows * 16, 1);
        var item = new LossCase(Loss.Parse(spec), new Tensor(new Shape(rows, 16), x), (Labels)Labels(rows, 10));
        (float[] Value, float[] Gradient)[] results = [.. ((int[])[1, 2, 3, 3]).Select(count =>
        {
            Workers.Threads = count;
            return item.Run(Reduction.Sum);
        })];
        Assert.All(results, result => Assert.Equal(results[0].Value, result.Value));
        Assert.All(results, result => Assert.Equal(results[0].Gradient, result.Gradient));
        Assert.Contains(results[0].Gradient, slope => slope != 0);
    }

    [Theory, MemberData(nameof(Specs))]
    public void A_step_allocates_nothing_once_its_shapes_are_seen(string spec)
    {
        LossCase item = LossCase.For(spec, 33).First();
        var weights = new Tensor(new Shape(33), [.. Enumerable.Repeat(0.5f, 33)]);
        var tape = new Tape();
        Assert.Equal(0, Allocations.PerRun(() =>
        {
            using StepScope step = tape.BeginStep(training: false);
            tape.Backward(item.Loss.Compute(tape.Variable(item.Prediction), item.Targets, weights));
        }));
    }

    [Fact]
    public void No_rows_have_the_mean_nan_and_the_sum_zero()
    {
        LossCase item = LossCase.For("triplet", 0).First();
        Assert.True(float.IsNaN(item.Run().Value[0]));
        Assert.Equal(0, item.Run(Reduction.Sum).Value[0]);
    }

    [Theory, MemberData(nameof(Specs))]
    public void Not_a_number_spoils_the_batch(string spec)
    {
        float[] x = Samples.Make(12, 1);
        x[4] = float.NaN;
        (float[] losses, float[] gradient) = Run(spec, x, 2, [0, 0, 0, 1, 1, 1]);
        Assert.All(losses, value => Assert.True(float.IsNaN(value)));
        Assert.All(gradient, slope => Assert.True(float.IsNaN(slope)));
        x[4] = float.PositiveInfinity;
        Assert.False(float.IsFinite(Run(spec, x, 2, [0, 0, 0, 1, 1, 1]).Losses.Sum()));
    }

    [Theory]
    [InlineData(TripletDistance.Squared)]
    [InlineData(TripletDistance.Euclidean)]
    public void Given_triplets_have_no_slope_at_the_kink_or_at_distance_zero(TripletDistance distance)
    {
        // Row 0: the margin is kept exactly. Row 1: all three are equal. Row 2: one above the kink by the smallest step.
        float[] a = [0, 0, 1, 2, 0, 0], p = [1, 0, 1, 2, 1, 0],
            n = [distance == TripletDistance.Squared ? MathF.Sqrt(4) : 4, 0, 1, 2, distance == TripletDistance.Squared ? 1.5f : 3, 0];
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor[] sides = [.. new[] { a, p, n }.Select(side => tape.Variable(new Tensor(new Shape(3, 2), side)))];
        Tensor losses = new TripletLoss(3, distance).Compute(sides[0], sides[1], sides[2], Reduction.None);
        tape.Backward(losses.Sum());
        float farther = distance == TripletDistance.Squared ? 2.25f : 3;
        Assert.Equal([0, 3, 1 - farther + 3], losses.ToArray());
        foreach (Tensor side in sides) Assert.All(tape.Gradient(side).ToArray()[..4], slope => Assert.Equal(0, slope));
        float[] expected = distance == TripletDistance.Squared ? [-2 + 3, 2, -3] : [0, 1, -1];
        Assert.Equal(expected, sides.Select(side => tape.Gradient(side).ToArray()[4]));
    }

    [Fact]
    public void Wrong_shapes_targets_and_options_are_named()
    {
        LossCase item = LossCase.For("triplet", 3).First();
        Names(() => (item with { Targets = item.Prediction }).Run(), "label", "[3, 3]");
        Names(() => (item with { Targets = (Labels)(int[])[0, 1] }).Run(), "[3, 3]", "2");
        Names(() => item.Run(weights: [1, 2]), "[3]", "[2]");
        Names(() => (item with { Prediction = new Tensor(new Shape(3), 1, 2, 3) }).Run(), "[rows, n]", "[3]");
        Names(() => new TripletLoss().Compute(item.Prediction, item.Prediction, new Tensor(new Shape(2, 3), new float[6])), "[3, 3]", "[2, 3]");
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletLoss(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletLoss(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletLoss(distance: (TripletDistance)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletLoss(mining: (TripletMining)5));
        Assert.Contains("batch-hard", Assert.Throws<InvalidInputException>(() => Loss.Parse("triplet:mining=hard")).Message, StringComparison.Ordinal);
        Assert.All(Specs, spec => Assert.Equal(spec.Data, Loss.Parse(spec.Data).Canonical));
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor weights = tape.Variable(new Tensor(new Shape(3), 1, 1, 1));
        Assert.Throws<ArgumentException>(() => item.Loss.Compute(tape.Variable(item.Prediction), item.Targets, weights));

        static void Names(Action action, params string[] words)
        {
            var thrown = Assert.Throws<ArgumentException>(action);
            Assert.All(words, word => Assert.Contains(word, thrown.Message, StringComparison.Ordinal));
        }
    }

    private static void CheckAgainstTwin(string spec, float[] x, int width, int[] labels)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor embeddings = tape.Variable(new Tensor(new Shape(labels.Length, width), x)),
            losses = Loss.Parse(spec).Compute(embeddings, (Labels)labels, reduction: Reduction.None);
        // Anchors count differently, so that a slope given to the wrong one shows.
        Tensor total = (losses * new Tensor(losses.Shape, [.. Enumerable.Range(0, labels.Length).Select(row => 1 + 0.25f * (row % 5))])).Sum();
        tape.Backward(total);
        ReferenceTape reference = ReferenceTape.Replay(tape);
        reference.Backward(total);
        double largest = x.Max(Math.Abs), scale = Math.Max(1, 4 * largest * largest * width);
        for (int row = 0; row < labels.Length; row++) AccuracyRule.Check(losses.Span[row], reference.Value(losses).Values[row], scale, $"{spec}, row {row}");
        for (int i = 0; i < x.Length; i++)
            Assert.Equal(reference.Gradient(embeddings)[i], tape.Gradient(embeddings).Span[i], 2e-6 * Math.Max(1, largest) * labels.Length);
    }

    private static (float[] Losses, float[] Gradient) Run(string spec, float[] x, int width, int[] labels) =>
        new LossCase(Loss.Parse(spec), new Tensor(new Shape(labels.Length, width), x), (Labels)labels).Run(Reduction.None);

    private static int[] Labels(int rows, int classes) => [.. Enumerable.Range(0, rows).Select(row => row * 7 % classes)];
}
