using Myelin.Data;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Data;

/// <summary>Rows are read in parts that follow what a row takes.</summary>
public sealed class BatchReaderTests
{
    [Theory]
    [InlineData("", 1, 1024, 1024, 952)]
    [InlineData("linear:8 relu", 1, 1024, 1024, 952)]
    [InlineData("", 1 << 16, 256, 256, 88)]
    [InlineData("relu relu relu", 1 << 16, 64, 64, 64, 8)]
    [InlineData("relu relu relu", 1 << 24, 1, 1, 1)]
    public void Parts_follow_the_input_or_the_network_that_predicts(string layers, int width, params int[] parts)
    {
        var source = new Wide(width, parts.Sum());
        Sequential? network = layers.Length == 0 ? null : Sequential.Build(layers, source.InputShape, new RandomSource(1));
        Assert.Equal(parts, BatchReader.Read(source, network).Select(part => part.Batch.Rows));
        Assert.Equal(0, BatchReader.Read(source, network).First().First);
    }

    /// <summary>Rows of some width, whatever they hold.</summary>
    private sealed class Wide(int width, int count) : IDataSource
    {
        public int Count => count;

        public Shape InputShape => new(width);

        public int ClassCount => 0;

        public int TargetCount => 0;

        public bool HasWeights => false;

        public void Fill(ReadOnlySpan<int> rows, Batch batch) => batch.Resize(this, rows.Length);
    }
}
