namespace Myelin.Tests.Families;

/// <summary>Measures what a step allocates.</summary>
internal static class Allocations
{
    /// <summary>Bytes that the calling thread allocates in three runs, after runs that show the step its shapes.</summary>
    /// <remarks>The least of several measurements: the runtime itself may allocate now and then, a step that allocates does so in each.</remarks>
    internal static long PerRun(Action run)
    {
        const int seen = 3, measurements = 4, runs = 3;
        for (int i = 0; i < seen; i++) run();
        long least = long.MaxValue;
        for (int measurement = 0; measurement < measurements; measurement++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < runs; i++) run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
