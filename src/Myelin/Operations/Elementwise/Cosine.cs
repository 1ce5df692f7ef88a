using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = cos x; y' = -sin x. ±∞ give NaN; NaN for NaN.</summary>
internal readonly struct Cosine : IUnaryFunction
{
    public static Saved Saves => Saved.Input;

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Cos(x);

    public Vector512<float> Derivative(Vector512<float> saved) => -VectorMath.Sin(saved);
}
