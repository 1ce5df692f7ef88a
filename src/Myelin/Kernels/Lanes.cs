using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Loads and stores of 16 lanes, of which the last ones may lie behind the end of the data: those read as zero and are not written.</summary>
internal static class Lanes
{
    internal const int Count = Storage.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Load(ref readonly float source, nint offset) => Vector512.LoadUnsafe(in source, (nuint)offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store(Vector512<float> value, ref float destination, nint offset) => value.StoreUnsafe(ref destination, (nuint)offset);

    // Kept out of the callers: a stackalloc inside a hot loop's method makes the JIT spill its vectors.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Vector512<float> LoadPart(ReadOnlySpan<float> source, float padding = 0)
    {
        Span<float> block = stackalloc float[Count];
        block.Fill(padding);
        source.CopyTo(block);
        return Vector512.Create<float>(block);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void StorePart(Vector512<float> value, Span<float> destination)
    {
        Span<float> block = stackalloc float[Count];
        value.CopyTo(block);
        block[..destination.Length].CopyTo(destination);
    }
}
