using Myelin.Losses;
using Myelin.Reference.Functions;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>The cosine loss against its twin: at all scales, at small angles, and where a vector has no direction.</summary>
public sealed class CosineLossTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100)]
    public void Value_and_gradient_meet_the_accuracy_rule(int width)
    {
        var random = new System.Random(width);
        foreach (float scale in (float[])[1e-40f, 1e-30f, 1e-4f, 1, 300, 1e19f, 1e38f])
        {
            foreach (float angle in (float[])[0, 1e-6f, 1e-3f, 0.1f, 1, 10])
            {
                float[] v = [.. Enumerable.Range(0, width).Select(_ => 2 * random.NextSingle() - 1)];
                float[] u = [.. v.Select(value => scale * (value + angle * (2 * random.NextSingle() - 1)))];
                foreach (float sign in (float[])[1, -1]) Check(u, [.. v.Select(value => sign * value)]);
            }
        }
    }

    [Fact]
    public void Vectors_of_zeros_have_no_direction_and_pull_nowhere()
    {
        (float[] value, float[] gradient) = new LossCase(new CosineLoss(), Rows(0, 0, 1, 2, -0f, 0), Rows(1, 2, 0, 0, 0, 0)).Run(Reduction.None);
        Assert.Equal([1, 1, 1], value);
        Assert.All(gradient, slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Not_a_number_and_infinity_in_either_spoil_their_row_only()
    {
        Tensor[] rows = [Rows(1, 2, float.NaN, 1, float.PositiveInfinity, 1, 0, 0), Rows(3, 4, 1, 1, 1, 1, 1, 1)],
            zeros = [Rows(1, 2, 0, 0, 0, 0, 0, 0), Rows(3, 4, float.NaN, 1, float.NegativeInfinity, 1, 1, 1)];
        foreach (Tensor[] pair in (Tensor[][])[rows, [rows[1], rows[0]], zeros])
        {
            (float[] value, float[] gradient) = new LossCase(new CosineLoss(), pair[0], pair[1]).Run(Reduction.None);
            Assert.Equal([false, true, true, false], value.Select(float.IsNaN));
            Assert.Equal([false, true, true, false], gradient.Chunk(2).Select(row => row.All(float.IsNaN)));
        }
    }

    [Fact]
    public void Lengths_do_not_count()
    {
        Tensor u = Rows(1, 2, -3, 0.5f), v = Rows(0.3f, -1, 2, 2);
        Assert.Equal(new LossCase(new CosineLoss(), u, v).Run().Value,
            new LossCase(new CosineLoss(), new Tensor(u.Shape, [.. u.ToArray().Select(value => 8 * value)]), v).Run().Value);
    }

    private static void Check(float[] u, float[] v)
    {
        double[] exact = new double[u.Length], x = Array.ConvertAll(u, value => (double)value), y = Array.ConvertAll(v, value => (double)value);
        double loss = CosineReference.Evaluate(x, y, exact), uNorm = CosineReference.Norm(x), vNorm = CosineReference.Norm(y);
        string where = $"[{string.Join(", ", u)}] against [{string.Join(", ", v)}]";
        (float[] value, float[] gradient) = new LossCase(new CosineLoss(), Row(u), Row(v)).Run(Reduction.Sum);
        // The value is half the square of the difference of unit vectors; its digits are lost where those of the difference are.
        double difference = Math.Sqrt(x.Zip(y, (a, b) => Math.Pow(a / uNorm - b / vNorm, 2)).Sum());
        AccuracyRule.Check(value[0], difference * difference / 2, Math.Max(difference, Math.ScaleB(1, -22)), where);
        Assert.Equal(loss, value[0], 1e-6);
        // û, v̂ and (1 - c) û, each with the rounding of its own norm.
        for (int i = 0; i < exact.Length; i++)
            AccuracyRule.Check(gradient[i], exact[i], (Math.Abs(x[i]) / uNorm * (1 + loss) + Math.Abs(y[i]) / vNorm) / uNorm, $"gradient {i}: {where}");
    }

    private static Tensor Row(float[] values) => new(new Shape(1, values.Length), values);

    private static Tensor Rows(params float[] values) => new(new Shape(values.Length / 2, 2), values);
}
