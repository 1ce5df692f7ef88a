using Myelin.Activations;
using Myelin.Data;
using Myelin.Ensembles;
using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Tests.Extensions;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Ensembles;

public sealed class EnsembleTests
{
    [Theory]
    [InlineData("linear:3", 5, 3)]
    [InlineData("linear:16 relu linear:3", 7, 10)]
    [InlineData("linear:100 tanh linear:30 selu linear:4", 33, 5)] // Blocks of 100 would straddle a chunk of 256 sums.
    [InlineData("linear:300 sigmoid linear:257 relu linear:2", 300, 3)] // Blocks longer than a chunk.
    [InlineData("linear:8 dropout:0.5 relu linear:1 tanh", 4, 12)]
    public void Outputs_side_by_side_are_the_members_to_the_bit_and_the_mean_is_near(string layers, int inputs, int members)
    {
        var shape = new Shape(inputs);
        var ensemble = new Ensemble(shape,
            [.. Enumerable.Range(0, members).Select(member => Sequential.Build(layers, shape, new RandomSource((ulong)member)))]);
        var wide = ensemble.SideBySide();
        var network = ensemble.ToNetwork();
        int outputs = ensemble.OutputShape.Count;
        foreach (int rows in (int[])[1, 2, 19, 300])
        {
            var x = new float[rows * inputs];
            new Philox(7, 1).FillNormal(x, 0, (uint)rows);
            float[] together = wide.Predict(shape, x), mean = network.Predict(shape, x);
            float[][] apart = [.. ensemble.Members.Select(member => member.Predict(shape, x))];
            for (int row = 0; row < rows; row++)
            {
                for (int member = 0; member < members; member++)
                {
                    Assert.Equal(
                        apart[member].AsSpan(row * outputs, outputs).ToArray().Select(BitConverter.SingleToInt32Bits),
                        together.AsSpan((row * members + member) * outputs, outputs).ToArray().Select(BitConverter.SingleToInt32Bits));
                }

                for (int output = 0; output < outputs; output++)
                {
                    double[] terms = [.. apart.Select(values => (double)values[row * outputs + output])];
                    double unit = MathF.BitIncrement((float)terms.Max(Math.Abs)) - (float)terms.Max(Math.Abs);
                    Assert.InRange(Math.Abs(mean[row * outputs + output] - terms.Average()) / unit, 0, 4);
                    Assert.Equal((float)(terms.Sum() / members), ensemble.Predict(x)[row * outputs + output]);
                }
            }
        }
    }

