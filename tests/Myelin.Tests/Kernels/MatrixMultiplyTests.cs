using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Kernels;
using Xunit;

namespace Myelin.Tests.Kernels;

[Collection(nameof(WorkersCollection))]
public sealed class MatrixMultiplyTests : IDisposable
{
    private static readonly int[] edges = [0, 1, 2, 3, 5, 6, 7, 11, 12, 13, 15, 16, 17, 24, 25, 31, 32, 33, 40];
    private readonly int threads = Workers.Threads;

    public void Dispose() => Workers.Threads = threads;

    [Fact]
    public void Every_edge_size_and_stride_follows_the_contract_bit_for_bit()
    {
        foreach (int rows in edges)
            foreach (int columns in edges)
                foreach (int length in (ReadOnlySpan<int>)[0, 1, 2, 3, 16, 37])
                    foreach (bool transposeA in (ReadOnlySpan<bool>)[false, true])
                        foreach (bool transposeB in (ReadOnlySpan<bool>)[false, true])
                            Check(rows, columns, length, transposeA, transposeB, accumulate: (rows + columns) % 2 == 1);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1300)]
    public void Every_length_around_the_chunks_follows_the_contract_bit_for_bit(int length)
    {
        foreach ((int rows, int columns) in ((int, int)[])[(1, 1), (1, 200), (5, 40), (13, 33), (70, 40), (30, 150), (55, 150), (2, 600), (90, 4)])
            foreach (bool transposeA in (ReadOnlySpan<bool>)[false, true])
                foreach (bool transposeB in (ReadOnlySpan<bool>)[false, true])
                    foreach (bool accumulate in (ReadOnlySpan<bool>)[false, true])
                        Check(rows, columns, length, transposeA, transposeB, accumulate);
    }

    [Fact]
    public void The_error_stays_within_the_bound_of_a_float_sum()
    {
        const int Rows = 20, Columns = 40, Length = 700;
        float[] a = Samples.Make(Rows * Length, 1), b = Samples.Make(Length * Columns, 2), c = new float[Rows * Columns];
        MatrixMultiply.Run(new MatrixView(a, Rows, Length), new MatrixView(b, Length, Columns), c);
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
            {
                double exact = 0, magnitude = 0;
                for (int k = 0; k < Length; k++)
                {
                    double term = (double)a[i * Length + k] * b[k * Columns + j];
                    exact += term;
                    magnitude += Math.Abs(term);
                }

                Assert.InRange(Math.Abs(c[i * Columns + j] - exact), 0, Length * Math.ScaleB(1, -23) * magnitude);
            }
    }

    [Fact]
    public void Gaps_between_rows_and_columns_are_skipped()
    {
        const int Rows = 30, Columns = 50, Length = 20;
        float[] a = Samples.Make(Rows * Length * 6, 1), b = Samples.Make(Rows * Length * Columns * 6, 2), c = new float[Rows * Columns];
        var left = new MatrixView(a, Rows, Length, 3 * Length, 2);
        var right = new MatrixView(b, Length, Columns, 3 * Columns, 2);
        MatrixMultiply.Run(left, right, c);
        Assert.Equal(Expected(left, right, null), c);
    }

    [Fact]
    public void A_row_alone_has_the_bits_it_has_in_a_batch()
    {
        const int Rows = 130, Columns = 70, Length = 600;
        float[] a = Samples.Make(Rows * Length, 1), b = Samples.Make(Columns * Length, 2), batch = new float[Rows * Columns], alone = new float[Columns];
        MatrixMultiply.Run(new MatrixView(a, Rows, Length), new MatrixView(b, Columns, Length).Transposed, batch);
        for (int row = 0; row < Rows; row++)
        {
            MatrixMultiply.Run(new MatrixView(a.AsSpan(row * Length), 1, Length), new MatrixView(b, Columns, Length).Transposed, alone);
            Assert.Equal(batch[(row * Columns)..((row + 1) * Columns)], alone);
        }
    }

    [Theory]
    [InlineData(260, 300, 300)]
    [InlineData(1000, 20, 100)]
    [InlineData(20, 1500, 100)]
    [InlineData(10, 20, 5000)]
    [InlineData(3, 7, 30000)]
    public void The_number_of_threads_does_not_change_a_bit(int rows, int columns, int length)
    {
        float[] a = Samples.Make(rows * length, 1), b = Samples.Make(length * columns, 2), start = Samples.Make(rows * columns, 3);
        float[]? first = null;
        foreach (int count in (ReadOnlySpan<int>)[1, 2, 3])
        {
            Workers.Threads = count;
            float[] c = [.. start];
            MatrixMultiply.Run(new MatrixView(a, rows, length), new MatrixView(b, length, columns), c, accumulate: true);
            first ??= c;
            Assert.Equal(first, c);
        }

        Assert.Equal(Expected(new MatrixView(a, rows, length), new MatrixView(b, length, columns), start), first);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(13, 45, 300)]
    [InlineData(130, 100, 70)]
    [InlineData(4, 5, 60000)]
    public void Bias_and_activation_are_applied_once_to_the_finished_sums(int rows, int columns, int length)
    {
        float[] a = Samples.Make(rows * length, 1), b = Samples.Make(length * columns, 2), bias = Samples.Make(Math.Max(rows, columns), 3);
        float[] sums = Expected(new MatrixView(a, rows, length), new MatrixView(b, length, columns), null);
        foreach (BiasAxis axis in Enum.GetValues<BiasAxis>())
        {
            float[] c = new float[rows * columns], kept = new float[rows * columns];
            MatrixMultiply.Run(new MatrixView(a, rows, length), new MatrixView(b, length, columns), bias, axis, new Square(3), c, kept);
            for (int i = 0; i < c.Length; i++)
            {
                float input = sums[i] + bias[axis == BiasAxis.Rows ? i / columns : i % columns];
                Assert.Equal(input, kept[i]);
                Assert.Equal(input * input * 3, c[i]);
            }

            float[] plain = new float[rows * columns];
            MatrixMultiply.Run(new MatrixView(a, rows, length), new MatrixView(b, length, columns), default, axis, new Square(3), plain);
            Assert.Equal(sums.Select(sum => sum * sum * 3), plain);
        }
    }

    [Fact]
    public void Nothing_behind_the_result_is_written_and_NaN_in_one_row_stays_there()
    {
        const int Rows = 15, Columns = 37, Length = 20;
        float[] a = Samples.Make(Rows * Length, 1), b = Samples.Make(Length * Columns, 2), c = Enumerable.Repeat(7f, Rows * Columns + 32).ToArray();
        a[3 * Length + 5] = float.NaN;
        MatrixMultiply.Run(new MatrixView(a, Rows, Length), new MatrixView(b, Length, Columns), c);
        Assert.All(c.Skip(Rows * Columns), x => Assert.Equal(7, x));
        for (int i = 0; i < Rows * Columns; i++) Assert.Equal(i / Columns == 3, float.IsNaN(c[i]));
    }

    [Fact]
    public void Nothing_is_allocated_once_the_buffers_exist()
    {
        float[] a = Samples.Make(300 * 300, 1), b = Samples.Make(300 * 300, 2), bias = Samples.Make(300, 3), c = new float[300 * 300];
        for (int repetition = 0; repetition < 20; repetition++)
        {
            // Alone, this thread meets every part; beside another it meets the parts of another cut.
            Workers.Threads = 1 + repetition % 2;
            Multiply();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int repetition = 0; repetition < 10; repetition++) Multiply();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Multiply()
        {
            MatrixMultiply.Run(new MatrixView(a, 300, 300), new MatrixView(b, 300, 300).Transposed, c);
            MatrixMultiply.Run(new MatrixView(a, 4, 2), new MatrixView(b, 2, 2), bias, BiasAxis.Columns, new Square(1), c);
            MatrixMultiply.Run(new MatrixView(a, 8000, 10).Transposed, new MatrixView(b, 8000, 11), c);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        float[] data = new float[100];
        Assert.Contains("2 x 3 and 4 x 5",
            Assert.Throws<ArgumentException>(() => MatrixMultiply.Run(new MatrixView(data, 2, 3), new MatrixView(data, 4, 5), data)).Message);
        Assert.Throws<ArgumentException>(() => MatrixMultiply.Run(new MatrixView(data, 20, 2), new MatrixView(data, 2, 20), data));
        Assert.Throws<ArgumentException>(() => new MatrixView(data, 3, 3, 50, 1));
        Assert.Throws<ArgumentException>(() =>
            MatrixMultiply.Run(new MatrixView(data, 3, 3), new MatrixView(data, 3, 3), data.AsSpan(0, 2), BiasAxis.Rows, new Square(1), data));
    }

    private static void Check(int rows, int columns, int length, bool transposeA, bool transposeB, bool accumulate)
    {
        float[] a = Samples.Make(rows * length, 1), b = Samples.Make(length * columns, 2), start = Samples.Make(rows * columns, 3), c = [.. start];
        MatrixView left = transposeA ? new MatrixView(a, length, rows).Transposed : new MatrixView(a, rows, length);
        MatrixView right = transposeB ? new MatrixView(b, columns, length).Transposed : new MatrixView(b, length, columns);
        MatrixMultiply.Run(left, right, c, accumulate);
        float[] expected = Expected(left, right, accumulate ? start : null);
        if (!expected.AsSpan().SequenceEqual(c))
            Assert.Fail($"{rows} x {length} (transposed: {transposeA}) times {length} x {columns} (transposed: {transposeB}), accumulated: {accumulate}");
    }

    /// <summary>The contract, one element at a time.</summary>
    private static float[] Expected(MatrixView a, MatrixView b, float[]? start)
    {
        var c = new float[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < b.Columns; j++)
            {
                ChunkedSum sum = start is null ? new() : new(start[i * b.Columns + j]);
                for (int k = 0; k < a.Columns; k++) sum.Add(a.Data[i * a.RowStride + k * a.ColumnStride], b.Data[k * b.RowStride + j * b.ColumnStride]);
                c[i * b.Columns + j] = sum.Total;
            }

        return c;
    }

    private readonly struct Square(float factor) : IUnaryFunction
    {
        private readonly float factor = factor;

        public static Saved Saves => Saved.Input;

        public Vector512<float> Value(Vector512<float> x) => x * x * factor;

        public Vector512<float> Derivative(Vector512<float> saved) => saved * factor * 2;
    }
}
