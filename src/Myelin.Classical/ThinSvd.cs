using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Myelin.Classical;

/// <summary>
/// X = U S Vᵀ with as many columns as X has rank: by a thin QR factorisation and the singular values of R, so that no square matrix over rows is
/// made.
/// </summary>
internal sealed class ThinSvd
{
    internal ThinSvd(Matrix<double> x)
    {
        bool tall = x.RowCount >= x.ColumnCount;
        QR<double> qr = (tall ? x : x.Transpose()).QR(QRMethod.Thin);
        Svd<double> inner = qr.R.Svd();
        Values = inner.S;
        (Matrix<double> left, Matrix<double> right) = (qr.Q * inner.U, inner.VT.Transpose());
        (U, V) = tall ? (left, right) : (right, left);
        // The usual tolerance: what rounding leaves of a singular value that is 0.
        const double rounding = 2.220446049250313e-16;
        double smallest = rounding * Math.Max(x.RowCount, x.ColumnCount) * Values.FirstOrDefault();
        Rank = Values.Count(value => value > smallest);
    }

    /// <summary>Refuses rows whose factors take more memory than there is: the matrix, Q, U or V of its size, and three squares of its smaller side.</summary>
    /// <exception cref="InvalidInputException">They take more.</exception>
    internal static void RequireMemory(string model, Samples samples, int width)
    {
        Int128 all = (Int128)samples.Rows * width, small = Math.Min(samples.Rows, width);
        ClassicalMemory.RequireFit(model, samples, Int128.Max(all, small * small), (3 * all) + (3 * small * small));
    }

    /// <summary>S, falling.</summary>
    internal Vector<double> Values { get; }

    /// <summary>Orthonormal columns, as long as X has rows.</summary>
    internal Matrix<double> U { get; }

    /// <summary>Orthonormal columns, as long as X has columns.</summary>
    internal Matrix<double> V { get; }

    /// <summary>How many singular values are not 0, but for rounding.</summary>
    internal int Rank { get; }
}
