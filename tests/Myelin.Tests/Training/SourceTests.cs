using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Sources that give other rows than they promise are named, and rows of weight 0 are no rows.</summary>
public sealed class SourceTests
{
    private static readonly Shape Input = new(4);

    public static TheoryData<string, string> Breaches => new()
    {
        { "fewer rows", "was asked for 5 rows and gave 4" },
        { "more rows", "was asked for 5 rows and gave 6" },
        { "wider rows", "promises inputs of shape [5, 4] and gave [5, 3]" },
        { "other targets", "promises 1 targets a row and gave 2" },
        { "labels", "promises 0 classes and gave labels" },
        { "weights", "promises no weights and gave some" },
        { "nothing", "was asked for 5 rows and gave 0" },
    };

    [Theory, MemberData(nameof(Breaches))]
    public void A_source_that_breaks_its_promise_is_named(string breach, string words)
    {
        var source = new Broken(breach, fromFill: 0);
        Sequential network = Network();
        foreach (Action use in (Action[])[() => New(network).Fit(source), () => New(network).Fit(Plain(), source),
            () => Evaluation.Of(network, new MeanSquaredErrorLoss(), source)])
        {
            string message = Assert.Throws<ArgumentException>(use).Message;
            Assert.Contains("Broken", message, StringComparison.Ordinal);
            Assert.Contains(words.Replace("5", "", StringComparison.Ordinal)[..12], message.Replace("5", "", StringComparison.Ordinal),
                StringComparison.Ordinal);
        }

        // A source that is ragged is found where it begins to be.
        var later = new Broken(breach, fromFill: 3);
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => New(Network()).Fit(later)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_the_network_does_not_take_name_the_source_and_the_first_layer()
    {
        MemorySource narrow = MemorySource.WithTargets(new Shape(3), new float[30], new float[10]);
        Sequential network = Network();
        foreach (Action use in (Action[])[() => New(network).Fit(narrow), () => New(network).Fit(Plain(), narrow),
            () => Evaluation.Of(network, new MeanSquaredErrorLoss(), narrow)])
        {
            string message = Assert.Throws<ArgumentException>(use).Message;
            foreach (string word in (string[])["MemorySource", "[3]", "first layer '0' is 'linear:8", "[4]"])
                Assert.Contains(word, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Classes_that_the_network_does_not_have_are_told_before_the_first_step()
    {
        MemorySource five = MemorySource.WithLabels(Input, Samples.Make(40, 1), [.. Enumerable.Range(0, 10).Select(row => row % 5)], 5);
        Sequential network = Network("linear:3");
        foreach (Action use in (Action[])[() => new Trainer(network, new CrossEntropyLoss(), new Sgd()).Fit(five),
            () => Evaluation.Of(network, new FocalLoss(), five)])
            Assert.Contains("have 5 classes, and the network gives 3 outputs", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
        Assert.Contains("is a loss of two",
            Assert.Throws<ArgumentException>(() => Evaluation.Of(Network("linear:1"), new BinaryCrossEntropyLoss(), five)).Message, StringComparison.Ordinal);
        Assert.Contains("have no labels",
            Assert.Throws<ArgumentException>(() =>
            Evaluation.Of(Network("linear:2"), new TripletLoss(), MemorySource.WithLabels(Input, Samples.Make(8, 1), [0, 1], 2), Plain())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_shrinks_is_named()
    {
        var source = new Shrinking();
        TrainingRun run = New(Network()).Start(source);
        source.Count = 4;
        Assert.Contains("had 10 rows at first and has 4 now", Assert.Throws<ArgumentException>(() => run.Continue()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_rows_of_weight_zero_may_lie_anywhere()
    {
        float[] inputs = Samples.Make(40, 1), targets = [0, 1, -1, 0, 1, 0, 1, 5, 0, 1], weights = [1, 1, 0, 1, 1, 1, 1, 0, 1, 1];
        MemorySource rows = MemorySource.WithTargets(Input, inputs, targets, weights: weights);
        Assert.Equal(StopReason.Completed, new Trainer(Network(), new HingeLoss(), new Sgd(), new TrainerOptions { Epochs = 1 }).Fit(rows, rows).Reason);
        Assert.Equal(1, new HingeLoss().Compute(new Tensor(new Shape(2, 1), 0, 0), new Tensor(new Shape(2, 1), 1, -1), new Tensor(new Shape(2), 1, 0))
            .ToScalar());
    }

    [Fact]
    public void Empty_sources_are_refused_by_name()
    {
        MemorySource empty = MemorySource.WithTargets(Input, [], []);
        Assert.Contains("no training rows", Assert.Throws<ArgumentException>(() => New(Network()).Fit(empty)).Message, StringComparison.Ordinal);
        Assert.Contains("no validation rows", Assert.Throws<ArgumentException>(() => New(Network()).Fit(Plain(), empty)).Message, StringComparison.Ordinal);
        Assert.Contains("no evaluated rows",
            Assert.Throws<ArgumentException>(() => Evaluation.Of(Network(), new MeanSquaredErrorLoss(), empty)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Weights_that_are_none_are_refused_with_their_row(float wrong)
    {
        float[] weights = [.. Enumerable.Repeat(1f, 10)];
        weights[7] = wrong;
        MemorySource rows = MemorySource.WithTargets(Input, Samples.Make(40, 1), Samples.Make(10, 2), weights: weights);
        foreach (Action use in (Action[])[() => New(Network()).Fit(rows), () => New(Network()).Fit(Plain(), rows),
            () => Evaluation.Of(Network(), new MeanSquaredErrorLoss(), rows)])
            Assert.Contains("gave row 7 the weight", Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_with_rows_of_weight_zero_is_the_training_without_them()
    {
        float[] inputs = Samples.Make(80, 1), targets = Samples.Make(20, 2),
            weights = [.. Enumerable.Range(0, 20).Select(row => row % 3 == 0 ? 0f : row % 5 + 1)];
        // What a row of weight 0 holds does not matter, nor whether a batch would have had no others.
        inputs[4 * 3] = float.NaN;
        targets[9] = float.PositiveInfinity;
        int[] counting = [.. Enumerable.Range(0, 20).Where(row => weights[row] > 0)];
        MemorySource all = MemorySource.WithTargets(Input, inputs, targets, weights: weights);
        var some = new SubsetSource(all, counting);
        foreach (int batch in (int[])[1, 4, 100])
        {
            Sequential one = Network("linear:8 batch-norm relu dropout:0.2 linear:1"), other = Network("linear:8 batch-norm relu dropout:0.2 linear:1");
            if (batch == 1) (one, other) = (Network(), Network());
            TrainingResult first = New(one, batch).Fit(all, all), second = New(other, batch).Fit(some, some);
            Assert.Equal(Hash(other), Hash(one));
            Assert.Equal(second with { Elapsed = default }, first with { Elapsed = default });
        }

        Evaluation judged = Evaluation.Of(Network(), new MeanSquaredErrorLoss(), all), alone = Evaluation.Of(Network(), new MeanSquaredErrorLoss(), some);
        Assert.Equal(alone.Loss, judged.Loss);
        Assert.Equal(alone.Regression!.RSquared, judged.Regression!.RSquared);
        Assert.True(double.IsFinite(judged.Loss));
    }

    [Fact]
    public void Rows_that_all_have_weight_zero_are_none()
    {
        MemorySource none = MemorySource.WithTargets(Input, Samples.Make(40, 1), Samples.Make(10, 2), weights: new float[10]);
        Assert.Contains("Every weight of the training rows", Assert.Throws<ArgumentException>(() => New(Network()).Fit(none)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Every weight of the validation rows", Assert.Throws<ArgumentException>(() => New(Network()).Fit(Plain(), none)).Message,
            StringComparison.Ordinal);
        Assert.Contains("Every weight of the evaluated rows",
            Assert.Throws<ArgumentException>(() => Evaluation.Of(Network(), new MeanSquaredErrorLoss(), none)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_whose_weight_is_zero_train_nothing_and_cost_nothing()
    {
        int[] labels = [.. Enumerable.Range(0, 12).Select(row => row % 3)];
        MemorySource rows = MemorySource.WithLabels(Input, Samples.Make(48, 1), labels, 3);
        var loss = new CrossEntropyLoss([0, 1, 0]);
        Sequential network = Network("linear:3");
        // Batches of one row: most belong to classes that do not count.
        TrainingResult result = new Trainer(network, loss, new Sgd(),
            new TrainerOptions { Epochs = 3, BatchSize = 1, LearningRate = new Constant(0.1f) }).Fit(rows, rows);
        Assert.True(double.IsFinite(result.TrainingLoss));
        MemorySource uncounted = MemorySource.WithLabels(Input, Samples.Make(16, 1), [0, 2, 0, 2], 3);
        Assert.Equal(0, Evaluation.Of(network, loss, uncounted).Loss);
    }

    [Fact]
    public void Neighbours_of_weight_zero_are_none()
    {
        float[] points = [0, 0, 1, 0, 10, 0, 11, 0, 0.1f, 0];
        int[] labels = [0, 0, 1, 1, 1];
        Sequential network = Sequential.Build("identity", new Shape(2), new RandomSource(1));
        MemorySource rows = MemorySource.WithLabels(new Shape(2), points, labels, 2, [1, 1, 1, 1, 0]);
        Assert.Equal(1, Evaluation.Of(network, new TripletLoss(), rows, rows).Classification!.Accuracy);
        MemorySource unweighted = MemorySource.WithLabels(new Shape(2), points, labels, 2);
        Assert.NotEqual(1, Evaluation.Of(network, new TripletLoss(), unweighted, unweighted).Classification!.Accuracy);
    }

    [Fact]
    public void A_target_outside_the_losss_domain_is_named_by_its_row_in_the_source()
    {
        float[] targets = [.. Enumerable.Range(0, 20).Select(row => row % 2f)];
        targets[13] = -1;
        MemorySource rows = MemorySource.WithTargets(Input, Samples.Make(80, 1), targets);
        foreach (Action use in (Action[])[() => new Trainer(Network(), new BinaryCrossEntropyLoss(), new Sgd()).Fit(rows),
            () => Evaluation.Of(Network(), new BinaryCrossEntropyLoss(), rows)])
        {
            var wrong = Assert.Throws<OutsideDomainException>(use);
            Assert.Equal(13, wrong.Row);
            Assert.Contains("Row 13 of the ", wrong.Message, StringComparison.Ordinal);
            Assert.Contains("(MemorySource) has the target -1", wrong.Message, StringComparison.Ordinal);
        }
    }

    private static Sequential Network(string text = "linear:8 relu linear:1") => Sequential.Build(text, Input, new RandomSource(1));

    private static MemorySource Plain() => MemorySource.WithTargets(Input, Samples.Make(40, 1), Samples.Make(10, 2));

    private static Trainer New(Layer network, int batch = 5) =>
        new(network, new MeanSquaredErrorLoss(), new Adam(), new TrainerOptions { Epochs = 4, BatchSize = batch, LearningRate = new Constant(0.01f) });

    private static string Hash(Layer network) => WeightsHash.Compute(NamedTensors.Of(network));

    private sealed class Shrinking : IDataSource
    {
        private readonly MemorySource good = Plain();

        public int Count { get; set; } = 10;

        public Shape InputShape => good.InputShape;

        public int ClassCount => 0;

        public int TargetCount => 1;

        public bool HasWeights => false;

        public void Fill(ReadOnlySpan<int> rows, Batch batch) => good.Fill(rows, batch);
    }

    /// <summary>Ten rows of four inputs and a target, of which it gives something else from some call on.</summary>
    private sealed class Broken(string breach, int fromFill) : IDataSource
    {
        private readonly MemorySource good = Plain();
        private int fills;

        public int Count => good.Count;

        public Shape InputShape => good.InputShape;

        public int ClassCount => 0;

        public int TargetCount => 1;

        public bool HasWeights => false;

        public void Fill(ReadOnlySpan<int> rows, Batch batch)
        {
            if (fills++ < fromFill)
            {
                good.Fill(rows, batch);
                return;
            }

            float[] values = new float[100];
            MemorySource other = breach switch
            {
                "wider rows" => MemorySource.WithTargets(new Shape(3), values[..30], values[..10]),
                "other targets" => MemorySource.WithTargets(Input, values[..40], values[..20], targetCount: 2),
                "labels" => MemorySource.WithLabels(Input, values[..40], new int[10], 2),
                "weights" => MemorySource.WithTargets(Input, values[..40], values[..10], weights: values[..10]),
                _ => good,
            };
            other.Fill(breach switch { "fewer rows" => rows[1..], "more rows" => [.. rows, 0], "nothing" => [], _ => rows }, batch);
        }
    }
}
