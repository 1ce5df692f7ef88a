using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Classical.Tests;

/// <summary>A linear network that is trained to give its input back through two neurons finds the plane of the first two principal components.</summary>
public sealed class AutoencoderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_linear_autoencoder_of_iris_finds_the_subspace_of_the_first_components(int seed)
    {
        double[,] iris = RealData.Standardised(RealData.Iris());
        float[] rows = [.. iris.Cast<double>().Select(value => (float)value)];
        var components = PrincipalComponents.Fit(Samples.Of(iris));
        var shape = new Shape(4);
        var network = Sequential.Build("linear:2 linear:4", shape, new RandomSource((ulong)seed));
        var options = new TrainerOptions { Epochs = 3000, BatchSize = 150, LearningRate = new Constant(0.2f), Patience = 0, Seed = (ulong)seed };
        new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(momentum: 0.9f), options).Fit(MemorySource.WithTargets(shape, rows, rows, 4));
        LinearModel[] layers = [.. network.Children.Select(child => LinearModel.Of((Linear)child.Layer))];
        double[,] axes = Table(2, 4, components.Component);
        Assert.InRange(Subspaces.LargestAngle(axes, Columns(layers[1])), 0, 1e-3);
        Assert.InRange(Subspaces.LargestAngle(axes, Rows(layers[0])), 0, 1e-3);
        // The axes within the plane are its own.
        Assert.True(Subspaces.LargestAngle(Table(1, 4, components.Component), First(Rows(layers[0]))) > 0.01);
        // What is lost is what the other components explain.
        double lost = network.Predict(shape, rows).Zip(rows, (a, b) => Math.Pow(a - b, 2)).Sum() / 149;
        Assert.Equal(components.Variances.Skip(2).Sum(), lost, 1e-5);
    }

    [Fact]
    public void Angles_between_spaces_are_those_of_plane_geometry()
    {
        double[,] x = { { 1, 0, 0 } }, plane = { { 1, 0, 0 }, { 1, 1, 0 } };
        Assert.Equal(0, Subspaces.LargestAngle(x, new double[,] { { -3, 0, 0 } }), 1e-15);
        Assert.Equal(Math.PI / 4, Subspaces.LargestAngle(x, new double[,] { { 2, 2, 0 } }), 1e-12);
        Assert.Equal(Math.PI / 2, Subspaces.LargestAngle(x, new double[,] { { 0, 0, 5 } }), 1e-7);
        Assert.Equal(0, Subspaces.LargestAngle(plane, new double[,] { { 0, 1, 0 }, { 5, 2, 0 } }), 1e-15);
        Assert.Equal(1e-9, Subspaces.LargestAngle(x, new double[,] { { 1, 1e-9, 0 } }), 1e-20);
        Assert.Equal(Math.PI / 6, Subspaces.LargestAngle(plane, new double[,] { { 1, 0, 0 }, { 0, Math.Sqrt(3), 1 } }), 1e-12);
        Assert.Contains("depend on each other",
            Assert.Throws<ArgumentException>(() => Subspaces.LargestAngle(plane, new double[,] { { 1, 1, 1 }, { 2, 2, 2 } })).Message,
            StringComparison.Ordinal);
        Assert.Contains("have no angle to", Assert.Throws<ArgumentException>(() => Subspaces.LargestAngle(plane, x)).Message, StringComparison.Ordinal);
    }

    private delegate ReadOnlySpan<double> Direction(int index);

    private static double[,] Table(int count, int width, Direction direction)
    {
        var table = new double[count, width];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < width; i++) table[row, i] = direction(row)[i];
        }

        return table;
    }

    private static double[,] Rows(LinearModel layer) => Fill(layer.Outputs, layer.Inputs, layer.Coefficient);

    private static double[,] Columns(LinearModel layer) => Fill(layer.Inputs, layer.Outputs, (i, output) => layer.Coefficient(output, i));

    private static double[,] First(double[,] rows) => Fill(1, rows.GetLength(1), (row, i) => rows[row, i]);

    private static double[,] Fill(int rows, int columns, Func<int, int, double> value)
    {
        var table = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) table[row, column] = value(row, column);
        }

        return table;
    }
}
