using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        Map3(new Take1<TMap>(map), a, a, a, y);
    }

    internal static void Map<TMap>(TMap map, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) where TMap : unmanaged, ILaneMap2
    {
        RequireLength(a.Length, y.Length);
        RequireLength(b.Length, y.Length);
        Map3(new Take2<TMap>(map), a, b, b, y);
    }

    internal static void Map<TMap>(TMap map, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y) where TMap : unmanaged, ILaneMap3
    {
        RequireLength(a.Length, y.Length);
        RequireLength(b.Length, y.Length);
        RequireLength(c.Length, y.Length);
        Map3(map, a, b, c, y);
    }

    private static void Map3<TMap>(TMap map, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y) where TMap : unmanaged, ILaneMap3
    {
        if (y.Length < ParallelLength)
        {
            MapPart(map, a, b, c, y);
            return;
        }

        fixed (float* pa = a, pb = b, pc = c, py = y)
        {
            var job = new MapJob<TMap>(map, pa, pb, pc, py, y.Length);
            Workers.Run(in job, (y.Length + PartLength - 1) / PartLength);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapPart<TMap>(TMap map, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y) where TMap : unmanaged, ILaneMap3
    {
        ref float ra = ref MemoryMarshal.GetReference(a);
        ref float rb = ref MemoryMarshal.GetReference(b);
        ref float rc = ref MemoryMarshal.GetReference(c);
        ref float ry = ref MemoryMarshal.GetReference(y);
        nint i = 0;
        for (; i <= y.Length - Lanes.Count; i += Lanes.Count)
            Lanes.Store(map.Invoke(Lanes.Load(ref ra, i), Lanes.Load(ref rb, i), Lanes.Load(ref rc, i)), ref ry, i);
        int rest = (int)i;
        if (rest < y.Length)
            Lanes.StorePart(map.Invoke(Lanes.LoadPart(a[rest..]), Lanes.LoadPart(b[rest..]), Lanes.LoadPart(c[rest..])), y[rest..]);
    }

    private static void RequireLength(int given, int expected)
    {
        if (given != expected) throw new ArgumentException($"{given} elements were given where {expected} are expected.");
    }

    private readonly struct Take1<TMap>(TMap map) : ILaneMap3 where TMap : unmanaged, ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> c) => map.Invoke(a);
    }

    private readonly struct Take2<TMap>(TMap map) : ILaneMap3 where TMap : unmanaged, ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> c) => map.Invoke(a, b);
    }

    private readonly struct MapJob<TMap>(TMap map, float* a, float* b, float* c, float* y, int length) : IJob where TMap : unmanaged, ILaneMap3
    {
        public void Run(int part)
        {
            int start = part * PartLength;
            int count = Math.Min(PartLength, length - start);
            MapPart(map, new(a + start, count), new(b + start, count), new(c + start, count), new(y + start, count));
        }
    }
}
