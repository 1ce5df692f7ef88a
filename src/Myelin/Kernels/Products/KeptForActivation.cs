using System.Runtime.CompilerServices;
using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>What an activation behind a product or a convolution keeps for its gradient, where that is not the result itself.</summary>
internal struct KeptForActivation<TFunction>() where TFunction : unmanaged, IUnaryFunction
{
    private Storage storage = new(0);

    private static bool IsNeeded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TFunction.Saves is Saved.Input or Saved.Slope;
    }

    /// <summary>Room for the forward pass to write to; empty where nothing is kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<float> Room(int count, bool willDifferentiate)
    {
        if (!IsNeeded || !willDifferentiate) return default;
        if (storage.Capacity < count) storage = new Storage(count);
        return storage.Span[..count];
    }

    /// <summary>The gradient in front of the activation, from that behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Differentiate(TFunction function, ReadOnlySpan<float> result, ReadOnlySpan<float> dy, Span<float> dz) =>
        UnaryLoops.GradientOfKept(function, IsNeeded ? storage.Span[..dz.Length] : result, dy, dz);
}
