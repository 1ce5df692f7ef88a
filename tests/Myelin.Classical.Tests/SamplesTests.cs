using Xunit;

namespace Myelin.Classical.Tests;

public sealed class SamplesTests
{
    [Fact]
    public void Rows_that_cannot_be_fitted_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Samples.Of(new double[0, 2]));
        Assert.Throws<ArgumentException>(() => Samples.Of(new double[2, 0], new double[2, 1]));
        Assert.Contains("1E+150", Assert.Throws<ArgumentException>(() => Samples.Of(new double[,] { { 1 }, { 1e151 } })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Samples.Of(new double[,] { { double.NaN } }));
        Assert.Throws<ArgumentException>(() => Samples.Of(new double[2, 1], [0, int.MaxValue]));
        Assert.Throws<ArgumentException>(() => Samples.Of(new double[2, 1], [0, -1]));
        Assert.Throws<ArgumentException>(() => Subspaces.LargestAngle(new double[0, 2], new double[0, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquares(Samples.Of(new double[,] { { 1 }, { 2 } }, new double[,] { { 1 }, { 2 } })).EffectiveParameters(-1));
    }
}
