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

    // Kept out of the callers: rarely taken branches inside a hot loop's method make the JIT spill its vectors.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static unsafe Vector512<float> LoadPart(ReadOnlySpan<float> source, float padding = 0)
    {
        fixed (float* first = source)
        {
            Vector512<int> places = Vector512.CreateSequence(0, 1);
            return Vector512.ConditionalSelect(
                Vector512.LessThan(places, Vector512.Create(source.Length)).AsSingle(), PartialVector.Load(first, source.Length), Vector512.Create(padding));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static unsafe void StorePart(Vector512<float> value, Span<float> destination)
    {
        fixed (float* first = destination) PartialVector.Store(first, value, destination.Length);
    }
}
