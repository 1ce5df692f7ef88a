namespace Myelin.Fuzz;

/// <summary>Ends the process when a round takes too long, and says which.</summary>
internal sealed class Watch : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Timer timer;
    private string round = "";
    private long begun;

    internal Watch() => timer = new Timer(_ => Look(), null, Longest, TimeSpan.FromSeconds(1));

    internal void Begin(string name)
    {
        round = name;
        Volatile.Write(ref begun, Environment.TickCount64);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        long since = Volatile.Read(ref begun);
        if (since == 0 || Environment.TickCount64 - since < Longest.TotalMilliseconds) return;
        Console.WriteLine($"HANG {round}: longer than {Longest.TotalSeconds} s");
        Environment.Exit(3);
    }
}
