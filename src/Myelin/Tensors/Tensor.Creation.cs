using Myelin.Random;

namespace Myelin.Tensors;

public readonly partial struct Tensor
{
    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">The shape.</param>
    public static Tensor Zeros(Shape shape) => Full(shape, 0);

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">The shape.</param>
    public static Tensor Ones(Shape shape) => Full(shape, 1);

    /// <summary>A tensor of one number.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="value">The number.</param>
    public static Tensor Full(Shape shape, float value)
    {
        Tensor tensor = Empty(shape);
        tensor.Slot.Span.Fill(value);
        return tensor;
    }

    /// <summary>Numbers drawn evenly between two limits, with the next stream of a source.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="minimum">The lower limit, which may occur.</param>
    /// <param name="maximum">The upper limit, which does not occur but for rounding.</param>
    public static Tensor Uniform(Shape shape, RandomSource random, float minimum = 0, float maximum = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        Tensor tensor = Empty(shape);
        random.Next().FillUniform(tensor.Slot.Span, step: 0, row: 0);
        float width = maximum - minimum;
        // Limits that are finite may be further apart than float32 reaches.
        if (float.IsInfinity(width) && float.IsFinite(minimum) && float.IsFinite(maximum))
        {
            foreach (ref float value in tensor.Slot.Span) value = (float)((value * ((double)maximum - minimum)) + minimum);
            return tensor;
        }

        foreach (ref float value in tensor.Slot.Span) value = value * width + minimum;
        return tensor;
    }

    /// <summary>Numbers drawn from a normal distribution, with the next stream of a source.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    public static Tensor Normal(Shape shape, RandomSource random, float mean = 0, float standardDeviation = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        Tensor tensor = Empty(shape);
        random.Next().FillNormal(tensor.Slot.Span, step: 0, row: 0);
        foreach (ref float value in tensor.Slot.Span) value = value * standardDeviation + mean;
        return tensor;
    }

    private static Tensor Empty(Shape shape)
    {
        var slot = new Slot(tape: null);
        slot.Prepare(shape, -1);
        return new Tensor(slot);
    }
}
