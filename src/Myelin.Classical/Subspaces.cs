using MathNet.Numerics.LinearAlgebra;
using Myelin.Functions;

namespace Myelin.Classical;

/// <summary>
/// Angles between the spaces that some directions span. A linear autoencoder finds the space of the first principal components (Baldi and Hornik,
/// 1989), but with axes of its own, so coefficients differ where the spaces are the same; the angle does not.
/// </summary>
public static class Subspaces
{
    /// <summary>
    /// The largest angle between a direction of one space and the other space, from 0 for equal ones to π/2; from its sine, so that small angles are
    /// exact (Björck and Golub, 1973).
    /// </summary>
    /// <param name="first">Directions, one a row; independent, not necessarily orthogonal.</param>
    /// <param name="second">As many directions of the same length.</param>
    /// <returns>The angle in radians.</returns>
    /// <exception cref="ArgumentException">Other numbers or lengths of directions, or directions that depend on each other.</exception>
    public static double LargestAngle(double[,] first, double[,] second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        (int count, int width) = (first.GetLength(0), first.GetLength(1));
        if (count < 1 || width < 1) throw new ArgumentException("There is no angle between no directions, or directions of length 0.", nameof(first));
        if (second.GetLength(0) != count || second.GetLength(1) != width)
            throw new ArgumentException($"{count} directions of length {width} have no angle to {second.GetLength(0)} of length "
                + $"{second.GetLength(1)}.", nameof(second));
        using var algebra = ManagedAlgebra.Use();
        (Matrix<double> a, Matrix<double> b) = (Basis(first), Basis(second));
        Matrix<double> outside = b - (a * (a.Transpose() * b));
        return ArcSine.Of(Math.Min(1, outside.L2Norm()));
    }

    private static Matrix<double> Basis(double[,] directions)
    {
        var svd = new ThinSvd(Matrix<double>.Build.DenseOfArray(directions).Transpose());
        return svd.Rank == directions.GetLength(0) ? svd.U : throw new ArgumentException("The directions depend on each other, or are none.");
    }
}
