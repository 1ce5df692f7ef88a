using Myelin.Autograd;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Operations;

/// <summary>Values of the primitives against plain loops, and the rules of shapes. Their gradients are checked against the reference elsewhere.</summary>
public sealed class OperationTests
{
    private static readonly Tensor Grid = new(new Shape(2, 3), 1, 2, 3, 4, 5, 6);

    [Theory]
    [InlineData(new int[] { 2, 3 }, new int[] { 2, 3 })]
    [InlineData(new int[] { 2, 3 }, new int[] { 1, 3 })]
    [InlineData(new int[] { 2, 1 }, new int[] { 2, 3 })]
    [InlineData(new int[] { 2, 1 }, new int[] { 1, 3 })]
    [InlineData(new int[] { 2, 3, 4, 5 }, new int[] { 1, 3, 1, 5 })]
    [InlineData(new int[] { 4, 1, 3, 1, 2, 5 }, new int[] { 1, 2, 3, 3, 1, 5 })]
    [InlineData(new int[] { 2, 3 }, new int[0])]
    [InlineData(new int[0], new int[] { 4 })]
    [InlineData(new int[0], new int[0])]
    [InlineData(new int[] { 0, 3 }, new int[] { 1, 3 })]
    [InlineData(new int[] { 2, 1 }, new int[] { 2, 0 })]
    public void Operands_are_repeated_along_axes_of_size_one(int[] first, int[] second)
    {
        Tensor a = Random(first, 1), b = Random(second, 2);
        int[] common = first.Length == 0 ? second : second.Length == 0 ? first : [.. first.Zip(second, (m, n) => m == 1 ? n : m)];
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(a), y = tape.Variable(b), product = x * y;
        tape.Backward(product.Sum());
        Assert.Equal(new Shape(common), product.Shape);
        float[] expected = new float[product.Count], byFirst = new float[a.Count], bySecond = new float[b.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            (int m, int n) = (Source(i, common, first), Source(i, common, second));
            expected[i] = a.Span[m] * b.Span[n];
            byFirst[m] += b.Span[n];
            bySecond[n] += a.Span[m];
        }

        Assert.Equal(expected, product.ToArray());
        Near(byFirst, tape.Gradient(x).ToArray());
        Near(bySecond, tape.Gradient(y).ToArray());
    }

