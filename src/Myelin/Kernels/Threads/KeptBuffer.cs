using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Myelin.Kernels;

/// <summary>Buffers that a thread keeps between calls: each user has a slot of its own, which grows and is never given back.</summary>
internal static unsafe class KeptBuffer
{
    /// <summary>At least <paramref name="length"/> floats in a thread-static slot; what they hold is left over from the last use.</summary>
    internal static float* Rent(ref Storage? slot, int length)
    {
        if (slot is null || slot.Capacity < length) slot = new Storage(length);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(slot.Span));
    }
}
