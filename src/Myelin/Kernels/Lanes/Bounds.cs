using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Looks for elements that are not where they belong. NaN belongs everywhere.</summary>
internal static unsafe class Bounds
{
    // As many elements as a map takes alone.
    private const int PartLength = 1 << 16;

    /// <summary>The first element below the lowest or above the highest value allowed; -1 when there is none.</summary>
    internal static int FirstOutside(ReadOnlySpan<float> x, float lowest, float highest)
    {
        if (x.Length <= Lanes.Count) return FirstOfFew(x, lowest, highest);
        bool found = false;
        fixed (float* source = x) Workers.Run(new Range(source, x.Length, lowest, highest, &found), (x.Length + PartLength - 1) / PartLength);
        if (!found) return -1;
        return FirstOfFew(x, lowest, highest);
    }

    private static int FirstOfFew(ReadOnlySpan<float> x, float lowest, float highest)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] < lowest || x[i] > highest) return i;
        }

        return -1;
    }

    /// <summary>The first row whose elements do not add up to 1, give or take the tolerance; -1 when there is none.</summary>
    internal static int FirstRowNotAddingToOne(ReadOnlySpan<float> x, int width, float tolerance)
    {
        for (int row = 0; row < x.Length / width; row++)
        {
            if (MathF.Abs(Sums.Of(x.Slice(row * width, width)) - 1) > tolerance) return row;
        }

        return -1;
    }

    private readonly struct Range(float* source, int length, float lowest, float highest, bool* found) : IJob
    {
        private readonly float* source = source;
        private readonly bool* found = found;

        [MethodImpl(HotLoop.Options)]
        public void Run(int part)
        {
            Vector512<float> low = Vector512.Create(lowest), high = Vector512.Create(highest), outside = Vector512<float>.Zero;
            nint i = (nint)part * PartLength, end = Math.Min(length, i + PartLength);
            for (; i <= end - Lanes.Count; i += Lanes.Count)
            {
                Vector512<float> x = Vector512.Load(source + i);
                outside |= Vector512.LessThan(x, low) | Vector512.GreaterThan(x, high);
            }

            if (i < end)
            {
                // What fills the vector up lies inside.
                Vector512<float> x = PartialVector.Load(source + i, (int)(end - i));
                Vector512<float> given = Vector512.LessThan(Vector512.CreateSequence(0f, 1f), Vector512.Create((float)(end - i)));
                outside |= given & (Vector512.LessThan(x, low) | Vector512.GreaterThan(x, high));
            }

            if (outside.AsInt32() != Vector512<int>.Zero) *found = true;
        }
    }
}
