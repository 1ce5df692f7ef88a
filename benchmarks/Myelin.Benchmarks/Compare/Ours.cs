namespace Myelin.Benchmarks.Compare;

/// <summary>Myelin, in this process.</summary>
internal sealed class Ours : ISide
{
    private readonly IContender contender;
    private readonly StepTimer timer;
    private readonly List<double> microseconds = [];

    internal Ours(Workload workload, int threads, int results)
    {
        Processor.Threads = threads;
        contender = workload.Ours();
        timer = new StepTimer(contender);
        Results = [.. Enumerable.Range(0, results).Select(_ =>
        {
            contender.Step();
            return contender.Result();
        })];
        timer.WarmUp();
    }

    public string Name => "myelin";

    public IReadOnlyList<double> Rounds => microseconds;

    internal double[] Results { get; }

    /// <summary>Bytes a step allocates: the least of all rounds, since the runtime's own threads may allocate at any moment.</summary>
    internal double BytesPerStep { get; private set; } = double.PositiveInfinity;

    public void Measure()
    {
        microseconds.Add(timer.Measure());
        BytesPerStep = Math.Min(BytesPerStep, timer.BytesPerStep);
    }

    public void Dispose() => contender.Dispose();
}
