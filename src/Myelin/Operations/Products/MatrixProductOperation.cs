using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// C = A B for matrices A [m, k] and B [k, n]; dA = dC Bᵀ, dB = Aᵀ dC. Each element is summed over k in one fixed order, so a row's result does not
/// depend on the others.
/// </summary>
internal sealed class MatrixProductOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "matrix product";

    /// <summary>Multiplies two matrices.</summary>
    /// <param name="a">The left factor, [m, k].</param>
    /// <param name="b">The right factor, [k, n].</param>
    /// <exception cref="ArgumentException">Not two axes each, or the inner sizes differ.</exception>
    public static Tensor Apply(Tensor a, Tensor b)
    {
        Shape left = a.Shape, right = b.Shape;
        if (left.Rank != 2 || right.Rank != 2 || left[1] != right[0])
            throw new ArgumentException($"A matrix product needs the shapes [m, k] and [k, n], not {left} and {right}.", nameof(b));
        return Record<MatrixProductOperation>(a, b).Run(new Shape(left[0], right[1]));
    }

    /// <inheritdoc/>
    protected override void Forward() => MatrixMultiply.Run(View(0), View(1), ResultSpan);

    /// <inheritdoc/>
    protected override void Backward()
    {
        var dy = new MatrixView(ResultGradient, Result.Shape[0], Result.Shape[1]);
        if (Needs(0))
        {
            Span<float> da = GradientSpan(0, out bool accumulate);
            MatrixMultiply.Run(dy, View(1).Transposed, da, accumulate);
        }

        if (Needs(1))
        {
            Span<float> db = GradientSpan(1, out bool accumulate);
            Shard.Sum(new TransposedProduct(OperandSpan(0), Operand(0).Shape[1], ResultGradient, Result.Shape[1]), Result.Shape[0], Tape!.Shards, db,
                accumulate);
        }
    }

    private MatrixView View(int operand) => new(OperandSpan(operand), Operand(operand).Shape[0], Operand(operand).Shape[1]);
}
