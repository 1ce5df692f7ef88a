using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Myelin.Kernels;

/// <summary>
/// A block of float32 that starts on a 64-byte boundary and never moves. Its length is rounded up to whole vectors of 16, so a
/// loop may read and write the last vector in full.
/// </summary>
internal sealed unsafe class Storage
{
    internal const int Lanes = 16;
    private const int Alignment = Lanes * sizeof(float);

    private readonly float[] array;
    private readonly int first;

    internal Storage(int length)
    {
        Capacity = RoundUp(length);
        array = GC.AllocateArray<float>(checked(Capacity + Lanes), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        first = (int)((Alignment - address % Alignment) % Alignment / sizeof(float));
    }

    private Storage(Storage whole, int start, int length) => (array, first, Capacity) = (whole.array, whole.first + start, RoundUp(length));

    /// <summary>Usable elements, a multiple of 16.</summary>
    internal int Capacity { get; }

    internal Span<float> Span => new(array, first, Capacity);

    internal Memory<float> Memory => new(array, first, Capacity);

    /// <summary>The same memory from an element on.</summary>
    /// <param name="start">The first element, a multiple of 16.</param>
    /// <param name="length">How many elements; rounded up to whole vectors they still lie in this storage.</param>
    internal Storage Part(int start, int length) => new(this, start, length);

    internal static int RoundUp(int length) => checked(length + Lanes - 1) & ~(Lanes - 1);
}
