using System.Diagnostics.Tracing;
using System.Runtime.Intrinsics.X86;
using Myelin.Kernels;

namespace Myelin;

/// <summary>What the engine runs on. The results do not depend on it, only the time does.</summary>
public static class Processor
{
    /// <summary>How many threads the engine uses for one call, the caller's own included; by default one for each processor. At least 1.</summary>
    public static int Threads
    {
        get => Workers.Threads;
        set => Workers.Threads = value;
    }

    /// <summary>
    /// Whether fused multiply-add runs in hardware. Where it does not, as in a native build without <c>IlcInstructionSet</c>
    /// <c>x86-64-v3</c> or better, kernels run 50 to 100 times slower with the same results. The event source <c>Myelin</c> says so, too.
    /// </summary>
    public static bool IsAccelerated { get; } = Report(Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported);

    private static bool Report(bool accelerated)
    {
        if (!accelerated) MyelinEventSource.Log.SlowInstructionSet();
        return accelerated;
    }
}

/// <summary>The events of the engine, for listeners of the runtime's tracing.</summary>
[EventSource(Name = "Myelin")]
public sealed class MyelinEventSource : EventSource
{
    /// <summary>The one source.</summary>
    public static MyelinEventSource Log { get; } = new();

    private MyelinEventSource() { }

    /// <summary>Fused multiply-add runs in software: kernels are 50 to 100 times slower than they could be.</summary>
    [Event(1, Level = EventLevel.Warning, Message = "Fused multiply-add runs in software; set IlcInstructionSet to x86-64-v3 or better.")]
    public void SlowInstructionSet() => WriteEvent(1);
}
