using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Myelin.Benchmarks.Compare;

/// <summary>What a table of measurements must name.</summary>
internal static class Machine
{
    internal static string Describe()
    {
        string vectors = Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors";
        return $"{ProcessorName()}, {Environment.ProcessorCount} processors, {vectors}; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; libtorch {Peer.Version}.";
    }

    private static string ProcessorName()
    {
        if (!X86Base.IsSupported) return RuntimeInformation.ProcessArchitecture.ToString();
        Span<int> words = stackalloc int[12];
        for (int i = 0; i < 3; i++) (words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]) = X86Base.CpuId(unchecked((int)0x80000002) + i, 0);
        (int signature, _, _, _) = X86Base.CpuId(1, 0);
        int family = ((signature >> 8) & 15) + ((signature >> 20) & 255), model = ((signature >> 4) & 15) + ((signature >> 12) & 0xF0);
        return $"{System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).Trim('\0', ' ')} (family {family}, model {model})";
    }
}
