using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Copies a part of a matrix together, so that the innermost loop reads it from few cache lines and pages.</summary>
internal static unsafe class Panel
{
    /// <summary>panel[r, c] = source[r, c] for any strides, rows of the panel padded with zeros to whole vectors.</summary>
    internal static void Pack(float* source, nint rowStride, nint columnStride, int rows, int columns, float* panel, nint panelStride)
    {
        if (columnStride == 1) CopyRows(source, rowStride, rows, columns, panel, panelStride);
        else Gather(source, rowStride, columnStride, rows, columns, panel, panelStride);
    }

    [MethodImpl(HotLoop.Options)]
    private static void CopyRows(float* source, nint rowStride, int rows, int columns, float* panel, nint panelStride)
    {
        int whole = columns / Storage.Lanes * Storage.Lanes, rest = columns - whole;
        Vector512<float> first = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(rest)).AsSingle();
        // Where a row's last vector ends within the rows below, it is read as a whole.
        float* end = source + (rows - 1) * rowStride + columns;
        for (int row = 0; row < rows; row++, source += rowStride, panel += panelStride)
        {
            for (int column = 0; column < whole; column += Storage.Lanes) Vector512.Load(source + column).Store(panel + column);
            if (rest == 0) continue;
            float* last = source + whole;
            (end - last >= Storage.Lanes ? Vector512.Load(last) & first : PartialVector.Load(last, rest)).Store(panel + whole);
        }
    }

    private static void Gather(float* source, nint rowStride, nint columnStride, int rows, int columns, float* panel, nint panelStride)
    {
        for (int first = 0; first < columns; first += Storage.Lanes)
        {
            int count = Math.Min(Storage.Lanes, columns - first);
            float* corner = source + first * columnStride;
            if (count == Storage.Lanes) GatherVectors(corner, rowStride, columnStride, rows, panel + first, panelStride);
            else GatherEdge(corner, rowStride, columnStride, rows, count, panel + first, panelStride);
        }
    }

    // Sixteen loads joined in registers and one store: a store per element would take longer.
    [MethodImpl(HotLoop.Options)]
    private static void GatherVectors(float* source, nint rowStride, nint columnStride, int rows, float* panel, nint panelStride)
    {
        nint s = columnStride;
        for (int row = 0; row < rows; row++, source += rowStride, panel += panelStride)
        {
            float* p4 = source + 4 * s;
            float* p8 = p4 + 4 * s;
            float* p12 = p8 + 4 * s;
            Vector512.Create(
                source[0], source[s], source[2 * s], source[3 * s], p4[0], p4[s], p4[2 * s], p4[3 * s],
                p8[0], p8[s], p8[2 * s], p8[3 * s], p12[0], p12[s], p12[2 * s], p12[3 * s]).Store(panel);
        }
    }

    private static void GatherEdge(float* source, nint rowStride, nint columnStride, int rows, int count, float* panel, nint panelStride)
    {
        for (int row = 0; row < rows; row++, source += rowStride, panel += panelStride)
        {
            Vector512<float>.Zero.Store(panel);
            for (int lane = 0; lane < count; lane++) panel[lane] = source[lane * columnStride];
        }
    }
}
