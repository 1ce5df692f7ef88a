using Myelin.Autograd;
using Myelin.Kernels;

namespace Myelin.Layers;

/// <summary>
/// The memory of predictions: each call rents a tape, and the next call takes the one that was used last. As many as calls run at once are made and
/// kept while they are used; what has been idle for ten seconds is given up, oldest first, down to four a processor and 64 MB.
/// </summary>
internal sealed class Workspaces(TimeSpan patience)
{
    internal const long MostBytesIdle = 64L << 20;

    private readonly Lock access = new();
    // In order of their last use: the last is taken first, so those that a burst of calls needed grow old at the front.
    private readonly List<Workspace> idle = [];
    private long idleBytes;
    private Timer? timer;
    private bool isArmed;

    internal Workspaces() : this(TimeSpan.FromSeconds(10)) { }

    internal static int MostIdle { get; } = 4 * Environment.ProcessorCount;

    /// <summary>How many are idle, and the bytes that they hold at most.</summary>
    internal (int Count, long Bytes) Idle
    {
        get
        {
            lock (access) return (idle.Count, idleBytes);
        }
    }

    internal Workspace Rent()
    {
        Workspace workspace;
        lock (access)
        {
            if (idle.Count == 0) workspace = new Workspace();
            else
            {
                workspace = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                idleBytes -= workspace.Bytes;
            }
        }

        workspace.AllocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        return workspace;
    }

    internal void Return(Workspace workspace)
    {
        // What a call allocates is memory that its tape keeps for the next, or garbage: never less than what is kept.
        workspace.Bytes += GC.GetAllocatedBytesForCurrentThread() - workspace.AllocatedBefore;
        workspace.ReturnedAt = Environment.TickCount64;
        Interleaving.Point();
        lock (access)
        {
            idle.Add(workspace);
            idleBytes += workspace.Bytes;
            if (isArmed || !IsTooMuch(idle.Count)) return;
            Arm(patience);
        }
    }

    private bool IsTooMuch(int count) => count > MostIdle || idleBytes > MostBytesIdle;

    private void Arm(TimeSpan due)
    {
        timer ??= NewTimer(this);
        isArmed = timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void Trim()
    {
        lock (access)
        {
            isArmed = false;
            long now = Environment.TickCount64;
            int dropped = 0;
            while (IsTooMuch(idle.Count - dropped) && dropped < idle.Count && now - idle[dropped].ReturnedAt >= (long)patience.TotalMilliseconds)
                idleBytes -= idle[dropped++].Bytes;
            idle.RemoveRange(0, dropped);
            if (IsTooMuch(idle.Count)) Arm(patience - TimeSpan.FromMilliseconds(Math.Clamp(now - idle[0].ReturnedAt, 0, patience.TotalMilliseconds - 1)));
        }
    }

    // The timer knows its owner weakly, and nothing of the call that happened to start it: neither may live on because of it.
    private static Timer NewTimer(Workspaces owner)
    {
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            return new Timer(static state =>
            {
                if (((WeakReference<Workspaces>)state!).TryGetTarget(out Workspaces? workspaces)) workspaces.Trim();
            }, new WeakReference<Workspaces>(owner), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        finally
        {
            flow?.Undo();
        }
    }
}

/// <summary>A tape for predictions, and the memory that it holds.</summary>
internal sealed class Workspace
{
    internal Tape Tape { get; } = new(recording: false, name: "the tape of a prediction");

    /// <summary>The most that the tape holds, in bytes.</summary>
    internal long Bytes { get; set; }

    internal long AllocatedBefore { get; set; }

    internal long ReturnedAt { get; set; }
}
