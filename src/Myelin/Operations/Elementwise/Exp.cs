using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = e^x; y' = y. -∞ gives 0; above 88.72 the value is ∞; NaN for NaN.</summary>
internal readonly struct Exp : IUnaryFunction
{
    /// <inheritdoc/>
    public static Saved Saves => Saved.Output;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => VectorMath.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => saved;
}
