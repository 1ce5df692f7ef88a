using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = sin x; y' = cos x. ±∞ give NaN; NaN for NaN.</summary>
internal readonly struct Sine : IUnaryFunction
{
    public static Saved Saves => Saved.Input;

    public Vector512<float> Value(Vector512<float> x) => VectorMath.Sin(x);

    public Vector512<float> Derivative(Vector512<float> saved) => VectorMath.Cos(saved);
}
