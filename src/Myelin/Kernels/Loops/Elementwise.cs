using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// The loops of all elementwise maths. Each exists once, generic over the function; the remainder goes through the same vector
/// code on a padded block, so a value never depends on its position. Source and destination may be the same memory.
/// </summary>
internal static unsafe class Elementwise
{
    // Below this many elements waking a second thread costs more than it saves.
    private const int ParallelLength = 1 << 16;
    private const int PartLength = 1 << 14;

    internal static void Map<TMap>(TMap map, ReadOnlySpan<float> a, Span<float> y) where TMap : unmanaged, ILaneMap1
    {
        RequireLength(a.Length, y.Length);
        fixed (float* pa = a, py = y) Run(new Map1<TMap>(map, pa, py), y.Length);
    }

    internal static void MapToTwo<TMap>(TMap map, ReadOnlySpan<float> a, Span<float> y, Span<float> second) where TMap : unmanaged, ILaneMap1To2
    {
        RequireLength(a.Length, y.Length);
        RequireLength(second.Length, y.Length);
        fixed (float* pa = a, py = y, ps = second) Run(new Map1To2<TMap>(map, pa, py, ps), y.Length);
    }

    internal static void Map<TMap>(TMap map, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) where TMap : unmanaged, ILaneMap2
    {
        RequireLength(a.Length, y.Length);
        RequireLength(b.Length, y.Length);
        fixed (float* pa = a, pb = b, py = y) Run(new Map2<TMap>(map, pa, pb, py), y.Length);
    }

    internal static void Map<TMap>(TMap map, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y)
        where TMap : unmanaged, ILaneMap3
    {
        RequireLength(a.Length, y.Length);
        RequireLength(b.Length, y.Length);
        RequireLength(c.Length, y.Length);
        fixed (float* pa = a, pb = b, pc = c, py = y) Run(new Map3<TMap>(map, pa, pb, pc, py), y.Length);
    }

    private static void Run<TRange>(TRange range, int length) where TRange : unmanaged, IRange
    {
        if (length < ParallelLength) RunPart(range, 0, length);
        else Workers.Run(new Job<TRange>(range, length), (length + PartLength - 1) / PartLength);
    }

    [MethodImpl(HotLoop.Options)]
    private static void RunPart<TRange>(TRange range, nint start, nint end) where TRange : unmanaged, IRange
    {
        nint i = start;
        for (; i <= end - Lanes.Count; i += Lanes.Count) range.Whole(i);
        if (i < end) range.Part(i, (int)(end - i));
    }

    private static void RequireLength(int given, int expected)
    {
        if (given != expected) throw new ArgumentException($"{given} elements were given where {expected} are expected.");
    }

    /// <summary>What happens to 16 neighbouring elements.</summary>
    private interface IRange
    {
        void Whole(nint start);

        void Part(nint start, int count);
    }

    private readonly struct Map1<TMap>(TMap map, float* a, float* y) : IRange where TMap : unmanaged, ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(nint start) => map.Invoke(Vector512.Load(a + start)).Store(y + start);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Part(nint start, int count) => PartialVector.Store(y + start, map.Invoke(PartialVector.Load(a + start, count)), count);
    }

    private readonly struct Map1To2<TMap>(TMap map, float* a, float* y, float* second) : IRange where TMap : unmanaged, ILaneMap1To2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(nint start)
        {
            map.Invoke(Vector512.Load(a + start), out Vector512<float> other).Store(y + start);
            other.Store(second + start);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Part(nint start, int count)
        {
            PartialVector.Store(y + start, map.Invoke(PartialVector.Load(a + start, count), out Vector512<float> other), count);
            PartialVector.Store(second + start, other, count);
        }
    }

    private readonly struct Map2<TMap>(TMap map, float* a, float* b, float* y) : IRange where TMap : unmanaged, ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(nint start) => map.Invoke(Vector512.Load(a + start), Vector512.Load(b + start)).Store(y + start);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Part(nint start, int count) =>
            PartialVector.Store(y + start, map.Invoke(PartialVector.Load(a + start, count), PartialVector.Load(b + start, count)), count);
    }

    private readonly struct Map3<TMap>(TMap map, float* a, float* b, float* c, float* y) : IRange where TMap : unmanaged, ILaneMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Whole(nint start) => map.Invoke(Vector512.Load(a + start), Vector512.Load(b + start), Vector512.Load(c + start)).Store(y + start);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Part(nint start, int count) => PartialVector.Store(
            y + start,
            map.Invoke(PartialVector.Load(a + start, count), PartialVector.Load(b + start, count), PartialVector.Load(c + start, count)),
            count);
    }

    private readonly struct Job<TRange>(TRange range, int length) : IJob where TRange : unmanaged, IRange
    {
        public void Run(int part) => RunPart(range, (nint)part * PartLength, Math.Min(length, (nint)(part + 1) * PartLength));
    }
}
