namespace Myelin.Tests.Families;

/// <summary>Measures what a step allocates.</summary>
internal static class Allocations
{
    /// <summary>Bytes that the calling thread allocates per run, after runs that show the step its shapes.</summary>
    internal static long PerRun(Action run)
    {
        const int seen = 3, measured = 10;
        for (int i = 0; i < seen; i++) run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < measured; i++) run();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / measured;
    }
}
