using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = scale · x + shift for constants, rounded twice; y' = scale.</summary>
/// <param name="scale">The factor.</param>
/// <param name="shift">The term.</param>
internal readonly struct Affine(float scale, float shift) : IUnaryFunction
{
    /// <inheritdoc/>
    public static Saved Saves => Saved.Nothing;

    /// <summary>The factor.</summary>
    public float Scale => scale;

    /// <summary>The term.</summary>
    public float Shift => shift;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => x * scale + Vector512.Create(shift);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Vector512.Create(scale);
}
