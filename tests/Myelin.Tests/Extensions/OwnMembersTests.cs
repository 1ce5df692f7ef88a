using Myelin.Activations;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Extensions;

/// <summary>A program's own members work by name like Myelin's: in networks, trainings and model files.</summary>
public sealed class OwnMembersTests
{
    private const string Text = "linear:6,initializer=constant:value=0.2 swish:beta=2 gate residual(gate) linear:1";

    private static readonly Shape Input = new(4);

    [Fact]
    public void A_network_of_them_learns_is_saved_and_predicts_the_same_after_loading()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("own.safetensors");
        Sequential network = Sequential.Build(Text, Input, new RandomSource(1), OwnMembers.Catalogs);
        Assert.Equal(Text, network.Canonical);
        Assert.Equal(0.2f, network.Parameters.First().Value.At(5));
        var random = new RandomSource(5);
        float[] inputs = Tensor.Normal(new Shape(64, 4), random).ToArray(),
            targets = [.. Enumerable.Range(0, 64).Select(i => inputs[4 * i] - (inputs[(4 * i) + 1] * inputs[(4 * i) + 2]))];
        MemorySource rows = MemorySource.WithTargets(Input, inputs, targets);
        Loss loss = Loss.Parse("log-cosh", OwnMembers.Catalogs);
        Evaluation before = Evaluation.Of(network, loss, rows);
        var options = new TrainerOptions
        {
            Epochs = 40,
            LearningRate = new Constant(0.01f),
            Penalty = Penalty.Parse("group-lasso:lambda=0.001", OwnMembers.Catalogs)
        };
        TrainingResult result = new Trainer(network, loss, Optimizer.Parse("sign-descent:beta=0.5", OwnMembers.Catalogs), options).Fit(rows);
        Assert.True(Evaluation.Of(network, loss, rows).Loss < before.Loss / 2, $"{before.Loss} to {Evaluation.Of(network, loss, rows).Loss}");
        Assert.InRange(result.Penalty!.Value, 1e-4, 1);
        Assert.Equal(64 * 40, network.Buffers.First().Value.At(0));
        Assert.Equal(["2.rows", "3.inner.0.rows"], network.Buffers.Select(buffer => buffer.Name));
        Assert.Contains("3.inner.0.inner.weight", network.Parameters.Select(parameter => parameter.Name));

        var model = new SavedModel { Network = network, InputShape = Input, Loss = loss.Canonical };
        var unknown = Assert.Throws<InvalidInputException>(() => ModelFile.Save(path, model));
        Assert.Contains("Unknown initializer 'constant'", unknown.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        ModelFile.Save(path, model, OwnMembers.Catalogs);
        SavedModel loaded = ModelFile.Load(path, OwnMembers.Catalogs);
        Assert.Equal(network.Predict(Input, inputs), loaded.Network.Predict(Input, inputs));
        Assert.Equal(model.WeightsSha256, loaded.WeightsSha256);
        Assert.Contains("Unknown", Assert.Throws<InvalidInputException>(() => ModelFile.Load(path)).Message, StringComparison.Ordinal);
        Assert.Equal(network.Predict(Input, inputs), network.FirstLayers(4, Input, OwnMembers.Catalogs).Predict(Input, inputs));
    }

    [Fact]
    public void A_description_may_not_claim_more_weights_than_the_file_has()
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            LayerCatalog.Build("gate", new Shape(5000), new RandomSource(1), OwnMembers.Catalogs, largestCount: 1000));
        Assert.Contains("of those allowed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("swish:beta=11", "beta is a number from 0 to 10")]
    [InlineData("swich", "did you mean 'swish'")]
    public void Their_texts_are_checked_like_others(string text, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidInputException>(() => Activation.Parse(text, OwnMembers.Catalogs)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_gradients_of_layer_loss_and_penalty_are_right()
    {
        Sequential network = Sequential.Build("gate linear:1", Input, new RandomSource(1), OwnMembers.Catalogs);
        var loss = new LogCosh();
        var target = new Tensor(new Shape(3, 1), 1, -2, 0.5f);
        GradientReport report = GradientCheck.Run(x => loss.Compute(network.Forward(x[0]), target),
            [Tensor.Normal(new Shape(3, 4), new RandomSource(2))], new GradientCheckOptions { Layer = network });
        Assert.True(report.IsGood, report.ToString());
        report = GradientCheck.Run(x => new GroupLasso(0.5f).AddTo(x[0].Sum(), [x[1]], out _), Tensor.Normal(new Shape(3), new RandomSource(3)),
            Tensor.Normal(new Shape(3, 4), new RandomSource(4)));
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void A_layer_stands_in_one_place()
    {
        var layer = new Linear(4, 4, new RandomSource(1));
        Assert.Throws<ArgumentException>(() => new Sequential(layer, layer));
        Assert.Throws<ArgumentException>(() => new Sequential(layer, new Residual(new Sequential(layer))));
        Assert.Throws<ArgumentNullException>(() => new Sequential(layer, null!));
    }

    [Fact]
    public void A_buffer_takes_its_own_number_of_values()
    {
        var buffer = new LayerBuffer("mean", Tensor.Zeros(new Shape(2)));
        buffer.Write([1, 2]);
        Assert.Equal([1, 2], buffer.Value.ToArray());
        Assert.Throws<ArgumentException>(() => buffer.Write([1]));
    }

    [Fact]
    public void An_initialiser_of_ones_own_serves_constructors_too() =>
        Assert.All(new Linear(3, 2, new RandomSource(1), initializer: new OneNumber(0.5f)).Parameters.First().Value.ToArray(),
            value => Assert.Equal(0.5f, value));
}
