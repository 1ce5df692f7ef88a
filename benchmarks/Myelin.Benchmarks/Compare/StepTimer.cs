using System.Diagnostics;

namespace Myelin.Benchmarks.Compare;

/// <summary>Times the steps of one side.</summary>
internal sealed class StepTimer(IContender contender)
{
    private const double WarmUpSeconds = 1.5;
    private const double RoundSeconds = 0.2;

    /// <summary>Bytes that a step of the last round allocated.</summary>
    internal double BytesPerStep { get; private set; }

    /// <summary>Runs until the runtime has compiled everything at its best.</summary>
    internal void WarmUp() => RunFor(WarmUpSeconds);

    /// <summary>Measures one round: warms the caches, and times as many steps as fill the time.</summary>
    /// <returns>Microseconds a step.</returns>
    internal double Measure()
    {
        double step = RunFor(RoundSeconds / 4);
        int steps = (int)Math.Max(3, RoundSeconds / step);
        long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++) contender.Step();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        BytesPerStep = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / steps;
        return elapsed.TotalMicroseconds / steps;
    }

    /// <summary>Runs for a time, and returns the seconds of one step.</summary>
    private double RunFor(double seconds)
    {
        long start = Stopwatch.GetTimestamp(), steps = 0;
        double elapsed;
        do
        {
            contender.Step();
            steps++;
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        while (elapsed < seconds || steps < 3);
        return elapsed / steps;
    }
}
