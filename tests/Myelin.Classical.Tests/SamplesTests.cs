using Myelin.Data;
using Myelin.Tensors;
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquares(Samples.Of(new double[,] { { 1 }, { 2 } }, new double[,] { { 1 }, { 2 } }))
            .EffectiveParameters(-1));
    }

    [Theory]
    [InlineData(100_000, 50_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void Rows_that_have_more_numbers_than_an_array_are_refused_before_they_are_read(int rows, int width) =>
        Assert.Contains($"{rows} rows of {width} inputs: ", Assert.Throws<InvalidInputException>(() => Samples.Of(new Endless(rows, width))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(16_385)]
    [InlineData(47_000)]
    public void A_support_vector_machine_has_a_limit_of_inputs(int width)
    {
        string message = Assert.Throws<InvalidInputException>(() => SupportVectorMachine.Fit(Samples.Of(new double[2, width], [0, 1]), 1)).Message;
        Assert.Contains($"takes at most 16384 inputs, and these rows have {width}; take fewer columns", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_takes_more_memory_than_there_is_is_refused()
    {
        ClassicalMemory.Require("x", largest: 10, numbers: 1000, available: 8000);
        Assert.StartsWith("x: they take 8 MiB in double precision, and 7 MiB are there; take fewer rows", Refused(10, (1 << 20) + 1, (8 << 20) - 1),
            StringComparison.Ordinal);
        Assert.StartsWith("x: 2147483648 numbers in one array are more than 2147483591; ", Refused(1L << 31, 0, long.MaxValue), StringComparison.Ordinal);
        Assert.Contains("take ", Refused(1, (Int128)long.MaxValue * 100, long.MaxValue), StringComparison.Ordinal);

        static string Refused(Int128 largest, Int128 numbers, long available) =>
            Assert.Throws<InvalidInputException>(() => ClassicalMemory.Require("x", largest, numbers, available)).Message;
    }

    /// <summary>Says that it has many wide rows, and cannot be read.</summary>
    private sealed class Endless(int rows, int width) : IDataSource
    {
        public int Count => rows;

        public Shape InputShape => new(width);

        public int TargetCount => 1;

        public int ClassCount => 0;

        public bool HasWeights => false;

        public void Fill(ReadOnlySpan<int> rows, Batch batch) => throw new InvalidOperationException("It was read.");
    }
}
