using MathNet.Numerics.LinearAlgebra;

namespace Myelin.Classical;

/// <summary>
/// Principal component analysis: the orthogonal directions in which centred rows vary most, by singular values of the centred rows X = U S Vᵀ: the components
/// are the rows of Vᵀ, their variances s² / (n - 1). Of all projections onto k directions and back, that onto the first k components loses the least
/// of the squared distance. A component's sign is free; here its largest coefficient is positive. Columns are not standardised, so those with large
/// units weigh most:
/// standardise them first where units differ.
/// Sources: Pearson, "On lines and planes of closest fit" (1901); Hotelling (1933).
/// </summary>
public sealed class PrincipalComponents
{
    private readonly double[] means;
    private readonly double[][] components;
    private readonly double[] variances;

    private PrincipalComponents(double[] means, double[][] components, double[] variances, double totalVariance) =>
        (this.means, this.components, this.variances, TotalVariance) = (means, components, variances, totalVariance);

    /// <summary>The means that are subtracted from a row's inputs.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The number of components: the smaller of inputs and rows less one.</summary>
    public int Count => components.Length;

    /// <summary>The variance along each component, falling; of n - 1, or of the sum of weights less one.</summary>
    public IReadOnlyList<double> Variances => variances;

    /// <summary>The variance of the rows: the sum of that of the inputs.</summary>
    public double TotalVariance { get; }

    /// <summary>The share of the variance that each component explains, from 0 to 1; NaN where the rows do not vary.</summary>
    public IReadOnlyList<double> ExplainedShares => Array.ConvertAll(variances, variance => variance / TotalVariance);

    /// <summary>Finds the components.</summary>
    /// <param name="samples">At least two rows; weights count a row several times.</param>
    /// <exception cref="ArgumentException">Rows that weigh no more than one row.</exception>
    /// <exception cref="InvalidInputException">They take more memory than the machine has.</exception>
    public static PrincipalComponents Fit(Samples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Rows < 2 || samples.TotalWeight <= 1)
            throw new ArgumentException("Principal components need at least two rows, and weights whose sum is above 1.", nameof(samples));
        ThinSvd.RequireMemory("Principal components", samples, samples.Width);
        double[] means = samples.InputMeans();
        using var algebra = ManagedAlgebra.Use();
        var svd = new ThinSvd(Matrix<double>.Build.Dense(samples.Rows, samples.Width,
            (row, i) => Math.Sqrt(samples.Weight(row)) * (samples.Input(row)[i] - means[i])));
        int count = Math.Min(samples.Width, samples.Rows - 1);
        double[] variances = [.. svd.Values.Take(count).Select(value => value * value / (samples.TotalWeight - 1))];
        return new PrincipalComponents(means, [.. Enumerable.Range(0, count).Select(i => Signed(svd.V.Column(i)))], variances, variances.Sum());
    }

    /// <summary>A component: a direction of length 1 in the space of the inputs.</summary>
    /// <param name="index">The component, counted from 0.</param>
    public ReadOnlySpan<double> Component(int index) => components[index];

    /// <summary>The coordinates of a row along the first components.</summary>
    /// <param name="row">The row's inputs.</param>
    /// <param name="count">How many components, from 1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of components.</exception>
    /// <exception cref="ArgumentException">A row of another length.</exception>
    public double[] Project(ReadOnlySpan<double> row, int count) => Projection(count).Predict(row);

    /// <summary>The row that coordinates stand for, in the space of the inputs.</summary>
    /// <param name="coordinates">Coordinates along the first components.</param>
    /// <exception cref="ArgumentOutOfRangeException">More coordinates than components, or none.</exception>
    public double[] Reconstruct(ReadOnlySpan<double> coordinates)
    {
        RequireCount(coordinates.Length);
        double[] row = [.. means];
        for (int k = 0; k < coordinates.Length; k++)
        {
            for (int i = 0; i < row.Length; i++) row[i] += coordinates[k] * components[k][i];
        }

        return row;
    }

    /// <summary>
    /// The projection onto the first components as a linear model, and through <see cref="LinearModel.ToNetwork()"/> as a network: W = the
    /// components, b = -W · means.
    /// </summary>
    /// <param name="count">How many components, from 1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of components.</exception>
    public LinearModel Projection(int count)
    {
        RequireCount(count);
        var coefficients = new double[count, means.Length];
        var intercepts = new double[count];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < means.Length; i++)
            {
                coefficients[k, i] = components[k][i];
                intercepts[k] -= components[k][i] * means[i];
            }
        }

        return new LinearModel(coefficients, intercepts);
    }

    /// <summary>
    /// The share of rows' variance that a projection onto orthonormal directions keeps, from 0 to 1, the rows centred by their own mean; NaN where
    /// they do not vary. On the rows that the components were found in it is the sum of <see cref="ExplainedShares"/>.
    /// </summary>
    /// <param name="projection">The projection, as <see cref="Projection"/> gives it.</param>
    /// <param name="samples">The rows.</param>
    /// <exception cref="ArgumentException">Rows of another length.</exception>
    public static double KeptShare(LinearModel projection, Samples samples)
    {
        ArgumentNullException.ThrowIfNull(projection);
        ArgumentNullException.ThrowIfNull(samples);
        if (projection.Inputs != samples.Width)
            throw new ArgumentException($"This projection takes rows of {projection.Inputs} inputs, not {samples.Width}.", nameof(samples));
        double[] means = samples.InputMeans(), center = projection.Predict(means);
        double kept = 0;
        for (int row = 0; row < samples.Rows; row++)
        {
            double[] coordinates = projection.Predict(samples.Input(row));
            for (int k = 0; k < center.Length; k++) kept += samples.Weight(row) * (coordinates[k] - center[k]) * (coordinates[k] - center[k]);
        }

        return kept / samples.TotalSumOfSquares();
    }

    private void RequireCount(int count)
    {
        if (count < 1 || count > Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {Count} components, so their number is from 1 to {Count}.");
    }

    private static double[] Signed(Vector<double> direction)
    {
        double sign = Math.Sign(direction[direction.AbsoluteMaximumIndex()]);
        return [.. direction.Select(value => sign * value)];
    }
}
