using Myelin.Activations;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.Kernels;

/// <summary>Single rows take a way of their own, with the same bits; the weights kept for it follow every change of the weights.</summary>
public sealed class RowProductTests
{
    private static readonly Shape Input = new(300);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(256, 16)]
    [InlineData(257, 33)]
    [InlineData(784, 128)]
    [InlineData(520, 300)]
    public void A_row_has_the_bits_of_the_matrix_product(int inputs, int outputs)
    {
        float[] x = Samples.Make(inputs, 1), weights = Samples.Make(inputs * outputs, 2), bias = Samples.Make(outputs, 3),
            expected = new float[outputs], actual = new float[outputs];
        int stride = Storage.RoundUp(outputs);
        var padded = new float[inputs * stride];
        for (int row = 0; row < inputs; row++) weights.AsSpan(row * outputs, outputs).CopyTo(padded.AsSpan(row * stride));
        MatrixMultiply.Run(new MatrixView(x, 1, inputs), new MatrixView(weights, inputs, outputs), bias, BiasAxis.Columns, default(Tanh), expected);
        RowProduct.Run(x, padded, bias, default(Tanh), actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Predictions_of_a_row_follow_every_change_of_the_weights()
    {
        float[] rows = Samples.Make(2 * 300, 1);
        Sequential network = Sequential.Build("linear:40 tanh linear:3", Input, new RandomSource(1)),
            other = Sequential.Build("linear:40 tanh linear:3", Input, new RandomSource(2));
        RequireSame(network, rows);

        var store = network.Store;
        RequireSame(network, rows);

        ParameterSnapshot before = store.Snapshot();
        float[] first = network.Predict(Input, rows.AsSpan(0, 300));
        store.ChangeGradients(0, static (gradients, _) => gradients.Fill(1));
        new Sgd().Step(store, 0.1f);
        RequireSame(network, rows);
        Assert.NotEqual(first, network.Predict(Input, rows.AsSpan(0, 300)));

        store.Restore(before);
        Assert.Equal(first, network.Predict(Input, rows.AsSpan(0, 300)));

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "other.safetensors");
        ModelFile.Save(path, new SavedModel { Network = other, InputShape = Input, Loss = "mse", Seed = 2 });
        ModelFile.LoadWeights(path, network);
        RequireSame(network, rows);
        Assert.Equal(other.Predict(Input, rows), network.Predict(Input, rows));
    }

    /// <summary>A row alone takes the way of its own, two rows do not.</summary>
    private static void RequireSame(Sequential network, float[] rows)
    {
        float[] both = network.Predict(Input, rows);
        Assert.Equal(both[..3], network.Predict(Input, rows.AsSpan(0, 300)));
        Assert.Equal(both[3..], network.Predict(Input, rows.AsSpan(300)));
    }
}
