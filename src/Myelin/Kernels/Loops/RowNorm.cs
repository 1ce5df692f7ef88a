using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// The Euclidean norm of a row as root / scale. The scale is a power of two that brings the largest element near 1, so that no square
/// overflows or vanishes and nothing is rounded by it. A row of zeros has root 0.
/// </summary>
internal readonly record struct RowNorm(float Root, float Scale)
{
    // One step from the end of the exponents, where the scale itself would overflow.
    private const int LargestExponent = 126;

    /// <summary>Writes x / ‖x‖, or zeros for a row of zeros. NaN or ±∞ anywhere makes everything NaN.</summary>
    internal static RowNorm Normalize(ReadOnlySpan<float> x, Span<float> y)
    {
        float largest = 0;
        foreach (float value in x) largest = MathF.Max(largest, MathF.Abs(value));
        if (largest == 0)
        {
            y.Clear();
            return default;
        }

        float scale = MathF.ScaleB(1, Math.Min(LargestExponent, -MathF.ILogB(largest)));
        Copy.Scaled(x, scale, y, accumulate: false);
        var norm = new RowNorm(MathF.Sqrt(SumOfSquares(y)), scale);
        Elementwise.Map(new ScaledQuotient(1, norm.Root, 1), y, y);
        return norm;
    }

    /// <summary>y = factor · x / norm; zeros where the norm is 0.</summary>
    internal void Divide(ReadOnlySpan<float> x, float factor, Span<float> y)
    {
        if (Root == 0) y.Clear();
        else Elementwise.Map(new ScaledQuotient(factor, Root, Scale), x, y);
    }

    /// <summary>Σ x².</summary>
    internal static float SumOfSquares(ReadOnlySpan<float> x) => SumOfProducts(x, x);

    /// <summary>Σ x y.</summary>
    internal static float SumOfProducts(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        using Scratch products = Scratch.Take(x.Length);
        Elementwise.Map(default(Copy.Product), x, y, products.Span);
        return Sums.Of(products.Span);
    }

    private readonly struct ScaledQuotient(float factor, float divisor, float scale) : ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a) => a * factor / Vector512.Create(divisor) * scale;
    }
}
