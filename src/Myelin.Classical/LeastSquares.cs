using MathNet.Numerics.LinearAlgebra;

namespace Myelin.Classical;

/// <summary>
/// Linear regression in closed form: W and b that make the weighted mean of the rows' squared errors least, and with ridge the mean plus
/// λ times the sum of squared coefficients, as <c>mse</c> and the penalty <c>ridge:lambda</c> add them in a training. By singular values of the centred
/// inputs, so that collinear columns do no harm: without a penalty the smallest of all best coefficients are taken.
/// Sources: Gauss, "Theoria motus" (1809); Hoerl and Kennard, "Ridge regression" (1970).
/// </summary>
public sealed class LeastSquares
{
    private readonly ThinSvd svd;
    private readonly Matrix<double> projected;
    private readonly double[] inputMeans;
    private readonly double[] targetMeans;
    private readonly double totalWeight;
    private readonly bool penalizesIntercept;

    /// <summary>Factorises the rows; each fit after that is cheap.</summary>
    /// <param name="samples">Rows with target values.</param>
    /// <param name="penalizesIntercept">Whether a penalty acts on b, too. By default it does not: then adding a constant to the targets adds it to b,
    /// and nothing else changes.</param>
    /// <exception cref="ArgumentException">Rows without target values.</exception>
    /// <exception cref="InvalidInputException">They take more memory than the machine has.</exception>
    public LeastSquares(Samples samples, bool penalizesIntercept = false)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.TargetCount == 0) throw new ArgumentException("Least squares need rows with target values.", nameof(samples));
        ThinSvd.RequireMemory("Least squares", samples, samples.Width + (penalizesIntercept ? 1 : 0));
        this.penalizesIntercept = penalizesIntercept;
        totalWeight = samples.TotalWeight;
        // A penalised intercept is one more coefficient, of an input that is always 1; a free one is what the means leave.
        (inputMeans, targetMeans) = penalizesIntercept ? (new double[samples.Width], new double[samples.TargetCount])
            : (samples.InputMeans(), samples.TargetMeans());
        int width = samples.Width + (penalizesIntercept ? 1 : 0);
        var x = Matrix<double>.Build.Dense(samples.Rows, width,
            (row, i) => Math.Sqrt(samples.Weight(row)) * (i < samples.Width ? samples.Input(row)[i] - inputMeans[i] : 1));
        var y = Matrix<double>.Build.Dense(samples.Rows, samples.TargetCount,
            (row, i) => Math.Sqrt(samples.Weight(row)) * (samples.Target(row)[i] - targetMeans[i]));
        using var algebra = ManagedAlgebra.Use();
        svd = new ThinSvd(x);
        projected = svd.U.TransposeThisAndMultiply(y);
    }

    /// <summary>How many columns of inputs are independent of each other and of the constant.</summary>
    public int Rank => svd.Rank;

    /// <summary>Fits without a penalty.</summary>
    /// <param name="samples">Rows with target values.</param>
    /// <exception cref="ArgumentException">Rows without target values.</exception>
    public static LinearModel Fit(Samples samples) => new LeastSquares(samples).WithRidge(0);

    /// <summary>The coefficients for one λ.</summary>
    /// <param name="lambda">λ, 0 or more, in the units of the mean squared error.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public LinearModel WithRidge(double lambda)
    {
        double added = Added(lambda);
        using var algebra = ManagedAlgebra.Use();
        Matrix<double> scaled = Matrix<double>.Build.Dense(svd.Rank, targetMeans.Length,
            (i, output) => projected[i, output] / (svd.Values[i] + (added / svd.Values[i])));
        Matrix<double> found = svd.V.SubMatrix(0, svd.V.RowCount, 0, svd.Rank) * scaled;
        var coefficients = new double[targetMeans.Length, inputMeans.Length];
        double[] intercepts = [.. targetMeans];
        for (int output = 0; output < targetMeans.Length; output++)
        {
            for (int i = 0; i < inputMeans.Length; i++)
            {
                coefficients[output, i] = found[i, output];
                intercepts[output] -= coefficients[output, i] * inputMeans[i];
            }

            if (penalizesIntercept) intercepts[output] = found[inputMeans.Length, output];
        }

        return new LinearModel(coefficients, intercepts);
    }

    /// <summary>The ridge path: how the coefficients shrink as λ grows.</summary>
    /// <param name="lambdas">The values of λ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A λ is negative or not finite.</exception>
    public IReadOnlyList<(double Lambda, LinearModel Model)> Path(params ReadOnlySpan<double> lambdas) =>
        [.. lambdas.ToArray().Select(lambda => (lambda, WithRidge(lambda)))];

    /// <summary>The effective number of coefficients for one λ: Σ s² / (s² + n λ), the rank where λ is 0.</summary>
    /// <param name="lambda">λ, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public double EffectiveParameters(double lambda)
    {
        double added = Added(lambda);
        return svd.Values.Take(svd.Rank).Sum(value => value / (value + (added / value)));
    }

    // Of several targets the loss is the mean, so each has its part of it but the whole penalty.
    private double Added(double lambda) => lambda >= 0 && double.IsFinite(lambda)
        ? lambda * totalWeight * targetMeans.Length
        : throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "The lambda of ridge regression is 0 or more.");
}
