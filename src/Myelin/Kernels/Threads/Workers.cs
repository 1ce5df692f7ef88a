using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Myelin.Kernels;

/// <summary>
/// The engine's threads. A caller publishes a job and takes part in it; other threads join while parts are left. Callers that have work at the same
/// time share the threads evenly, their own included: as many callers as threads work alone. A part that starts a job of its own runs its parts
/// alone. A part may run on any thread, so its results must depend on its number only.
/// </summary>
internal static class Workers
{
    // Gaps between the parallel parts of one training step are shorter than this; waking a sleeping thread costs about as much.
    private static readonly long spinTicks = Stopwatch.Frequency / 5_000;
    private static readonly object gate = new();
    private static readonly Lock joining = new();

    [ThreadStatic]
    private static Team? own;

    [ThreadStatic]
    private static bool isWorker;

    // The callers that have work; replaced, never changed.
    private static Team[] active = [];
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
        if (Threads > 1 && !isWorker && (own ??= new Team()) is { IsRunning: false } team) team.Run(job, parts, Share(team));
        else
        {
            for (int part = 0; part < parts; part++) job.Run(part);
        }
    }

    /// <summary>How many threads a caller's next job may use beside the other callers that have work.</summary>
    internal static int Share(Team team)
    {
        team.Touch();
        Team[] callers = Volatile.Read(ref active);
        if (callers.Length != 1 || callers[0] != team) callers = Join(team, callers);
        return 1 + Helpers((Array.IndexOf(callers, team) + Turn) % callers.Length, callers.Length);
    }

    /// <summary>Wakes the pool's threads for a job that has been published.</summary>
    internal static void Announce()
    {
        Interlocked.Increment(ref generation);
        if (Volatile.Read(ref sleeping) == 0) return;
        lock (gate) Monitor.PulseAll(gate);
    }

    // Where threads do not divide evenly, callers take turns with those that are left over.
    private static int Turn => (int)(Environment.TickCount64 >> 4 & 0xFFFF);

    /// <summary>How many of the pool's threads serve the caller at a place: each of those left when every caller has its own serves the next.</summary>
    private static int Helpers(int place, int callers) => Math.Max(0, (Threads - callers - place + callers - 1) / callers);

    private static Team[] Join(Team team, Team[] callers)
    {
        long now = Stopwatch.GetTimestamp();
        return IsCurrent(callers, team, now) ? callers : Regroup(team, now);
    }

    // Apart, since what the predicate captures is allocated on entry.
    private static Team[] Regroup(Team team, long now)
    {
        lock (joining)
        {
            Team[] callers = Array.FindAll(active, other => other == team || !other.IsIdle(now));
            if (Array.IndexOf(callers, team) < 0) callers = [.. callers, team];
            Volatile.Write(ref active, callers);
            return callers;
        }
    }

    private static bool IsCurrent(Team[] callers, Team team, long now)
    {
        bool isIn = false;
        foreach (Team caller in callers)
        {
            if (caller == team) isIn = true;
            else if (caller.IsIdle(now)) return false;
        }

        return isIn;
    }

    /// <summary>Starts the threads that jobs may use. Where the machine gives no more, jobs use those that there are from then on.</summary>
    internal static void StartThreads()
    {
        if (Volatile.Read(ref started) < Threads - 1) StartMissing();
    }

    private static void StartMissing()
    {
        lock (joining)
        {
            try
            {
                for (; started < Threads - 1; started++)
                {
                    int index = started;
                    Interleaving.Point();
                    new Thread(() => Work(index)) { IsBackground = true, Name = $"Myelin worker {index}" }.Start();
                }
            }
            catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
            {
                Threads = started + 1;
            }
        }
    }

    private static void Work(int index)
    {
        isWorker = true;
        for (int seen = 0; ;)
        {
            seen = AwaitJob(seen);
            Team[] callers = Volatile.Read(ref active);
            int count = callers.Length;
            if (count > 0 && index < Threads - count) callers[(index + count - Turn % count) % count].Help(index / count + 1);
        }
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
            // The full fence pairs with the one in Announce: either the sleeper is counted there or the new job is seen here.
            Interlocked.Increment(ref sleeping);
            while (Volatile.Read(ref generation) == seen) Monitor.Wait(gate);
            Interlocked.Decrement(ref sleeping);
            return generation;
        }
    }
}
