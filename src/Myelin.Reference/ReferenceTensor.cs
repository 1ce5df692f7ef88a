using Myelin.Tensors;

namespace Myelin.Reference;

/// <summary>A tensor in double precision: a shape and its elements in row-major order.</summary>
/// <param name="shape">The shape.</param>
public sealed class ReferenceTensor(Shape shape)
{
    /// <summary>The shape.</summary>
    public Shape Shape => shape;

    /// <summary>The elements, row-major.</summary>
    public double[] Values { get; } = new double[shape.Count];

    /// <summary>The value of a tensor with a single element.</summary>
    internal double Scalar => Values.Single();

    internal static ReferenceTensor Of(Tensor tensor)
    {
        var copy = new ReferenceTensor(tensor.Shape);
        for (int i = 0; i < copy.Values.Length; i++) copy.Values[i] = tensor.Span[i];
        return copy;
    }

    /// <summary>This tensor moved by a step along a direction.</summary>
    internal ReferenceTensor Moved(double[] direction, double step)
    {
        var moved = new ReferenceTensor(shape);
        for (int i = 0; i < Values.Length; i++) moved.Values[i] = Values[i] + step * direction[i];
        return moved;
    }

    /// <summary>One entry along the first axis.</summary>
    internal double[] Row(int row)
    {
        int width = shape.CountBehind(0);
        return Values[(row * width)..((row + 1) * width)];
    }
}
