using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>An elementwise function of two tensors, whichever it is.</summary>
public interface IBinaryOperation
{
    /// <summary>The function.</summary>
    IBinaryFunction Function { get; }
}

/// <summary>
/// y = f(a, b), element by element with explicit broadcasting (see <see cref="Broadcasting"/>); da = dy · ∂f/∂a, db = dy · ∂f/∂b, summed where an
/// operand was repeated.
/// </summary>
/// <typeparam name="TFunction">The function.</typeparam>
public sealed class BinaryOperation<TFunction> : Operation, IBinaryOperation where TFunction : unmanaged, IBinaryFunction
{
    /// <inheritdoc/>
    public override string Name => TFunction.Name;

    /// <inheritdoc/>
    public IBinaryFunction Function => default(TFunction);

    /// <summary>Applies the function to every pair of elements.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand: the same number of axes, sizes equal or 1; or a scalar.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor a, Tensor b)
    {
        Shape shape = Broadcasting.Common(TFunction.Name, a.Shape, b.Shape);
        return Record<BinaryOperation<TFunction>>(a, b).Run(shape, TFunction.StopsGradient);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        Shape shape = Result.Shape;
        using var scratchA = Broadcasting.Expand(OperandSpan(0), Operand(0).Shape, shape, out ReadOnlySpan<float> a);
        using var scratchB = Broadcasting.Expand(OperandSpan(1), Operand(1).Shape, shape, out ReadOnlySpan<float> b);
        Elementwise.Map(default(ValueMap), a, b, ResultSpan);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Shape shape = Result.Shape;
        using var scratchA = Broadcasting.Expand(OperandSpan(0), Operand(0).Shape, shape, out ReadOnlySpan<float> a);
        using var scratchB = Broadcasting.Expand(OperandSpan(1), Operand(1).Shape, shape, out ReadOnlySpan<float> b);
        using Scratch gradient = Scratch.Take(shape.Count);
        if (Needs(0))
        {
            Elementwise.Map(default(FirstMap), a, b, ResultGradient, gradient.Span);
            Span<float> da = GradientSpan(0, out bool accumulate);
            Broadcasting.Reduce(gradient.Span, shape, da, Operand(0).Shape, accumulate);
        }

        if (Needs(1))
        {
            Elementwise.Map(default(SecondMap), a, b, ResultGradient, gradient.Span);
            Span<float> db = GradientSpan(1, out bool accumulate);
            Broadcasting.Reduce(gradient.Span, shape, db, Operand(1).Shape, accumulate);
        }
    }

    private readonly struct ValueMap : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => default(TFunction).Value(a, b);
    }

    private readonly struct FirstMap : ILaneMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> dy) => default(TFunction).DerivativeByFirst(a, b) * dy;
    }

    private readonly struct SecondMap : ILaneMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> dy) => default(TFunction).DerivativeBySecond(a, b) * dy;
    }
}
