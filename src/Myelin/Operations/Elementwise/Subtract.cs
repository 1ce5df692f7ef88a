using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = a - b; ∂y/∂a = 1, ∂y/∂b = -1.</summary>
internal readonly struct Subtract : IBinaryFunction
{
    /// <inheritdoc/>
    public static string Name => "subtract";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => a - b;

    /// <inheritdoc/>
    public Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b) => Vector512<float>.One;

    /// <inheritdoc/>
    public Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b) => -Vector512<float>.One;
}
