using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Myelin.Kernels;

/// <summary>
/// A caller of jobs, the thread that it runs on, with the job that it has published for the pool's threads to help with. Each thread begins with a
/// range of the parts that is its own, so that the rows which it wrote in one job it reads in the next, from its own cache; then it helps with the
/// others' ranges.
/// </summary>
internal sealed unsafe class Team
{
    private const int Closed = 1 << 30;

    // Longer than the gaps between the jobs of one training.
    private static readonly long idleTicks = Stopwatch.Frequency / 100;

    // The published job. Its fields are read only between entering and leaving; the owner waits for everyone who entered.
    private delegate*<Team, void*, int, void> execute;
    private void* published;
    private int parts;
    private int ranges;
    private Counter[] taken = [];
    private Exception? failure;
    private int inside = Closed;

    private long lastUse;

    /// <summary>Whether a job of the caller is running, so that one which a part of it starts is its own thread's alone.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Whether the caller has had no job for so long that others need not leave it threads.</summary>
    internal bool IsIdle(long now) => !IsRunning && now - Volatile.Read(ref lastUse) > idleTicks;

    /// <summary>Runs all parts with the help of other threads.</summary>
    /// <param name="job">The job.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="threads">How many threads take part, the caller's included.</param>
    [MethodImpl(HotLoop.Options)]
    internal void Run<TJob>(TJob job, int parts, int threads) where TJob : struct, IJob
    {
        IsRunning = true;
        try
        {
            if (threads == 1)
            {
                for (int part = 0; part < parts; part++) job.Run(part);
                return;
            }

            // The job stays on this stack until all have left it; the garbage collector finds and moves what it refers to here.
#pragma warning disable CS8500
            Publish(&Execute<TJob>, &job, parts, threads);
            Execute<TJob>(this, &job, 0);
#pragma warning restore CS8500
            WaitForLeavers();
            if (failure is { } exception) ExceptionDispatchInfo.Throw(exception);
        }
        finally
        {
            failure = null;
            Touch();
            IsRunning = false;
        }
    }

    /// <summary>Says that the caller has work now.</summary>
    internal void Touch() => Volatile.Write(ref lastUse, Stopwatch.GetTimestamp());

    /// <summary>Helps with the published job, if there is one.</summary>
    /// <param name="thread">The helper's number among the job's threads, from 1.</param>
    internal void Help(int thread)
    {
        if (!TryEnter()) return;
        execute(this, published, thread);
        Interlocked.Decrement(ref inside);
    }

    private void Publish(delegate*<Team, void*, int, void> run, void* job, int count, int threads)
    {
        // Before the job is open: what throws here leaves nobody inside.
        Workers.StartThreads();
        execute = run;
        published = job;
        parts = count;
        ranges = Math.Min(threads, count);
        if (taken.Length < ranges) taken = new Counter[ranges];
        for (int range = 0; range < ranges; range++) taken[range].Value = 0;
        Volatile.Write(ref inside, 0);
        Workers.Announce();
    }

    [MethodImpl(HotLoop.Options)]
    private static void Execute<TJob>(Team team, void* job, int thread) where TJob : struct, IJob
    {
        try
        {
            int count = team.ranges, parts = team.parts;
            Counter[] taken = team.taken;
            for (int i = 0; i < count; i++)
            {
                int range = (thread + i) % count, first = (int)((long)parts * range / count), end = (int)((long)parts * (range + 1) / count);
                for (int part; (part = first + Interlocked.Increment(ref taken[range].Value) - 1) < end;) Unsafe.AsRef<TJob>(job).Run(part);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref team.failure, exception, null);
            for (int range = 0; range < team.ranges; range++) Volatile.Write(ref team.taken[range].Value, team.parts);
        }
    }

    private void WaitForLeavers()
    {
        Interlocked.Or(ref inside, Closed);
        var spin = new SpinWait();
        while (Volatile.Read(ref inside) != Closed) spin.SpinOnce(sleep1Threshold: -1);
    }

    private bool TryEnter()
    {
        for (int count = Volatile.Read(ref inside); (count & Closed) == 0;)
        {
            int found = Interlocked.CompareExchange(ref inside, count + 1, count);
            if (found == count) return true;
            count = found;
        }

        return false;
    }

    /// <summary>How many parts of a range are taken; in a cache line of its own, since each thread counts in its own range most of the time.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Counter
    {
        [FieldOffset(64)]
        internal int Value;
    }
}
