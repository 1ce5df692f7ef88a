using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Myelin.Kernels;

/// <summary>
/// The innermost loop of a convolution's gradient by its weights: filters times neighbouring taps are summed in registers, the lanes
/// running along the pixels. Both operands are read where they lie; nothing is packed.
/// </summary>
internal static unsafe class TapTile
{
    /// <summary>The most filters of one tile.</summary>
    internal static int MaxFilters => Vector512.IsHardwareAccelerated ? 5 : 1;

    /// <summary>The most taps of one tile.</summary>
    internal const int MaxTaps = 5;

    /// <summary>Floats that <c>sums</c> must hold.</summary>
    internal const int SumLength = 5 * MaxTaps * Storage.Lanes;

    /// <summary>sums[f, t] = Σ over images, rows and vectors of gradient[f] · plane[t], lane by lane.</summary>
    /// <param name="filters">1 to <see cref="MaxFilters"/>.</param>
    /// <param name="taps">1 to <see cref="MaxTaps"/>.</param>
    /// <param name="place">Where the operands lie.</param>
    /// <param name="sums">[filters, <see cref="MaxTaps"/>] vectors.</param>
    internal static void Sum(int filters, int taps, in Place place, float* sums)
    {
        switch (filters)
        {
            case 1: Sum<One>(taps, place, sums); break;
            case 2: Sum<Two>(taps, place, sums); break;
            case 3: Sum<Three>(taps, place, sums); break;
            case 4: Sum<Four>(taps, place, sums); break;
            case 5: Sum<Five>(taps, place, sums); break;
            default: throw new ArgumentOutOfRangeException(nameof(filters), filters, $"A tile has 1 to {MaxFilters} filters.");
        }
    }

    private static void Sum<TFilters>(int taps, in Place place, float* sums) where TFilters : struct, INumber
    {
        switch (taps)
        {
            case 1: Sum<TFilters, One>(place, sums); break;
            case 2: Sum<TFilters, Two>(place, sums); break;
            case 3: Sum<TFilters, Three>(place, sums); break;
            case 4: Sum<TFilters, Four>(place, sums); break;
            case 5: Sum<TFilters, Five>(place, sums); break;
            default: throw new ArgumentOutOfRangeException(nameof(taps), taps, $"A tile has 1 to {MaxTaps} taps.");
        }
    }

