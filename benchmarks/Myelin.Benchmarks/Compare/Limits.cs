using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Benchmarks.Compare;

/// <summary>What the machine can do at best, measured with the same number of threads in the same run.</summary>
internal static unsafe class Limits
{
    private static readonly Dictionary<(int Threads, long Bytes), double> streaming = [];

    /// <summary>Floating-point operations a second, from fused multiply-adds on registers alone.</summary>
    internal static double OperationsPerSecond(int threads)
    {
        const int steps = 1 << 22;
        double operations = 2.0 * Chains * Vector512<float>.Count * (Vector512.IsHardwareAccelerated ? 1 : 0.5) * steps;
        return BestRate(threads, operations, _ => Chain(steps));
    }

    /// <summary>Bytes a second when data of this size is read and written, two thirds reads, from wherever such data stays: a cache or memory.</summary>
    internal static double BytesPerSecond(int threads, double size)
    {
        // Sizes near each other lie in the same cache.
        long bytes = (long)RoundToPowerOfTwo(size);
        if (streaming.TryGetValue((threads, bytes), out double known)) return known;
        int length = (int)Math.Max(1024, bytes / threads / 3 / sizeof(float)) / 64 * 64;
        float[][] arrays = [.. Enumerable.Range(0, threads).Select(_ => GC.AllocateArray<float>(3 * length + 64, pinned: true))];
        int repeats = (int)Math.Max(1, (64L << 20) / (3L * length * sizeof(float)));
        return streaming[(threads, bytes)] = BestRate(threads, 3.0 * sizeof(float) * length * repeats, thread => Stream(arrays[thread], length, repeats));
    }

    private static double RoundToPowerOfTwo(double size) => Math.Pow(2, Math.Round(Math.Log2(Math.Max(size, 1 << 14))));

    /// <summary>The best of many tries with all threads at once: a limit, not an average.</summary>
    private static double BestRate(int threads, double work, Action<int> run)
    {
        double best = 0;
        using var start = new Barrier(threads);
        var seconds = new double[threads];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed.TotalSeconds < 0.2) run(index);
            for (int i = 0; i < 10; i++)
            {
                start.SignalAndWait();
                long begin = Stopwatch.GetTimestamp();
                run(index);
                seconds[index] = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                start.SignalAndWait();
                if (index == 0) best = Math.Max(best, threads * work / seconds.Max());
                start.SignalAndWait();
            }
        }))];
        foreach (Thread thread in all) thread.Start();
        foreach (Thread thread in all) thread.Join();
        return best;
    }

    // Twelve chains hide the latency of two units with four or five cycles each.
    private const int Chains = 12;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chain(int steps) => Vector512.IsHardwareAccelerated ? Chain512(steps) : Chain256(steps);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chain512(int steps)
    {
        Vector512<float> x = Vector512.Create(0.999f), y = Vector512.Create(0.001f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int step = 0; step < steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Chain256(int steps)
    {
        Vector256<float> x = Vector256.Create(0.999f), y = Vector256.Create(0.001f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int step = 0; step < steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return (a + b + c + d + e + f + g + h + i + j + k + l).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stream(float[] memory, int length, int repeats)
    {
        fixed (float* a = memory)
        {
            float* b = a + length, c = b + length;
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                for (int i = 0; i < length; i += 2 * Vector512<float>.Count)
                {
                    (Vector512.Load(a + i) + Vector512.Load(b + i)).Store(c + i);
                    (Vector512.Load(a + i + 16) + Vector512.Load(b + i + 16)).Store(c + i + 16);
                }
            }
        }
    }
}
