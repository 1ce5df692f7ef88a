using Myelin.Autograd;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Operations;

/// <summary>
/// What operators and methods of a tensor give, at kinks, extremes and wrong arguments too. Gradients are checked against the reference in
/// <see cref="Reference.ReplayTests"/>.
/// </summary>
public sealed class TensorMembersTests
{
    private static readonly Tensor Grid = new(new Shape(2, 3), 1, 2, 3, 4, 5, 6);
    private static readonly Tensor Odd = new(new Shape(5), float.NaN, float.NegativeInfinity, -1, 0, float.PositiveInfinity);

    [Fact]
    public void Operators_take_constants_on_both_sides()
    {
        Tensor x = new(new Shape(3), 1, 2, 4);
        Assert.Equal([3, 4, 6], (x + 2f).ToArray());
        Assert.Equal([3, 4, 6], (2f + x).ToArray());
        Assert.Equal([-1, 0, 2], (x - 2f).ToArray());
        Assert.Equal([1, 0, -2], (2f - x).ToArray());
        Assert.Equal([2, 4, 8], (x * 2f).ToArray());
        Assert.Equal([2, 4, 8], (2f * x).ToArray());
        Assert.Equal([1 / 3f, 2 / 3f, 4 / 3f], (x / 3f).ToArray());
        Assert.Equal([3, 1.5f, 0.75f], (3f / x).ToArray());
        Assert.Equal([1, 4, 16], x.Pow(2f).ToArray());
    }