    // As in RegisterTile: single-purpose locals, no calls, no array, or the compiler spills the sums on every step.
    [MethodImpl(HotLoop.Options)]
    private static void Sum<TFilters, TTaps>(in Place place, float* sums)
        where TFilters : struct, INumber
        where TTaps : struct, INumber
    {
        Vector512<float> a0 = Vector512<float>.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0;
        Vector512<float> b0 = a0, b1 = a0, b2 = a0, b3 = a0, b4 = a0;
        Vector512<float> c0 = a0, c1 = a0, c2 = a0, c3 = a0, c4 = a0;
        Vector512<float> d0 = a0, d1 = a0, d2 = a0, d3 = a0, d4 = a0;
        Vector512<float> e0 = a0, e1 = a0, e2 = a0, e3 = a0, e4 = a0;
        nint stride = place.FilterStride, vectors = place.Vectors;
        float* gradientRow = place.Gradient, planeRow = place.Plane;
        for (int row = 0, image = place.Images; image > 0;)
        {
            float* x = planeRow, dz = gradientRow, dz3 = gradientRow + 3 * stride;
            for (nint vector = vectors; vector > 0; vector--, x += Storage.Lanes, dz += Storage.Lanes, dz3 += Storage.Lanes)
            {
                if (TFilters.Value == 1)
                {
                    // Each element serves once; held in registers they would crowd out the sums where vectors are narrow.
                    Vector512<float> z = Load(dz);
                    a0 = FusedMultiplyAdd(z, Load(x), a0);
                    if (TTaps.Value > 1) a1 = FusedMultiplyAdd(z, Load(x + 1), a1);
                    if (TTaps.Value > 2) a2 = FusedMultiplyAdd(z, Load(x + 2), a2);
                    if (TTaps.Value > 3) a3 = FusedMultiplyAdd(z, Load(x + 3), a3);
                    if (TTaps.Value > 4) a4 = FusedMultiplyAdd(z, Load(x + 4), a4);
                    continue;
                }

                Vector512<float> x0 = Load(x), x1 = TTaps.Value > 1 ? Load(x + 1) : default, x2 = TTaps.Value > 2 ? Load(x + 2) : default,
                    x3 = TTaps.Value > 3 ? Load(x + 3) : default, x4 = TTaps.Value > 4 ? Load(x + 4) : default;
                {
                    Vector512<float> z = Load(dz);
                    a0 = FusedMultiplyAdd(z, x0, a0);
                    if (TTaps.Value > 1) a1 = FusedMultiplyAdd(z, x1, a1);
                    if (TTaps.Value > 2) a2 = FusedMultiplyAdd(z, x2, a2);
                    if (TTaps.Value > 3) a3 = FusedMultiplyAdd(z, x3, a3);
                    if (TTaps.Value > 4) a4 = FusedMultiplyAdd(z, x4, a4);
                }

                if (TFilters.Value > 1)
                {
                    Vector512<float> z = Load(dz + stride);
                    b0 = FusedMultiplyAdd(z, x0, b0);
                    if (TTaps.Value > 1) b1 = FusedMultiplyAdd(z, x1, b1);
                    if (TTaps.Value > 2) b2 = FusedMultiplyAdd(z, x2, b2);
                    if (TTaps.Value > 3) b3 = FusedMultiplyAdd(z, x3, b3);
                    if (TTaps.Value > 4) b4 = FusedMultiplyAdd(z, x4, b4);
                }

                if (TFilters.Value > 2)
                {
                    Vector512<float> z = Load(dz + 2 * stride);
                    c0 = FusedMultiplyAdd(z, x0, c0);
                    if (TTaps.Value > 1) c1 = FusedMultiplyAdd(z, x1, c1);
                    if (TTaps.Value > 2) c2 = FusedMultiplyAdd(z, x2, c2);
                    if (TTaps.Value > 3) c3 = FusedMultiplyAdd(z, x3, c3);
                    if (TTaps.Value > 4) c4 = FusedMultiplyAdd(z, x4, c4);
                }

                if (TFilters.Value > 3)
                {
                    Vector512<float> z = Load(dz3);
                    d0 = FusedMultiplyAdd(z, x0, d0);
                    if (TTaps.Value > 1) d1 = FusedMultiplyAdd(z, x1, d1);
                    if (TTaps.Value > 2) d2 = FusedMultiplyAdd(z, x2, d2);
                    if (TTaps.Value > 3) d3 = FusedMultiplyAdd(z, x3, d3);
                    if (TTaps.Value > 4) d4 = FusedMultiplyAdd(z, x4, d4);
                }

                if (TFilters.Value > 4)
                {
                    Vector512<float> z = Load(dz3 + stride);
                    e0 = FusedMultiplyAdd(z, x0, e0);
                    if (TTaps.Value > 1) e1 = FusedMultiplyAdd(z, x1, e1);
                    if (TTaps.Value > 2) e2 = FusedMultiplyAdd(z, x2, e2);
                    if (TTaps.Value > 3) e3 = FusedMultiplyAdd(z, x3, e3);
                    if (TTaps.Value > 4) e4 = FusedMultiplyAdd(z, x4, e4);
                }
            }

            gradientRow += place.GradientRowStride;
            planeRow += place.PlaneRowStride;
            if (++row < place.Rows) continue;
            row = 0;
            image--;
            gradientRow += place.ImageStride - place.Rows * place.GradientRowStride;
            planeRow += place.ImageStride - place.Rows * place.PlaneRowStride;
        }

        const int filter = MaxTaps * Storage.Lanes;
        Store<TTaps>(sums, a0, a1, a2, a3, a4);
        if (TFilters.Value > 1) Store<TTaps>(sums + filter, b0, b1, b2, b3, b4);
        if (TFilters.Value > 2) Store<TTaps>(sums + 2 * filter, c0, c1, c2, c3, c4);
        if (TFilters.Value > 3) Store<TTaps>(sums + 3 * filter, d0, d1, d2, d3, d4);
        if (TFilters.Value > 4) Store<TTaps>(sums + 4 * filter, e0, e1, e2, e3, e4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TTaps>(float* sums, Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3,
        Vector512<float> s4) where TTaps : struct, INumber
    {
        s0.Store(sums);
        if (TTaps.Value > 1) s1.Store(sums + Storage.Lanes);
        if (TTaps.Value > 2) s2.Store(sums + 2 * Storage.Lanes);
        if (TTaps.Value > 3) s3.Store(sums + 3 * Storage.Lanes);
        if (TTaps.Value > 4) s4.Store(sums + 4 * Storage.Lanes);
    }

    /// <summary>Where a tile's operands lie.</summary>
    internal struct Place
    {
        /// <summary>The first filter's output gradient, filled up with zeros to whole vectors.</summary>
        internal float* Gradient;

        /// <summary>Distance between filters.</summary>
        internal nint FilterStride;

        /// <summary>Distance between rows of the gradient.</summary>
        internal nint GradientRowStride;

        /// <summary>What the first tap meets at the first pixel; the other taps follow one by one.</summary>
        internal float* Plane;

        /// <summary>Distance between rows of the plane.</summary>
        internal nint PlaneRowStride;

        /// <summary>Images to sum over.</summary>
        internal int Images;

        /// <summary>Distance between images, of both operands.</summary>
        internal nint ImageStride;

        /// <summary>Rows an image.</summary>
        internal int Rows;

        /// <summary>Vectors a row.</summary>
        internal int Vectors;
    }
}
