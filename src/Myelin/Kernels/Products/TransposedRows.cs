using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// Rows of one length, 16 of them turned so that a lane is a row, for distances from one row to all. A squared distance is one chain of
/// fused multiply-adds over the elements in order: it depends on its two rows alone, and is the same from both sides.
/// </summary>
internal sealed class TransposedRows
{
    private Storage turned = new(0);
    private int width;

    /// <summary>The number of rows held.</summary>
    internal int Count { get; private set; }

    /// <summary>Forgets all rows and takes others.</summary>
    internal void Set(ReadOnlySpan<float> rows, int count)
    {
        (Count, width) = (count, count == 0 ? 0 : rows.Length / count);
        int length = checked(Storage.RoundUp(count) * width);
        if (turned.Capacity < length) turned = new Storage(length);
        Span<float> target = turned.Span;
        for (int row = 0; row < count; row++)
        {
            int first = row / Lanes.Count * Lanes.Count * width + row % Lanes.Count;
            for (int k = 0; k < width; k++) target[first + k * Lanes.Count] = rows[row * width + k];
        }
    }

    /// <summary>‖x - row‖² for the rows from <paramref name="first"/>, a multiple of 16, on; as many as there is room for.</summary>
    [MethodImpl(HotLoop.Options)]
    internal void SquaredDistances(ReadOnlySpan<float> x, int first, Span<float> distances)
    {
        if (x.Length != width || first % Lanes.Count != 0 || first + distances.Length > Count)
            throw new ArgumentException($"A row of {x.Length} elements, and room for {distances.Length} distances from row {first} on; there are "
                + $"{Count} rows of {width}.");
        ref float source = ref MemoryMarshal.GetReference(turned.Span), given = ref MemoryMarshal.GetReference(x),
            target = ref MemoryMarshal.GetReference(distances);
        for (int row = 0; row < distances.Length; row += Lanes.Count)
        {
            Vector512<float> sum = Vector512<float>.Zero;
            nint start = (nint)(first + row) * width;
            for (nint k = 0; k < width; k++)
            {
                Vector512<float> difference = Lanes.Load(ref source, start + k * Lanes.Count) - Vector512.Create(Unsafe.Add(ref given, k));
                sum = Vector512.FusedMultiplyAdd(difference, difference, sum);
            }

            if (row <= distances.Length - Lanes.Count) Lanes.Store(sum, ref target, row);
            else Lanes.StorePart(sum, distances[row..]);
        }
    }
}
