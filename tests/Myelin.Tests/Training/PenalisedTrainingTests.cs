using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Penalties inside a training: the minimum is the penalised one, and what is reported is as documented.</summary>
public sealed class PenalisedTrainingTests
{
    // Three columns that are orthogonal to each other and to the constant, with mean square 1: each weight has its own minimum in closed form.
    private static readonly float[] Design = [1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1];
    private static readonly float[] Targets = [6.5f, 3.5f, 2.5f, 1.5f];

    [Theory]
    [InlineData("ridge:lambda=0.25", 0.25, 0)]
    [InlineData("lasso:lambda=0.5", 0, 0.5)]
    [InlineData("elastic-net:lambda=1,rho=0.25", 0.75, 0.25)]
    public void The_weights_go_to_the_closed_form_and_the_bias_is_left_alone(string spec, double squares, double sizes)
    {
        Sequential network = Fit(spec, 4000, 0.002f, out TrainingResult result);
        double[] ordinary = [.. Enumerable.Range(0, 3)
            .Select(column => Enumerable.Range(0, 4).Average(row => (double)Design[row * 3 + column] * Targets[row]))];
        // Σ over rows / 4 of (w - ordinary)² + λ₂ w² + λ₁ |w| is smallest at the ordinary weight moved by λ₁ / 2 towards 0, divided by 1 + λ₂.
        double[] expected = [.. ordinary.Select(w => Math.Sign(w) * Math.Max(0, Math.Abs(w) - sizes / 2) / (1 + squares))];
        float[] weights = network.Parameters.First().Value.ToArray();
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], weights[i], 0.0015);
        Assert.Equal(Targets.Average(), network.Parameters.Last().Value.ToScalar(), 1e-3f);
        Assert.Equal(expected.Sum(w => squares * w * w + sizes * Math.Abs(w)), result.Penalty!.Value, 0.002);
    }

    [Fact]
    public void With_the_option_the_bias_shrinks_too()
    {
        Sequential network = Fit("ridge:lambda=0.25,biases=true", 4000, 0.002f, out _);
        Assert.Equal(Targets.Average() / 1.25, network.Parameters.Last().Value.ToScalar(), 1e-3f);
    }

    [Fact]
    public void Losses_are_reported_without_the_penalty_and_the_penalty_beside_them_in_the_same_units()
    {
        // At the rate 0 the weights stay, so both trainings measure the same network.
        var options = new TrainerOptions { Epochs = 1, BatchSize = 3, LearningRate = new Constant(0) };
        (EpochEvent plain, _) = Run(options, 1);
        (EpochEvent penalised, Sequential network) = Run(options with { Penalty = Penalty.Parse("ridge:lambda=2") }, 1);
        Assert.Equal((plain.TrainingLoss, plain.Validation!.Loss), (penalised.TrainingLoss, penalised.Validation!.Loss));
        Assert.Null(plain.Penalty);
        double squares = network.Parameters.First().Value.ToArray().Sum(weight => (double)weight * weight);
        Assert.Equal(2 * squares, penalised.Penalty!.Value, 1e-6);
        Assert.Equal(9 * penalised.Penalty.Value, Run(options with { Penalty = Penalty.Parse("ridge:lambda=2") }, 3).Epoch.Penalty!.Value, 1e-5);
    }

    [Fact]
    public void A_penalty_changes_the_bits_and_one_of_zero_does_not()
    {
        string plain = Weights(null);
        Assert.Equal(plain, Weights("elastic-net:lambda=0"));
        Assert.NotEqual(plain, Weights("ridge:lambda=0.01"));
        Assert.NotEqual(Weights("ridge:lambda=0.01"), Weights("ridge:lambda=0.01,biases=true"));
        Assert.Equal(Weights("lasso"), Weights("lasso:lambda=0.01"));
    }

    private static string Weights(string? penalty)
    {
        var options = new TrainerOptions { Epochs = 3, BatchSize = 3, ClipNorm = 1, Penalty = penalty is null ? null : Penalty.Parse(penalty) };
        return string.Join(' ', Run(options, 1).Network.Parameters.SelectMany(parameter => parameter.Value.ToArray()));
    }

    private static Sequential Fit(string penalty, int epochs, float rate, out TrainingResult result)
    {
        Sequential network = Sequential.Build("linear:1", new Shape(3), new RandomSource(1));
        var options = new TrainerOptions { Epochs = epochs, BatchSize = 4, LearningRate = new Constant(rate), Penalty = Penalty.Parse(penalty) };
        result = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(), options).Fit(MemorySource.WithTargets(new Shape(3), Design, Targets));
        return network;
    }

    private static (EpochEvent Epoch, Sequential Network) Run(TrainerOptions options, float scale)
    {
        Sequential network = Sequential.Build("linear:1", new Shape(4), new RandomSource(1));
        IDataSource rows = new Scaled(MemorySource.WithTargets(new Shape(4), Samples.Make(40, 1), Samples.Make(10, 2)), scale);
        var last = new LastEpoch();
        new Trainer(network, new MeanSquaredErrorLoss(), new Adam(), options).Fit(rows, rows, last);
        return (last.Epoch!, network);
    }

    private sealed class LastEpoch : ITrainingListener
    {
        internal EpochEvent? Epoch { get; private set; }

        public void OnEpoch(EpochEvent epoch) => Epoch = epoch;
    }
}
