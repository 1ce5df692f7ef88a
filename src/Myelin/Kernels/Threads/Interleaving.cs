using System.Runtime.CompilerServices;

namespace Myelin.Kernels;

/// <summary>Marks the places where it matters what other threads do meanwhile. Tests let them run there; otherwise a mark is one comparison.</summary>
internal static class Interleaving
{
    /// <summary>What happens at a mark; null outside tests.</summary>
    internal static Action? AtPoint { get; set; }

    /// <summary>A mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Point() => AtPoint?.Invoke();
}
