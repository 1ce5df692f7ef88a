namespace Myelin.Benchmarks.Compare;

/// <summary>A side with its settings, and what each round measured.</summary>
internal interface ISide : IDisposable
{
    string Name { get; }

    /// <summary>Microseconds a step, round by round.</summary>
    IReadOnlyList<double> Rounds { get; }

    /// <summary>Measures one round.</summary>
    void Measure();

    double Median => Statistics.Median(Rounds);
}
