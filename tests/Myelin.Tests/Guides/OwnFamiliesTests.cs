using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Guides;

/// <summary>The code of the guides on a layer and an optimizer of one's own.</summary>
public sealed class OwnFamiliesTests
{
    [Fact]
    public void They_serve_by_name_and_are_saved()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("gate.safetensors");
        float[] inputs = Tensor.Normal(new Shape(32, 4), new RandomSource(2)).ToArray();
        MemorySource rows = MemorySource.WithTargets(new Shape(4), inputs, [.. Enumerable.Range(0, 32).Select(i => inputs[4 * i] * inputs[(4 * i) + 1])]);
        Catalogs catalogs = Catalogs.Default.With(Gate.Member).With(SignDescent.Member);
        Sequential network = Sequential.Build("linear:8 gate linear:1", new Shape(4), new RandomSource(seed: 1), catalogs);
        var trainer = new Trainer(network, new MeanSquaredErrorLoss(), Optimizer.Parse("sign-descent:beta=0.95", catalogs));
        trainer.Fit(rows);
        ModelFile.Save(path, new SavedModel { Network = network, InputShape = new Shape(4), Loss = "mse" }, catalogs);
        Sequential loaded = ModelFile.Load(path, catalogs).Network;
        Assert.Equal(network.Predict(new Shape(4), inputs), loaded.Predict(new Shape(4), inputs));
        Assert.True(loaded.Buffers.Single().Value.At(0) >= 32);
    }

    [Fact]
    public void The_layers_gradient_is_right()
    {
        var layer = new Gate(3, new RandomSource(1));
        Tensor inputs = Tensor.Normal(new Shape(5, 3), new RandomSource(2)), weights = Tensor.Normal(new Shape(5, 3), new RandomSource(3));
        GradientReport report = GradientCheck.Run(
            x => (layer.Forward(x[0]) * weights).Sum(), [inputs], new GradientCheckOptions { Layer = layer, IsTraining = true });
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void The_optimizer_takes_the_steps_of_its_formula()
    {
        var network = new Sequential(new Linear(new Tensor(new Shape(1, 2), 1, -1), new Tensor(new Shape(1), 0)));
        var optimizer = new SignDescent(beta: 0.5f);
        foreach (float gradient in (float[])[4, -1, -3])
        {
            network.Store.ChangeGradients(gradient, static (gradients, value) => gradients[0] = value);
            optimizer.Step(network.Store, 0.25f);
        }

        // The mean is 2, then 0.5, then -1.25.
        Assert.Equal([1 - 0.25f - 0.25f + 0.25f, -1], network.Parameters.First().Value.ToArray());
        Assert.Equal(-1.25f, optimizer.StateValues(0)[0]);
    }
}
