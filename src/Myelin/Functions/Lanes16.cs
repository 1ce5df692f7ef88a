using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>Sixteen lanes: one register where the hardware has 512 bits.</summary>
internal readonly struct Lanes16(Vector512<float> values) : ILanes<Lanes16>
{
    private readonly Vector512<float> values = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes16(Vector512<float> values) => new(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector512<float>(Lanes16 lanes) => lanes.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes16(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 x, Lanes16 y) => x.values + y.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 x, Lanes16 y) => x.values - y.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 x) => -x.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 x, Lanes16 y) => x.values * y.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 x, Lanes16 y) => x.values / y.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator &(Lanes16 x, Lanes16 y) => x.values & y.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator |(Lanes16 x, Lanes16 y) => x.values | y.values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator <(Lanes16 x, Lanes16 y) => Vector512.LessThan(x.values, y.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator >(Lanes16 x, Lanes16 y) => Vector512.GreaterThan(x.values, y.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 x, Lanes16 y, Lanes16 z) => Vector512.FusedMultiplyAdd(x.values, y.values, z.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 x) => Vector512.Abs(x.values);

    // The native forms give the second operand where either is NaN, or NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 AtMost(Lanes16 limit, Lanes16 x) => Vector512.MinNative(limit.values, x.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 AtLeast(Lanes16 limit, Lanes16 x) => Vector512.MaxNative(limit.values, x.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Sqrt(Lanes16 x) => Vector512.Sqrt(x.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Equal(Lanes16 x, Lanes16 y) => Vector512.Equals(x.values, y.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Select(Lanes16 condition, Lanes16 x, Lanes16 y) => Vector512.ConditionalSelect(condition.values, x.values, y.values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 SubtractBits(Lanes16 x, Lanes16 y) => (x.values.AsInt32() - y.values.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ShiftLeft(Lanes16 x, int count) => (x.values.AsInt32() << count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 ShiftRight(Lanes16 x, int count) => (x.values.AsInt32() >> count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 BitsToSingle(Lanes16 x) => Vector512.ConvertToSingle(x.values.AsInt32());
}
