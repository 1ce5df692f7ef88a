using Myelin.Kernels;
using Xunit;

namespace Myelin.Tests.Kernels;

[Collection(nameof(WorkersCollection))]
public sealed unsafe class WorkersTests : IDisposable
{
    private readonly int threads = Workers.Threads;

    public void Dispose() => Workers.Threads = threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_part_runs_exactly_once(int count)
    {
        Workers.Threads = count;
        int[] runs = new int[1000];
        for (int repetition = 0; repetition < 200; repetition++)
        {
            fixed (int* first = runs) Workers.Run(new Count(first), runs.Length);
        }

        Assert.All(runs, n => Assert.Equal(200, n));
    }

    [Fact]
    public void Other_threads_take_part_and_sleeping_ones_wake()
    {
        Workers.Threads = 2;
        // Until no other caller has work.
        Thread.Sleep(30);
        for (int repetition = 0; repetition < 3; repetition++)
        {
            int arrived = 0;
            Workers.Run(new Meet(&arrived), 2);
            Assert.Equal(2, arrived);
            Thread.Sleep(20);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller_and_the_next_job_runs(int count)
    {
        Workers.Threads = count;
        int runs = 0;
        for (int repetition = 0; repetition < 20; repetition++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => Workers.Run(new Fail(), 50));
            Assert.Equal("part 7", thrown.Message);
            Workers.Run(new Count(&runs), 1);
        }

        Assert.Equal(20, runs);
    }

    [Fact]
    public void A_part_may_start_a_job_of_its_own()
    {
        Workers.Threads = 2;
        int runs = 0;
        Workers.Run(new Nest(&runs), 10);
        Assert.Equal(100, runs);
    }

    [Fact]
    public void Callers_from_many_threads_do_not_disturb_each_other()
    {
        Workers.Threads = 2;
        var callers = new Thread[4];
        int[] runs = new int[callers.Length];
        for (int i = 0; i < callers.Length; i++)
        {
            int caller = i;
            callers[i] = new Thread(() =>
            {
                fixed (int* own = &runs[caller])
                {
                    for (int repetition = 0; repetition < 500; repetition++) Workers.Run(new CountAtomically(own), 20);
                }
            });
            callers[i].Start();
        }

        foreach (Thread caller in callers) caller.Join();
        Assert.All(runs, n => Assert.Equal(10_000, n));
    }

    [Fact]
    public void A_job_allocates_nothing()
    {
        Workers.Threads = 2;
        // Until no other caller has work.
        Thread.Sleep(30);
        int runs = 0;
        Workers.Run(new CountAtomically(&runs), 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int repetition = 0; repetition < 100; repetition++) Workers.Run(new CountAtomically(&runs), 10);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_job_beside_those_of_another_caller_allocates_nothing()
    {
        Workers.Threads = 3;
        int runs = 0;
        var other = new Team();
        long allocated = long.MaxValue;
        // A caller that had been away for long is taken in anew, which allocates; on a busy machine that may happen in between.
        for (int attempt = 0; attempt < 20 && allocated != 0; attempt++)
        {
            _ = Workers.Share(other);
            Workers.Run(new CountAtomically(&runs), 10);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int repetition = 0; repetition < 10; repetition++)
            {
                _ = Workers.Share(other);
                Workers.Run(new CountAtomically(&runs), 10);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Callers_with_work_at_the_same_time_share_the_threads()
    {
        Team[] callers = [.. Enumerable.Range(0, 5).Select(_ => new Team())];
        foreach ((int count, int threads, int[] expected) in (ReadOnlySpan<(int, int, int[])>)[(1, 16, [16]), (2, 16, [8, 8]), (2, 2, [1, 1]),
            (3, 2, [1, 1, 1]), (2, 5, [2, 3]), (4, 6, [1, 1, 2, 2]), (5, 16, [3, 3, 3, 3, 4])])
        {
            Workers.Threads = threads;
            // Others have been idle by then.
            Thread.Sleep(30);
            var found = new int[count];
            for (int attempt = 0; attempt < 100 && !found.Order().SequenceEqual(expected); attempt++)
            {
                // Each in its turn; a turn may end in between, so it is tried again.
                for (int caller = 0; caller < count; caller++) _ = Workers.Share(callers[caller]);
                for (int caller = 0; caller < count; caller++) found[caller] = Workers.Share(callers[caller]);
            }

            Assert.Equal(expected, found.Order());
        }
    }

    [Fact]
    public void Threads_left_over_go_from_caller_to_caller()
    {
        Workers.Threads = 3;
        Team one = new(), other = new();
        var seen = new HashSet<(int, int)>();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (seen.Count(pair => pair is (1, 2) or (2, 1)) < 2 && clock.Elapsed < TimeSpan.FromSeconds(10))
        {
            seen.Add((Workers.Share(one), Workers.Share(other)));
            Thread.Sleep(1);
        }

        Assert.Contains((1, 2), seen);
        Assert.Contains((2, 1), seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_thread_that_cannot_be_started_leaves_no_job_behind(bool isOutOfMemory)
    {
        int refusals = 0;
        // More than any test has had.
        Workers.Threads = isOutOfMemory ? 40 : 41;
        try
        {
            Interleaving.AtPoint = isOutOfMemory ? RefuseAThread : () => throw new InvalidOperationException("no thread");
            if (isOutOfMemory) Assert.Equal(10, CountTen());
            else Assert.Equal("no thread", Assert.Throws<InvalidOperationException>(() => CountTen()).Message);
            if (isOutOfMemory) Workers.StartThreads();
        }
        finally
        {
            Interleaving.AtPoint = null;
        }

        // Jobs use the threads that there are from then on.
        Assert.Equal(isOutOfMemory ? 1 : 0, refusals);
        if (isOutOfMemory) Assert.InRange(Workers.Threads, 1, 39);
        Workers.Threads = 2;
        int others = 0;
        Thread other = new(() => others = CountTen());
        other.Start();
        Assert.True(other.Join(TimeSpan.FromSeconds(20)));
        Assert.Equal((10, 10), (others, CountTen()));

        void RefuseAThread()
        {
            refusals++;
            throw new InsufficientMemoryException();
        }
    }

    [Fact]
    public void Fewer_than_one_thread_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Threads = 0);

    private static int CountTen()
    {
        int runs = 0;
        Workers.Run(new CountAtomically(&runs), 10);
        return runs;
    }

    private readonly struct Count(int* first) : IJob
    {
        private readonly int* first = first;

        public void Run(int part) => first[part]++;
    }

    private readonly struct CountAtomically(int* runs) : IJob
    {
        private readonly int* runs = runs;

        public void Run(int part) => Interlocked.Increment(ref *runs);
    }

    /// <summary>Each part waits for the other, so both must run at the same time.</summary>
    private readonly struct Meet(int* arrived) : IJob
    {
        private readonly int* arrived = arrived;

        public void Run(int part)
        {
            Interlocked.Increment(ref *arrived);
            if (!SpinWait.SpinUntil(Both(arrived), TimeSpan.FromSeconds(10))) throw new TimeoutException();
        }

        private static Func<bool> Both(int* arrived) => () => Volatile.Read(ref *arrived) == 2;
    }

    private readonly struct Fail : IJob
    {
        public void Run(int part)
        {
            if (part == 7) throw new InvalidOperationException("part 7");
        }
    }

    private readonly struct Nest(int* runs) : IJob
    {
        private readonly int* runs = runs;

        public void Run(int part) => Workers.Run(new CountAtomically(runs), 10);
    }
}
