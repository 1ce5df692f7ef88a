using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Families;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Layers;

/// <summary>The memory that predictions keep. It is measured for the whole process, so no other test runs meanwhile.</summary>
[Collection(nameof(WorkersCollection))]
public sealed class WorkspacesTests
{
    private static readonly Shape Image = new(1, 28, 28);

    [Fact]
    public async Task What_a_burst_of_calls_needed_is_given_up_when_it_is_idle()
    {
        var workspaces = new Workspaces(TimeSpan.FromMilliseconds(300));
        // More than are kept, and each holds 4 MB.
        Workspace[] rented = [.. Enumerable.Range(0, Workspaces.MostIdle + 30).Select(_ => workspaces.Rent())];
        foreach (Workspace workspace in rented)
        {
            workspace.Bytes = 4 << 20;
            workspaces.Return(workspace);
        }

        Assert.Equal(rented.Length, workspaces.Idle.Count);
        for (int wait = 0; wait < 100 && workspaces.Idle.Count == rented.Length; wait++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.InRange(workspaces.Idle.Count, 0, Workspaces.MostIdle);
        Assert.InRange(workspaces.Idle.Bytes, 0, Workspaces.MostBytesIdle);
        // What was used last is what the next call gets.
        Assert.Same(rented[^1], workspaces.Rent());
    }

    [Fact]
    public async Task What_is_used_stays_and_a_network_that_nobody_knows_is_collected()
    {
        (WeakReference network, WeakReference workspaces) = Forgotten();
        for (int wait = 0; wait < 50 && (network.IsAlive || workspaces.IsAlive); wait++)
        {
            GC.Collect();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.False(network.IsAlive);
        Assert.False(workspaces.IsAlive);
    }

    [Fact]
    public void Sixteen_predictions_at_once_leave_little_behind()
    {
        Sequential network = Sequential.Build("conv:16,3 relu conv:16,3 relu pool:2 flatten linear:10", Image, new RandomSource(1));
        float[] rows = Samples.Make(256 * 784, 1), expected = network.Predict(Image, rows);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var together = new Barrier(16);
        Thread[] threads = [.. Enumerable.Range(0, 16).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            Assert.Equal(expected, network.Predict(Image, rows));
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        long peak = GC.GetTotalMemory(forceFullCollection: true) - before, left = peak;
        for (int wait = 0; wait < 200 && left > Workspaces.MostBytesIdle; wait++)
        {
            Thread.Sleep(100);
            left = GC.GetTotalMemory(forceFullCollection: true) - before;
        }

        TestContext.Current.SendDiagnosticMessage($"peak {peak >> 20} MB, left {left >> 20} MB");
        Assert.InRange(left, long.MinValue, Workspaces.MostBytesIdle);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_call_allocates_nothing_once_its_sizes_are_seen(int rows)
    {
        Sequential network = Sequential.Build("conv:4,3 relu flatten linear:10", Image, new RandomSource(1));
        float[] inputs = Samples.Make(rows * 784, 1), outputs = new float[rows * 10];
        Assert.Equal(0, Allocations.PerRun(() => network.Predict(Image, inputs, outputs)));
    }

    private static (WeakReference Network, WeakReference Workspaces) Forgotten()
    {
        Sequential network = Sequential.Build("linear:10", new Shape(4), new RandomSource(1));
        _ = network.Predict(new Shape(4), Samples.Make(4000, 1));
        var workspaces = new Workspaces(TimeSpan.FromHours(1));
        Workspace rented = workspaces.Rent();
        rented.Bytes = 2 * Workspaces.MostBytesIdle;
        workspaces.Return(rented);
        return (new WeakReference(network), new WeakReference(workspaces));
    }
}
