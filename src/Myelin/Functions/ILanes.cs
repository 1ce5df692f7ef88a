namespace Myelin.Functions;

/// <summary>
/// A register of float32 lanes, so that a long formula is written once and compiled for the width the hardware has. A formula over
/// <c>Vector512</c> alone does not get there: where the hardware is narrower each operation becomes several inlined methods, and beyond
/// about forty operations in one method the compiler stops inlining them, which was about 50 times slower on AVX2.
/// </summary>
internal interface ILanes<T> where T : unmanaged, ILanes<T>
{
    static abstract implicit operator T(float value);

    static abstract T operator +(T x, T y);

    static abstract T operator -(T x, T y);

    static abstract T operator -(T x);

    static abstract T operator *(T x, T y);

    static abstract T operator /(T x, T y);

    static abstract T operator &(T x, T y);

    static abstract T operator |(T x, T y);

    /// <summary>All bits set where true; false where either is NaN.</summary>
    static abstract T operator <(T x, T y);

    /// <summary>All bits set where true; false where either is NaN.</summary>
    static abstract T operator >(T x, T y);

    /// <summary>All bits set where true; false where either is NaN.</summary>
    static abstract T Equal(T x, T y);

    /// <summary>x y + z, rounded once.</summary>
    static abstract T MultiplyAdd(T x, T y, T z);

    static abstract T Abs(T x);

    /// <summary>The smaller; x where it is NaN.</summary>
    static abstract T AtMost(T limit, T x);

    /// <summary>The larger; x where it is NaN.</summary>
    static abstract T AtLeast(T limit, T x);

    static abstract T Sqrt(T x);

    static abstract T Select(T condition, T x, T y);

    /// <summary>The difference of the bit patterns as 32-bit integers.</summary>
    static abstract T SubtractBits(T x, T y);

    /// <summary>The bit pattern shifted as a 32-bit integer.</summary>
    static abstract T ShiftLeft(T x, int count);

    /// <summary>The bit pattern shifted as a signed 32-bit integer.</summary>
    static abstract T ShiftRight(T x, int count);

    /// <summary>The number whose 32-bit integer the bit pattern is.</summary>
    static abstract T BitsToSingle(T x);
}
