using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Myelin.Kernels;

/// <summary>
/// The engine's threads. A caller publishes one job at a time and takes part in it; the other threads join while parts are left.
/// A caller that finds the threads busy with another job, as a part that starts a job of its own does, runs its parts alone.
/// Each thread begins with a range of the parts that is its own, so that the rows which it wrote in one job it reads in the next, from
/// its own cache; then it helps with the others' ranges. A part may still run on any thread, so its results must depend on its number only.
/// </summary>
internal static unsafe class Workers
{
    // Gaps between the parallel parts of one training step are shorter than this; waking a sleeping thread costs about as much.
    private static readonly long spinTicks = Stopwatch.Frequency / 5_000;
    private static readonly object gate = new();

    // The published job. Its fields are read only between entering and leaving; the owner waits for everyone who entered.
    private static delegate*<void*, int, void> execute;
    private static void* published;
    private static int parts;
    private static int ranges;
    private static Counter[] taken = [];
    private static Exception? failure;

    private const int Closed = 1 << 30;
    private static int inside = Closed;
    private static int busy;
    private static int generation;
    private static int sleeping;
    private static int started;
    private static int threads = Environment.ProcessorCount;

    /// <summary>How many threads a job may use, the caller's own included; 1 never leaves the caller's thread.</summary>
    internal static int Threads
    {
        get => Volatile.Read(ref threads);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref threads, value);
        }
    }

    /// <summary>Runs all parts and returns when the last has ended; the first exception of a part is thrown here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Run<TJob>(TJob job, int parts) where TJob : struct, IJob
    {
        if (parts == 1) job.Run(0);
        else RunAll(job, parts);
    }

    [MethodImpl(HotLoop.Options)]
    private static void RunAll<TJob>(TJob job, int parts) where TJob : struct, IJob
    {
        if (Threads == 1 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) job.Run(part);
            return;
        }

        try
        {
            // The job stays on this stack until all have left it; the garbage collector finds and moves what it refers to here.
#pragma warning disable CS8500
            Publish(&Execute<TJob>, &job, parts);
            Execute<TJob>(&job, 0);
#pragma warning restore CS8500
            WaitForLeavers();
            if (failure is { } exception) ExceptionDispatchInfo.Throw(exception);
        }
        finally
        {
            failure = null;
            Volatile.Write(ref busy, 0);
        }
    }

    private static void Publish(delegate*<void*, int, void> run, void* job, int count)
    {
        StartThreads();
        execute = run;
        published = job;
        parts = count;
        ranges = Math.Min(Threads, count);
        if (taken.Length < ranges) taken = new Counter[ranges];
        for (int range = 0; range < ranges; range++) taken[range].Value = 0;
        Volatile.Write(ref inside, 0);
        Interlocked.Increment(ref generation);
        if (Volatile.Read(ref sleeping) == 0) return;
        lock (gate) Monitor.PulseAll(gate);
    }

    [MethodImpl(HotLoop.Options)]
    private static void Execute<TJob>(void* job, int thread) where TJob : struct, IJob
    {
        try
        {
            int count = ranges;
            for (int i = 0; i < count; i++)
            {
                int range = (thread + i) % count, first = (int)((long)parts * range / count), end = (int)((long)parts * (range + 1) / count);
                for (int part; (part = first + Interlocked.Increment(ref taken[range].Value) - 1) < end;) Unsafe.AsRef<TJob>(job).Run(part);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            for (int range = 0; range < ranges; range++) Volatile.Write(ref taken[range].Value, parts);
        }
    }

    private static void WaitForLeavers()
    {
        Interlocked.Or(ref inside, Closed);
        var spin = new SpinWait();
        while (Volatile.Read(ref inside) != Closed) spin.SpinOnce(sleep1Threshold: -1);
    }

    private static void StartThreads()
    {
        for (; started < Threads - 1; started++)
        {
            int index = started;
            new Thread(() => Work(index)) { IsBackground = true, Name = $"Myelin worker {index}" }.Start();
        }
    }

    private static void Work(int index)
    {
        for (int seen = 0; ;)
        {
            seen = AwaitJob(seen);
            if (index >= Threads - 1 || !TryEnter()) continue;
            execute(published, index + 1);
            Interlocked.Decrement(ref inside);
        }
    }

    private static bool TryEnter()
    {
        for (int count = Volatile.Read(ref inside); (count & Closed) == 0;)
        {
            int found = Interlocked.CompareExchange(ref inside, count + 1, count);
            if (found == count) return true;
            count = found;
        }

        return false;
    }

    private static int AwaitJob(int seen)
    {
        long deadline = Stopwatch.GetTimestamp() + spinTicks;
        do
        {
            int current = Volatile.Read(ref generation);
            if (current != seen) return current;
            Thread.SpinWait(8);
        }
        while (Stopwatch.GetTimestamp() < deadline);

        lock (gate)
        {
            // The full fence pairs with the one in Publish: either the sleeper is counted there or the new job is seen here.
            Interlocked.Increment(ref sleeping);
            while (Volatile.Read(ref generation) == seen) Monitor.Wait(gate);
            Interlocked.Decrement(ref sleeping);
            return generation;
        }
    }

    /// <summary>How many parts of a range are taken; in a cache line of its own, since each thread counts in its own range most of the time.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Counter
    {
        [FieldOffset(64)]
        internal int Value;
    }
}
