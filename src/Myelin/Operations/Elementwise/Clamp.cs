using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>y = x held between two limits; y' = 1 between them and at them (as PyTorch), 0 beyond; NaN for NaN.</summary>
internal readonly struct Clamp : IUnaryFunction
{
    private readonly float minimum;
    private readonly float maximum;

    internal Clamp(float minimum, float maximum)
    {
        if (!(minimum <= maximum))
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, $"The lower limit {minimum} is not below the upper limit {maximum}.");
        (this.minimum, this.maximum) = (minimum, maximum);
    }

    public static Saved Saves => Saved.Input;

    internal float Minimum => minimum;

    internal float Maximum => maximum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Min(Vector512.Max(x, Vector512.Create(minimum)), Vector512.Create(maximum));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        Vector512<float> isWithin = Vector512.GreaterThanOrEqual(saved, Vector512.Create(minimum)) & Vector512.LessThanOrEqual(saved,
            Vector512.Create(maximum));
        return Vector512.ConditionalSelect(Vector512.Equals(saved, saved), isWithin & Vector512<float>.One, saved);
    }
}
