namespace Myelin.Benchmarks.Compare;

/// <summary>Work that both sides do.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Operations">Floating-point operations a step, a multiply-add counting as two; 0 where memory alone is the limit.</param>
/// <param name="Bytes">Bytes that a step has to read and write at least.</param>
/// <param name="Ours">Prepares Myelin.</param>
/// <param name="Theirs">Prepares libtorch with the same data and weights.</param>
internal sealed record Workload(string Name, double Operations, double Bytes, Func<IContender> Ours, Func<IContender> Theirs)
{
    /// <summary>Whether both sides' results must stay together over several steps, as those of a training do.</summary>
    public bool IsTraining => Name.StartsWith("train/", StringComparison.Ordinal);
}
