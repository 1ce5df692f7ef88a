using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Tests.Reference;

/// <summary>Tensors of normal random numbers, the same in every run.</summary>
internal sealed class RandomTensors(ulong seed)
{
    private readonly RandomSource source = new(seed);

    internal RandomSource Source => source;

    internal Tensor Normal(params int[] axes)
    {
        var shape = new Shape(axes);
        var values = new float[shape.Count];
        source.Next().FillNormal(values, step: 0, row: 0);
        return new Tensor(shape, values);
    }

    /// <summary>Values from 0.5 to 2.</summary>
    internal Tensor Positive(params int[] axes) => Uniform(0.5f, 2, axes);

    internal Tensor Uniform(float low, float high, params int[] axes)
    {
        var shape = new Shape(axes);
        var values = new float[shape.Count];
        source.Next().FillUniform(values, step: 0, row: 0);
        return new Tensor(shape, [.. values.Select(value => low + value * (high - low))]);
    }

    /// <summary>Rows of probabilities.</summary>
    internal Tensor Distributions(int rows, int classes)
    {
        float[] values = Uniform(0, 1, rows, classes).ToArray();
        for (int row = 0; row < rows; row++)
        {
            float sum = values.Skip(row * classes).Take(classes).Sum();
            for (int i = 0; i < classes; i++) values[row * classes + i] /= sum;
        }

        return new Tensor(new Shape(rows, classes), values);
    }
}