    [Fact]
    public void Comparisons_give_0_and_1_and_are_false_for_NaN()
    {
        Assert.Equal([0, 0, 0, 0, 1], (Odd > 0f).ToArray());
        Assert.Equal([0, 0, 0, 1, 1], (Odd >= 0f).ToArray());
        Assert.Equal([0, 1, 1, 0, 0], (Odd < 0f).ToArray());
        Assert.Equal([0, 1, 1, 1, 0], (Odd <= 0f).ToArray());
        Assert.Equal([0, 0, 0, 1, 0], Odd.EqualTo(-0f).ToArray());
        Assert.Equal([1, 1, 1, 0, 1], Odd.NotEqualTo(0f).ToArray());
        Assert.Equal([0, 1, 1, 1, 1], Odd.EqualTo(Odd).ToArray());
        Assert.Equal([1, 0, 0, 0, 0], Odd.NotEqualTo(Odd).ToArray());
        Assert.Equal((Grid > 3f).ToArray(), Grid.GreaterThan(3f).ToArray());
        Assert.Equal((Grid >= 3f).ToArray(), Grid.GreaterThanOrEqual(3f).ToArray());
        Assert.Equal((Grid < 3f).ToArray(), Grid.LessThan(3f).ToArray());
        Assert.Equal((Grid <= 3f).ToArray(), Grid.LessThanOrEqual(3f).ToArray());
        Tensor other = new(new Shape(2, 1), 2, 5);
        Assert.Equal([0, 0, 1, 0, 0, 1], Grid.GreaterThan(other).ToArray());
        Assert.Equal([0, 1, 1, 0, 1, 1], Grid.GreaterThanOrEqual(other).ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 0], Grid.LessThan(other).ToArray());
        Assert.Equal([1, 1, 0, 1, 1, 0], Grid.LessThanOrEqual(other).ToArray());
    }

    [Fact]
    public void No_gradient_goes_through_a_comparison_or_a_detached_tensor()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(2), 2, 3));
        Assert.Throws<InvalidOperationException>(() => tape.Backward((x > 2f).Sum()));
        Assert.Throws<InvalidOperationException>(() => tape.Backward(x.Detach().Sum()));
        tape.Backward((x.Detach() * x + (x > 2f) * x).Sum());
        Assert.Equal([2, 4], tape.Gradient(x).ToArray());
    }

    [Fact]
    public void What_is_not_chosen_harms_neither_value_nor_gradient()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(3), 4, 0, -1));
        Tensor safe = Tensor.Where(x > 0f, x, Tensor.Ones(new Shape()));
        Tensor y = Tensor.Where(x > 0f, safe.Log(), 0 * x);
        tape.Backward(y.Sum());
        Assert.Equal([MathF.Log(4), 0, 0], y.ToArray());
        Assert.Equal([0.25f, 0, 0], tape.Gradient(x).ToArray());
        Assert.Equal([1, 2, 2], Tensor.Where(new Tensor(new Shape(3), float.NaN, 0, -0f), Tensor.Ones(new Shape(3)), Tensor.Full(new Shape(3), 2)).ToArray());
        Assert.Throws<ArgumentException>(() => Tensor.Where(x, Grid, Grid));
    }

    [Fact]
    public void Clamp_passes_NaN_and_the_gradient_at_its_limits()
    {
        Assert.Equal([float.NaN, -1, -1, 0, 0.5f], Odd.Clamp(-1, 0.5f).ToArray());
        Assert.Equal([2, 2, 3, 3, 3, 3], Gradient(Grid, x => x.Clamp(2, 3).Sum(), out float[] gradient));
        Assert.Equal([0, 1, 1, 0, 0, 0], gradient);
        Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Clamp(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Grid.Clamp(float.NaN, 1));

        static float[] Gradient(Tensor values, Func<Tensor, Tensor> f, out float[] gradient)
        {
            var tape = new Tape();
            using StepScope step = tape.BeginStep(training: false);
            Tensor x = tape.Variable(values);
            tape.Backward(f(x));
            gradient = tape.Gradient(x).ToArray();
            return x.Clamp(2, 3).ToArray();
        }
    }

    [Fact]
    public void Reductions_over_axes()
    {
        Tensor cube = new(new Shape(2, 2, 3), [.. Enumerable.Range(1, 12).Select(i => (float)i)]);
        Assert.Equal((new Shape(), 78f), (cube.Sum().Shape, cube.Sum().ToScalar()));
        Assert.Equal((new Shape(1, 2, 1), "30, 48"), Shown(cube.Sum(0, 2)));
        Assert.Equal((new Shape(1, 2, 1), "30, 48"), Shown(cube.Sum(-1, 0)));
        Assert.Equal((new Shape(2, 1, 1), "3.5, 9.5"), Shown(cube.Mean(1, 2)));
        Assert.Equal((new Shape(1, 1, 3), "1, 2, 3"), Shown(cube.Min(0, 1)));
        Assert.Equal((new Shape(1, 1, 1), "12"), Shown(cube.Max(0, 1, 2)));
        Assert.Equal((new Shape(2, 1, 3), "2.25, 2.25, 2.25, 2.25, 2.25, 2.25"), Shown(cube.Variance(1)));
        Assert.Equal((new Shape(), "11.916667"), Shown(cube.Variance()));
        Assert.Equal(cube.Sum(0, 2).ToArray(), cube.Sum((int[])[0, 2]).ToArray());
        Assert.Throws<ArgumentException>(() => cube.Sum(0, -3));
        Assert.ThrowsAny<ArgumentException>(() => cube.Sum(0, 3));
        Assert.ThrowsAny<ArgumentException>(() => cube.Max(3));

        static (Shape, string) Shown(Tensor x) => (x.Shape, string.Join(", ", x.ToArray()));
    }

    [Fact]
    public void Extremes_of_NaN_ties_and_nothing()
    {
        Assert.True(float.IsNaN(Odd.Max().ToScalar()) && float.IsNaN(Odd.Min().ToScalar()));
        Assert.Equal(float.PositiveInfinity, Odd[1..].Max().ToScalar());
        Assert.Equal(float.NegativeInfinity, Odd[1..].Min().ToScalar());
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(2, 2), 5, 5, 5, 1));
        tape.Backward(x.Max(0, 1).Sum());
        Assert.Equal([1 / 3f, 1 / 3f, 1 / 3f, 0], tape.Gradient(x).ToArray());
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(0)).Max());
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 0)).Min(1));
        Assert.Equal(new Shape(1, 0), Tensor.Zeros(new Shape(3, 0)).Min(0).Shape);
        Assert.Equal(0, Tensor.Zeros(new Shape(0)).Sum().ToScalar());
        Assert.True(float.IsNaN(Tensor.Zeros(new Shape(0)).Mean().ToScalar()));
    }

    [Fact]
    public void Log_sum_exp_at_extremes()
    {
        Assert.Equal(1000 + MathF.Log(2), new Tensor(new Shape(2), 1000, 1000).LogSumExp().ToScalar());
        Assert.Equal(float.NegativeInfinity, Tensor.Full(new Shape(2), float.NegativeInfinity).LogSumExp().ToScalar());
        Assert.Equal(float.PositiveInfinity, new Tensor(new Shape(2), float.PositiveInfinity, 1).LogSumExp().ToScalar());
        Assert.True(float.IsNaN(new Tensor(new Shape(2), float.NaN, 1).LogSumExp().ToScalar()));
        Assert.True(float.IsNaN(new Tensor(new Shape(2), float.NaN, float.PositiveInfinity).LogSumExp().ToScalar()));
        Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(3, 0)).LogSumExp(1));
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(2, 2), float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, 3));
        tape.Backward(x.LogSumExp(1).Sum());
        Assert.Equal([0, 0, 0, 1], tape.Gradient(x).ToArray());
    }

    [Theory]
    [InlineData(1e8f, 1e8f, 0.5f, 0.5f)]
    [InlineData(-3e30f, -3e30f, 0.5f, 0.5f)]
    [InlineData(1e5f, 99_999, 0.73105858f, 0.26894142f)]
    [InlineData(float.MaxValue, 0, 1, 0)]
    public void The_gradient_of_log_sum_exp_is_the_soft_max_however_large_the_elements_are(float first, float second, float left, float right)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(2), first, second));
        tape.Backward(x.LogSumExp());
        Assert.Equal(left, tape.Gradient(x).At(0), 1e-6f);
        Assert.Equal(right, tape.Gradient(x).At(1), 1e-6f);
    }

    [Fact]
    public void Rows_elements_and_ranges()
    {
        Assert.Equal((new Shape(3), 4f), (Grid[1].Shape, Grid[1].At(0)));
        Assert.Equal(Grid[1].ToArray(), Grid[^1].ToArray());
        Assert.Equal((new Shape(), 6f), (Grid[1, 2].Shape, Grid[1, 2].ToScalar()));
        Assert.Equal((new Shape(1, 3), 4f), (Grid[1..].Shape, Grid[1..].At(0)));
        Assert.Equal(new Shape(0, 3), Grid[2..].Shape);
        Assert.ThrowsAny<ArgumentException>(() => Grid[2]);
        Assert.ThrowsAny<ArgumentException>(() => Grid[-1]);
        Assert.ThrowsAny<ArgumentException>(() => Grid[0, 3]);
        Assert.ThrowsAny<ArgumentException>(() => Grid[0..3]);
        Assert.ThrowsAny<ArgumentException>(() => Tensor.Zeros(new Shape())[0]);
    }

    [Fact]
    public void Shapes_change_and_come_back()
    {
        Assert.Equal(new Shape(3, 2), Grid.Reshape(-1, 2).Shape);
        Assert.Equal(new Shape(6), Grid.Reshape(-1).Shape);
        foreach (int[] wrong in (int[][])[[-1, 4], [-1, -1], [-1, 0], [-2, 3], [7]]) Assert.ThrowsAny<ArgumentException>(() => Grid.Reshape(wrong));
        Assert.Equal([1, 4, 2, 5, 3, 6], Grid.Transpose().ToArray());
        Assert.Equal(Grid.ToArray(), Grid.Transpose(0, 1).Transpose(-1, 0).ToArray());
        Assert.ThrowsAny<ArgumentException>(() => Grid.Reshape(6).Transpose());
        Tensor[] parts = Grid.Split(1, 1, 2);
        Assert.Equal([1, 4], parts[0].ToArray());
        Assert.Equal(Grid.ToArray(), Tensor.Concatenate(1, parts).ToArray());
        Assert.Throws<ArgumentException>(() => Grid.Split(1, 1, 1));
        Assert.ThrowsAny<ArgumentException>(() => Grid.Split(1, 4, -1));
        Tensor stacked = Tensor.Stack(-1, Grid, 10 * Grid);
        Assert.Equal((new Shape(2, 3, 2), "1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60"), (stacked.Shape, string.Join(", ", stacked.ToArray())));
        Assert.Equal(new Shape(2, 2, 3), Tensor.Stack(0, Grid, Grid).Shape);
        Assert.Equal(new Shape(2), Tensor.Stack(0, Grid[0, 0], Grid[0, 1]).Shape);
        Assert.ThrowsAny<ArgumentException>(() => Tensor.Stack(0, Grid, Grid.Reshape(6)));
        Assert.ThrowsAny<ArgumentException>(() => Tensor.Stack(3, Grid, Grid));
        Assert.ThrowsAny<ArgumentException>(() => Tensor.Stack(0, Tensor.Zeros(new Shape(1, 1, 1, 1, 1, 1))));
    }

    [Fact]
    public void Tensors_are_made_of_numbers_and_drawn()
    {
        Assert.Equal([0, 0, 0], Tensor.Zeros(new Shape(3)).ToArray());
        Assert.Equal([1, 1], Tensor.Ones(new Shape(1, 2)).ToArray());
        Assert.Equal([2.5f], Tensor.Full(new Shape(), 2.5f).ToArray());
        Assert.Empty(Tensor.Zeros(new Shape(0, 4)).ToArray());
        var random = new RandomSource(3);
        Tensor first = Tensor.Uniform(new Shape(10_000), random, -1, 3), second = Tensor.Uniform(new Shape(10_000), random, -1, 3),
            normal = Tensor.Normal(new Shape(10_000), random, 5, 2);
        Assert.NotEqual(first.ToArray(), second.ToArray());
        Assert.All(Tensor.Uniform(new Shape(1000), random, -3e38f, 3e38f).ToArray(), value => Assert.InRange(value, -3e38f, 3e38f));
        Assert.Equal(first.ToArray(), Tensor.Uniform(new Shape(10_000), new RandomSource(3), -1, 3).ToArray());
        Assert.All(first.ToArray(), value => Assert.InRange(value, -1, 3));
        Assert.InRange(first.Mean().ToScalar(), 0.95f, 1.05f);
        Assert.InRange(normal.Mean().ToScalar(), 4.9f, 5.1f);
        Assert.InRange(normal.Variance().ToScalar(), 3.8f, 4.2f);
    }
}
