using System.Runtime.CompilerServices;

namespace Myelin.Kernels;

/// <summary>How a method with a long loop is compiled.</summary>
internal static class HotLoop
{
    /// <summary>
    /// At its best at once, since a loop that is replaced while it runs goes on calling slow code; and never as part of its caller, where the
    /// formula in the loop may find the budget for inlining spent: tanh with its slope was then seven times slower.
    /// </summary>
    internal const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
