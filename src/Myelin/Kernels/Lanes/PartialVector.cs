using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Myelin.Kernels;

/// <summary>Reads and writes the first 1 to 16 lanes of a vector without touching the memory behind them.</summary>
internal static unsafe class PartialVector
{
    /// <summary>The first <paramref name="count"/> floats; the other lanes are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Load(float* source, int count) =>
        count >= Storage.Lanes ? Vector512.Load(source) : LoadFirst(source, count);

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(float* destination, Vector512<float> value, int count)
    {
        if (count >= Storage.Lanes) value.Store(destination);
        else StoreFirst(destination, value, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadFirst(float* source, int count) =>
        Avx512F.IsSupported ? Avx512F.MaskLoad(source, FirstLanes(count), Vector512<float>.Zero) : LoadQuarters(source, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFirst(float* destination, Vector512<float> value, int count)
    {
        if (Avx512F.IsSupported) Avx512F.MaskStore(destination, FirstLanes(count), value);
        else StoreHalves(destination, value, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FirstLanes(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();

    private static Vector512<float> LoadQuarters(float* source, int count) => Vector512.Create(
        Vector256.Create(LoadQuarter(source, count), LoadQuarter(source + 4, count - 4)),
        Vector256.Create(LoadQuarter(source + 8, count - 8), LoadQuarter(source + 12, count - 12)));

    private static Vector128<float> LoadQuarter(float* source, int count) => count switch
    {
        <= 0 => Vector128<float>.Zero,
        1 => Vector128.CreateScalar(source[0]),
        2 => Vector128.Create(source[0], source[1], 0, 0),
        3 => Vector128.Create(source[0], source[1], source[2], 0),
        _ => Vector128.Load(source),
    };

    private static void StoreHalves(float* destination, Vector512<float> value, int count)
    {
        Vector256<float> eight = value.GetLower();
        if ((count & 8) != 0)
        {
            eight.Store(destination);
            destination += 8;
            eight = value.GetUpper();
        }

        Vector128<float> four = eight.GetLower();
        if ((count & 4) != 0)
        {
            four.Store(destination);
            destination += 4;
            four = eight.GetUpper();
        }

        if ((count & 2) != 0)
        {
            destination[0] = four[0];
            destination[1] = four[1];
            destination += 2;
            four = Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        }

        if ((count & 1) != 0) destination[0] = four[0];
    }
}