    [Fact]
    public void Members_may_have_layers_of_different_widths()
    {
        var shape = new Shape(2);
        var ensemble = new Ensemble(shape, Sequential.Build("linear:5 relu linear:1", shape, new RandomSource(1)),
            Sequential.Build("linear:200 relu linear:1", shape, new RandomSource(2)), Sequential.Build("linear:90 relu linear:1", shape, new RandomSource(3)));
        float[] x = [0.3f, -1.2f];
        Assert.Equal(ensemble.Members.Select(member => member.Predict(shape, x)[0]), ensemble.SideBySide().Predict(shape, x));
        Assert.Equal("linear:346 relu linear:3", ensemble.SideBySide().Canonical); // 205 units, 51 that give nothing, 90 units
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Networks_inside_members_lose_no_layer(int kind)
    {
        var shape = new Shape(2);
        var random = new RandomSource(1);
        Layer Function<T>() where T : unmanaged, IActivation => new ActivationLayer(Activation.Of(default(T)));
        Sequential Member() => kind switch
        {
            0 => new(new Linear(2, 3, random), new Sequential(Function<Relu>(), Function<Tanh>()), new Linear(3, 1, random)),
            1 => new(new Sequential(new Linear(2, 3, random, activation: Activation.Of(default(Tanh))), new Dropout(0.5f, random), new Linear(3, 4, random)),
                new Sequential(new Sequential()), new Sequential(Function<Relu>(), new Linear(4, 1, random))),
            _ => new(new Linear(2, 3, random), new TwoFunctions(), new Linear(3, 1, random)),
        };
        var ensemble = new Ensemble(shape, Member(), Member(), Member());
        Catalogs catalogs = Catalogs.Default.With(TwoFunctions.Member);
        if (kind == 2) Assert.Throws<InvalidInputException>(() => ensemble.SideBySide());
        Sequential wide = ensemble.SideBySide(catalogs);
        float[] x = [0.3f, -1.2f, 2, 0.5f];
        float[][] apart = [.. ensemble.Members.Select(member => member.Predict(shape, x))];
        Assert.Equal([.. apart.Select(values => values[0]), .. apart.Select(values => values[1])], wide.Predict(shape, x));
        Assert.Equal(ensemble.Predict(x)[0], ensemble.ToNetwork(catalogs).Predict(shape, x)[0], 1e-6f);
        if (kind == 1) Assert.Contains(wide.Children, child => child.Layer is Dropout);
    }

    [Fact]
    public void An_affine_layer_that_draws_masks_is_refused()
    {
        var ensemble = new Ensemble(new Shape(2), new Sequential(new Masked()), new Sequential(new Masked()));
        Assert.Contains("not 'masked'", Assert.Throws<InvalidInputException>(() => ensemble.SideBySide()).Message);
    }

    [Fact]
    public void Votes_go_to_the_class_of_most_members_and_ties_to_the_first()
    {
        var shape = new Shape(1);
        float[][] scores = [[0, 1, 0], [0, 2, 0], [9, 0, 0]];
        var three = new Ensemble(shape, [.. scores.Select(biases => Constant(biases))]);
        Assert.Equal([1], three.Vote([0]));
        Assert.Equal([3f, 1f, 0f], three.Predict([0]));
        Assert.Equal([0], new Ensemble(shape, Constant(0, 0, 1), Constant(1, 0, 0)).Vote([0]));
        Assert.Equal([1, 1], new Ensemble(shape, Constant(-9), Constant(1), Constant(2)).Vote([0, 0]));
        Assert.Equal([0], new Ensemble(shape, Constant(-9), Constant(1)).Vote([0]));
        Assert.Empty(three.Vote([]));
    }

    [Fact]
    public void Probabilities_are_averaged_after_soft_max_or_sigmoid()
    {
        var shape = new Shape(1);
        var ensemble = new Ensemble(shape, Constant(0, 2), Constant(0, -1));
        double second = (1 / (1 + Math.Exp(-2)) + 1 / (1 + Math.Exp(1))) / 2;
        float[] found = ensemble.PredictProbabilities([0]);
        Assert.Equal(second, found[1], 1e-7);
        Assert.Equal(1 - second, found[0], 1e-7);
        Assert.Equal(second, new Ensemble(shape, Constant(2), Constant(-1)).PredictProbabilities([0])[0], 1e-7);
    }

    [Fact]
    public void Bagging_draws_rows_with_replacement_and_lets_every_member_learn()
    {
        var shape = new Shape(2);
        var x = new float[2 * 4000];
        new Philox(1, 1).FillNormal(x, 0, 0);
        int[] labels = [.. Enumerable.Range(0, 4000).Select(row => x[2 * row] * x[2 * row + 1] > 0 ? 1 : 0)];
        var training = MemorySource.WithLabels(shape, x, labels, 2);
        int[][] drawn = [.. Enumerable.Range(0, 3).Select(member => RowNumbers(Bagging.Rows(training, member, seed: 5), x))];
        Assert.All(drawn, rows => Assert.InRange(rows.Distinct().Count() / 4000.0, 0.62, 0.645)); // 1 - 1/e = 0.632
        Assert.NotEqual(drawn[0], drawn[1]);
        Assert.Equal(drawn[2], RowNumbers(Bagging.Rows(training, 2, seed: 5), x));

        Ensemble ensemble = Bagging.Fit(5, training, 5, (rows, seed) =>
        {
            var network = Sequential.Build("linear:8 tanh linear:2", shape, new RandomSource(seed));
            new Trainer(network, new CrossEntropyLoss(), new Adam(),
                new TrainerOptions { Epochs = 10, LearningRate = new Constant(0.01f), Seed = seed }).Fit(rows);
            return network;
        });
        int[] votes = ensemble.Vote(x);
        double right = votes.Zip(labels).Count(pair => pair.First == pair.Second) / 4000.0;
        Assert.InRange(right, 0.93, 1);
        Assert.Equal(5, ensemble.Members.Select(member => member.Predict(shape, [1, 1])[0]).Distinct().Count());
    }

    [Fact]
    public void Members_that_do_not_fit_are_refused()
    {
        var shape = new Shape(2);
        Sequential Built(string layers, Shape? input = null) => Sequential.Build(layers, input ?? shape, new RandomSource(1));
        Assert.Throws<ArgumentException>(() => new Ensemble(shape));
        Assert.Contains("one shape", Assert.Throws<ArgumentException>(() => new Ensemble(shape, Built("linear:1"), Built("linear:2"))).Message);
        Assert.Throws<ArgumentException>(() => new Ensemble(shape, Built("linear:1", new Shape(3))));
        Assert.Contains("one architecture", Refusal("linear:3 relu linear:1", "linear:3 tanh linear:1"));
        Assert.Contains("one architecture", Refusal("linear:1", "linear:3 linear:1"));
        Assert.Contains("'batch-norm", Refusal("linear:1 batch-norm", "linear:1 batch-norm"));
        Sequential large = Built("linear:512 relu linear:512 relu linear:1");
        Assert.Contains("too large", Assert.Throws<InvalidInputException>(() => new Ensemble(shape, [.. Enumerable.Repeat(large, 33)]).ToNetwork()).Message);
        Assert.Contains("without a linear layer", Refusal("relu", "relu"));
        Assert.Contains("one has 'linear:3'", Refusal("linear:3 linear:1", "relu linear:1"));
        var one = new Shape(1);
        Assert.Contains("too large", Assert.Throws<InvalidInputException>(() => new Ensemble(one, Built("linear:65536", one)).ToNetwork()).Message);

        string Refusal(string one, string other) =>
            Assert.Throws<InvalidInputException>(() => new Ensemble(shape, Built(one), Built(other)).SideBySide()).Message;
    }

    private static Sequential Constant(params float[] biases) =>
        new(new Linear(new Tensor(new Shape(biases.Length, 1), new float[biases.Length]), new Tensor(new Shape(biases.Length), biases)));

    /// <summary>tanh of ReLU as one layer of a program's own.</summary>
    private sealed class TwoFunctions : Layer
    {
        internal static Member<LayerFactory> Member { get; } = new("two-functions", "tanh of ReLU.", _ => new LayerFactory(_ => new TwoFunctions()));

        public override string Canonical => Member.Name;

        public override IReadOnlyList<PredictionStep> PredictionSteps =>
            [new PointwiseStep(this, Activation.Of(default(Relu))), new PointwiseStep(this, Activation.Of(default(Tanh)))];

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => x.Relu().Tanh();
    }

    private static int[] RowNumbers(SubsetSource source, float[] x)
    {
        var batch = new Batch();
        source.Fill([.. Enumerable.Range(0, source.Count)], batch);
        float[] found = batch.Inputs.ToArray();
        Dictionary<float, int> places = Enumerable.Range(0, x.Length / 2).ToDictionary(row => x[2 * row]);
        return [.. Enumerable.Range(0, source.Count).Select(row => places[found[2 * row]])];
    }
}
