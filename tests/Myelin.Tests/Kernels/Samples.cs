namespace Myelin.Tests.Kernels;

/// <summary>Numbers to try kernels on.</summary>
internal static class Samples
{
    /// <summary>Uniform in [-0.5, 0.5), always the same for a seed.</summary>
    internal static float[] Make(int count, int seed)
    {
        var random = new System.Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f).ToArray();
    }
}
