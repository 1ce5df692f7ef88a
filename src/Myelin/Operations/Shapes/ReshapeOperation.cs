using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>The same elements in the same order under another shape; the gradient passes through.</summary>
internal sealed class ReshapeOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <summary>Gives the elements another shape.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shape">A shape with as many elements.</param>
    /// <exception cref="ArgumentException">The numbers of elements differ.</exception>
    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape.Count != x.Count)
            throw new ArgumentException($"{x.Shape} has {x.Count} elements and cannot become {shape}, which has {shape.Count}.", nameof(shape));
        return Record<ReshapeOperation>(x).Run(shape);
    }

    /// <inheritdoc/>
    protected override void Forward() => OperandSpan(0).CopyTo(ResultSpan);

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        Copy.To(ResultGradient, dx, accumulate);
    }
}