    [Theory]
    [InlineData(new int[] { 3, 1 }, new int[] { 3 })]
    [InlineData(new int[] { 3 }, new int[] { 1, 3 })]
    [InlineData(new int[] { 2, 3 }, new int[] { 3, 2 })]
    [InlineData(new int[] { 2 }, new int[] { 0 })]
    public void Shapes_whose_meaning_is_unclear_are_refused_by_name(int[] first, int[] second)
    {
        var thrown = Assert.Throws<ArgumentException>(() => Random(first, 1) + Random(second, 2));
        Assert.Contains($"{new Shape(first)}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"{new Shape(second)}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("add", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arithmetic_is_that_of_the_language()
    {
        Tensor a = Random([37], 1), b = Random([37], 2);
        Check((x, y) => x + y, (x, y) => x + y);
        Check((x, y) => x - y, (x, y) => x - y);
        Check((x, y) => x * y, (x, y) => x * y);
        Check((x, y) => x / y, (x, y) => x / y);
        Check((x, y) => x.Minimum(y), MathF.Min);
        Check((x, y) => x.Maximum(y), MathF.Max);
        Check((x, _) => -x, (x, _) => -x);
        Check((x, _) => x + 2, (x, _) => x + 2);
        Check((x, _) => x - 2, (x, _) => x - 2);
        Check((x, _) => 2 - x, (x, _) => 2 - x);
        Check((x, _) => 3 * x, (x, _) => 3 * x);
        Check((x, _) => x.Abs(), (x, _) => MathF.Abs(x));
        Check((x, _) => x.Abs().Sqrt(), (x, _) => MathF.Sqrt(MathF.Abs(x)));

        void Check(Func<Tensor, Tensor, Tensor> operation, Func<float, float, float> scalar) =>
            Assert.Equal(a.ToArray().Zip(b.ToArray(), scalar), operation(a, b).ToArray());
    }

    [Fact]
    public void Elementary_functions_are_within_two_units_of_the_last_place()
    {
        Tensor x = 10 * Random([100], 3), positive = x.Abs() + 0.01f;
        Near([.. x.ToArray().Select(v => (float)Math.Exp(v))], x.Exp().ToArray());
        Near([.. positive.ToArray().Select(v => (float)Math.Log(v))], positive.Log().ToArray());
        Near([.. positive.ToArray().Zip(x.ToArray(), (v, e) => (float)Math.Pow(v, e))], positive.Pow(x).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Sums_and_means_run_along_one_axis_and_keep_it(int axis)
    {
        int[] shape = [3, 5, 4];
        Tensor x = Random(shape, 4);
        int along = axis < 0 ? axis + 3 : axis;
        int[] reduced = [.. shape];
        reduced[along] = 1;
        var expected = new float[x.Count / shape[along]];
        for (int i = 0; i < x.Count; i++) expected[Source(i, shape, reduced)] += x.Span[i];
        Assert.Equal(new Shape(reduced), x.Sum(axis).Shape);
        Near(expected, x.Sum(axis).ToArray());
        Near([.. expected.Select(sum => sum / shape[along])], x.Mean(axis).ToArray());
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(x);
        tape.Backward((variable.Mean(axis) * Random(reduced, 5)).Sum());
        Tensor weights = Random(reduced, 5);
        Near([.. Enumerable.Range(0, x.Count).Select(i => weights.Span[Source(i, shape, reduced)] / shape[along])], tape.Gradient(variable).ToArray());
    }

    [Fact]
    public void Of_nothing_the_sum_is_zero_and_the_mean_not_a_number()
    {
        var nothing = new Tensor(new Shape(0, 3));
        Assert.Equal(0, nothing.Sum().ToScalar());
        Assert.True(float.IsNaN(nothing.Mean().ToScalar()));
        Assert.Equal([0, 0, 0], nothing.Sum(0).ToArray());
        Assert.Empty(nothing.Sum(1).ToArray());
    }

    [Fact]
    public void Reshape_keeps_the_elements_and_refuses_another_number_of_them()
    {
        Assert.Equal(Grid.ToArray(), Grid.Reshape(3, 1, 2).ToArray());
        string message = Assert.Throws<ArgumentException>(() => Grid.Reshape(4)).Message;
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[4]", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(0, 2, 1)]
    [InlineData(5, 3, 1, 4, 0, 2)]
    public void Permute_moves_every_axis(params int[] order)
    {
        int[] shape = [.. ((int[])[2, 3, 4, 2, 3, 2]).Take(order.Length)];
        Tensor x = Random(shape, 6), y = x.Permute(order);
        Assert.Equal(new Shape([.. order.Select(axis => shape[axis])]), y.Shape);
        for (int i = 0; i < y.Count; i++)
        {
            int[] index = Index(i, y.Shape.ToArray()), source = new int[order.Length];
            for (int axis = 0; axis < order.Length; axis++) source[order[axis]] = index[axis];
            Assert.Equal(x.Span[Flat(source, shape)], y.Span[i]);
        }
    }

    [Fact]
    public void Permute_wants_every_axis_once_and_takes_scalars_and_empty_tensors()
    {
        foreach (int[] order in (int[][])[[0], [0, 0], [0, 2], [-1, 0], [0, 1, 2]]) Assert.Throws<ArgumentException>(() => Grid.Permute(order));
        Assert.Equal([5], new Tensor(new Shape(), 5).Permute().ToArray());
        Assert.Equal(new Shape(3, 0), new Tensor(new Shape(0, 3)).Permute(1, 0).Shape);
    }

    [Fact]
    public void Slices_and_what_is_outside_an_axis()
    {
        Assert.Equal([2, 3, 5, 6], Grid.Slice(1, 1, 2).ToArray());
        Assert.Equal([4, 5, 6], Grid.Slice(-2, 1, 1).ToArray());
        Assert.Equal(new Shape(2, 0), Grid.Slice(1, 3, 0).Shape);
        foreach ((int start, int count) in ((int, int)[])[(-1, 1), (0, 4), (3, 1), (0, -1), (int.MaxValue, 1)])
            Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Slice(1, start, count));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Slice(2, 0, 1));
    }

    [Fact]
    public void Concatenation_undoes_slicing_and_wants_shapes_that_agree()
    {
        Tensor x = Random([2, 5, 3], 7);
        Assert.Equal(x.ToArray(), Tensor.Concatenate(1, x.Slice(1, 0, 2), x.Slice(1, 2, 0), x.Slice(1, 2, 3)).ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], Tensor.Concatenate(0, Grid, Grid).ToArray());
        Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0));
        string message = Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0, Grid, x)).Message;
        Assert.Contains("[2, 3]", message, StringComparison.Ordinal);
        Assert.Contains("[2, 5, 3]", message, StringComparison.Ordinal);
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor twice = tape.Variable(Grid);
        tape.Backward((Tensor.Concatenate(1, twice, twice) * Random([2, 6], 8)).Sum());
        float[] weights = Random([2, 6], 8).ToArray();
        Near([weights[0] + weights[3], weights[1] + weights[4], weights[2] + weights[5], weights[6] + weights[9], weights[7] + weights[10],
            weights[8] + weights[11]], tape.Gradient(twice).ToArray());
    }

    [Fact]
    public void Gathered_rows_may_repeat_and_their_gradients_add_up()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(Grid);
        Tensor rows = x.GatherRows((int[])[1, 0, 1, 1]);
        Assert.Equal([4, 5, 6, 1, 2, 3, 4, 5, 6, 4, 5, 6], rows.ToArray());
        tape.Backward(rows.Sum());
        Assert.Equal([1, 1, 1, 3, 3, 3], tape.Gradient(x).ToArray());
        Assert.Equal(new Shape(0, 3), Grid.GatherRows((int[])[]).Shape);
        foreach (int wrong in (int[])[-1, 2])
            Assert.Contains($"{wrong}", Assert.Throws<ArgumentOutOfRangeException>(() => Grid.GatherRows((int[])[wrong])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arg_max_takes_the_first_of_equal_ones_and_not_a_number_before_all()
    {
        var x = new Tensor(new Shape(5, 3), 1, 3, 3, 2, 2, 2, 0, float.NaN, 5, float.NaN, 1, float.NaN, float.NegativeInfinity,
            float.NegativeInfinity, float.PositiveInfinity);
        Assert.Equal([1, 0, 1, 0, 2], x.ArgMax().ToArray());
        Assert.Empty(new Tensor(new Shape(0, 3)).ArgMax().ToArray());
        Assert.Throws<ArgumentException>(() => new Tensor(new Shape(3, 0)).ArgMax());
    }

    [Fact]
    public void A_matrix_product_is_the_plain_loop_and_wants_inner_sizes_that_agree()
    {
        Tensor a = Random([7, 19], 9), b = Random([19, 5], 10);
        var expected = new float[7 * 5];
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 5; j++) expected[i * 5 + j] = (float)Enumerable.Range(0, 19).Sum(k => (double)a.Span[i * 19 + k] * b.Span[k * 5 + j]);
        }

        Near(expected, a.MatMul(b).ToArray(), 1e-6f);
        string message = Assert.Throws<ArgumentException>(() => a.MatMul(a)).Message;
        Assert.Equal(2, message.Split("[7, 19]").Length - 1);
        Assert.Equal([0, 0, 0, 0], new Tensor(new Shape(2, 0)).MatMul(new Tensor(new Shape(0, 2))).ToArray());
    }

    [Fact]
    public void Soft_max_sums_to_one_whatever_the_size_of_the_logits()
    {
        foreach (float scale in (float[])[1, 30, 10_000])
        {
            Tensor x = scale * Random([6, 11], 11), p = x.Softmax(), logs = x.LogSoftmax();
            Near([1, 1, 1, 1, 1, 1], p.Sum(1).ToArray(), 1e-6f);
            Near(p.ToArray(), logs.Exp().ToArray(), 1e-6f);
        }

        Assert.Equal([0, 0.5f, 0.5f], new Tensor(new Shape(1, 3), float.NegativeInfinity, 2, 2).Softmax().ToArray());
        Assert.All(new Tensor(new Shape(1, 3), 1, float.NaN, 2).Softmax().ToArray(), value => Assert.True(float.IsNaN(value)));
        Assert.All(new Tensor(new Shape(1, 2), float.NegativeInfinity, float.NegativeInfinity).LogSoftmax().ToArray(),
            value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_tensor_has_as_many_values_as_its_shape_counts()
    {
        Assert.Throws<ArgumentException>(() => new Tensor(new Shape(2, 2), 1, 2, 3));
        Assert.Throws<ArgumentException>(() => new Shape(1, -1));
        Assert.Throws<ArgumentException>(() => new Shape(1 << 16, 1 << 16));
        Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1, 1, 1));
        Assert.Throws<InvalidOperationException>(() => Grid.ToScalar());
        float[] values = [1, 2];
        var copy = new Tensor(new Shape(2), values);
        values[0] = 9;
        Assert.Equal([1, 2], copy.ToArray());
    }

    private static Tensor Random(int[] shape, int seed) => new(new Shape(shape), Samples.Make(new Shape(shape).Count, seed));

    private static void Near(float[] expected, float[] actual, float tolerance = 3e-7f)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static int[] Index(int position, int[] shape)
    {
        var index = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--) (position, index[axis]) = (position / shape[axis], position % shape[axis]);
        return index;
    }

    private static int Flat(int[] index, int[] shape) => index.Zip(shape).Aggregate(0, (position, axis) => position * axis.Second + axis.First);

    /// <summary>The element of an operand that an element of the common shape comes from.</summary>
    private static int Source(int position, int[] common, int[] operand) =>
        operand.Length == 0 ? 0 : Flat([.. Index(position, common).Zip(operand, (i, size) => size == 1 ? 0 : i)], operand);
}
