using System.Runtime.Intrinsics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Myelin.Classical;

/// <summary>
/// A linear support vector machine for two classes: w and b that make the weighted mean of the hinge max(0, 1 - y (w · x + b)), y = ±1, plus λ |w|²,
/// least. b is not penalised. The same objective as <c>train --loss hinge --penalty ridge:lambda</c> of one neuron, solved to 12 digits of the
/// objective, or where rounding forbids that to 10⁻⁴ of λ |w|², by a primal-dual interior-point method on its dual, whose steps solve a system as
/// wide as the inputs. Sources: Cortes and Vapnik (1995); Ferris and Munson, "Interior-point methods for massive support vector machines" (2002).
/// </summary>
public sealed class SupportVectorMachine
{
    // A multiplier that is 0 ends some 1e-12 of the others above it.
    private const double SmallestMultiplier = 1e-6;
    private const double SmallestHinge = 1e-6;
    private const double Precision = 1e-12;
    private const double WorstShare = 1e-4;
    private const double Centering = 0.1;
    private const double ToTheBoundary = 0.995;
    private const double MostSpread = 1e13;
    private const int MostSteps = 200;

    /// <summary>The most inputs: a step solves a system as wide as they are, in 2 GB of memory.</summary>
    public const int MostInputs = 1 << 14;

    private readonly double[] multipliers;

    private SupportVectorMachine(LinearModel model, double[] multipliers, IReadOnlyList<int> supportVectors, double objective, double length) =>
        (Model, this.multipliers, SupportVectors, Objective, Margin) = (model, multipliers, supportVectors, objective, 1 / length);

    /// <summary>w and b: a score above 0 is class 1.</summary>
    public LinearModel Model { get; }

    /// <summary>The distance from the separating plane to where the score is ±1: 1 / |w|.</summary>
    public double Margin { get; }

    /// <summary>The rows that w is made of: on the margin, inside it or on the wrong side.</summary>
    public IReadOnlyList<int> SupportVectors { get; }

    /// <summary>The mean hinge plus λ |w|².</summary>
    public double Objective { get; }

    /// <summary>The multiplier of each row, from 0 to its share of the weights: w = Σ α y x / (2 λ).</summary>
    public IReadOnlyList<double> Multipliers => multipliers;

    /// <summary>Fits the machine.</summary>
    /// <param name="samples">Rows with the labels 0 and 1, both present.</param>
    /// <param name="lambda">λ, above 0: the smaller, the harder the margin.</param>
    /// <exception cref="ArgumentException">Labels other than 0 and 1, or one of them alone.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is not above 0, or not finite.</exception>
    /// <exception cref="InvalidInputException">More than <see cref="MostInputs"/> inputs, or more memory than the machine has.</exception>
    /// <exception cref="NotConvergedException">The steps did not converge, as where inputs are of very different sizes, or λ is very small.</exception>
    public static SupportVectorMachine Fit(Samples samples, double lambda)
    {
        BinaryRows.Require(samples, "A support vector machine");
        if (!(lambda > 0 && double.IsFinite(lambda)))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "The lambda of a support vector machine is above 0.");
        if (samples.Width > MostInputs)
            throw new InvalidInputException($"A support vector machine takes at most {MostInputs} inputs, and these rows have {samples.Width}; "
                + $"take fewer columns or smaller images, or fit logistic regression or a network.");
        long system = (long)(samples.Width + 1) * (samples.Width + 1), all = (long)samples.Rows * (samples.Width + 1);
        ClassicalMemory.RequireFit("A support vector machine", samples, all + system, (2 * all) + (2 * system));
        using var algebra = ManagedAlgebra.Use();
        int[] rows = [.. Enumerable.Range(0, samples.Rows).Where(row => samples.Weight(row) > 0)];
        var x = Matrix<double>.Build.Dense(rows.Length, samples.Width + 1, (row, i) => i < samples.Width ? samples.Input(rows[row])[i] : 1);
        Vector<double> y = Vector<double>.Build.Dense(rows.Length, row => BinaryRows.Sign(samples, rows[row]));
        Vector<double> bound = Vector<double>.Build.Dense(rows.Length, row => samples.Weight(rows[row]) / samples.TotalWeight);
        (Vector<double> w, Vector<double> alpha) = Solve(x, y, bound, lambda);
        double square = w.SubVector(0, samples.Width).DotProduct(w.SubVector(0, samples.Width));
        double objective = bound.DotProduct((1 - y.PointwiseMultiply(x * w)).PointwiseMaximum(0)) + (lambda * square);
        var multipliers = new double[samples.Rows];
        for (int i = 0; i < rows.Length; i++) multipliers[rows[i]] = alpha[i];
        var coefficients = new double[1, samples.Width];
        for (int i = 0; i < samples.Width; i++) coefficients[0, i] = w[i];
        // A row of little weight has a small multiplier even where it lies inside the margin.
        Vector<double> inside = 1 - y.PointwiseMultiply(x * w);
        double smallest = SmallestMultiplier * alpha.Maximum();
        int[] support = [.. Enumerable.Range(0, rows.Length).Where(i => alpha[i] > smallest || inside[i] > SmallestHinge).Select(i => rows[i])];
        return new SupportVectorMachine(new LinearModel(coefficients, [w[samples.Width]]), multipliers, support, objective, Math.Sqrt(square));
    }

    /// <summary>
    /// y (x · w) = 1 + slack - hinge, 2 λ w = Σ α y x, Σ α y = 0, α slack = 0, (bound - α) hinge = 0: Newton steps towards all of them, the products'
    /// target falling to 0. x has a last column of ones, w the intercept last.
    /// </summary>
    private static (Vector<double> W, Vector<double> Alpha) Solve(Matrix<double> x, Vector<double> y, Vector<double> bound, double lambda)
    {
        int width = x.ColumnCount;
        double[][] columns = x.ToColumnArrays();
        double largestSquare = columns.Max(column => column.Max(value => value * value));
        // Half of the smaller class's bounds on either side: Σ α y = 0 from the beginning, and no step changes that.
        double positive = bound.DotProduct((1 + y) / 2), negative = bound.Sum() - positive, half = Math.Min(positive, negative) / 2;
        Vector<double> alpha = bound.PointwiseMultiply(y.Map(sign => half / (sign > 0 ? positive : negative))),
            slack = Vector<double>.Build.Dense(y.Count, 1), hinge = slack.Clone();
        Vector<double> w = Vector<double>.Build.Dense(width);
        (double Lacks, Vector<double> W, Vector<double> Alpha) best = (double.PositiveInfinity, w, alpha);
        for (int step = 0; step < MostSteps; step++)
        {
            // What w lacks of 2 λ w = Σ α y x.
            Vector<double> unbalanced = x.TransposeThisAndMultiply(y.PointwiseMultiply(alpha));
            for (int i = 0; i < width - 1; i++) unbalanced[i] -= 2 * lambda * w[i];
            Vector<double> room = bound - alpha, residual = 1 + slack - hinge - y.PointwiseMultiply(x * w);
            double gap = alpha.DotProduct(slack) + room.DotProduct(hinge);
            double lacking = unbalanced.DotProduct(unbalanced) / (4 * lambda), error = bound.DotProduct(residual.PointwiseAbs());
            double lacks = Math.Max(Math.Max(gap, lacking) / alpha.Sum(), error);
            if (lacks < best.Lacks) best = (lacks, w, alpha);
            if (double.IsNaN(lacks) || lacks < Precision) break;
            double target = Centering * gap / (2 * y.Count);
            Vector<double> inverse = 1 / (slack.PointwiseDivide(alpha) + hinge.PointwiseDivide(room));
            Vector<double> right = residual + (target / alpha) - slack - (target / room) + hinge;
            Vector<double>? dw = inverse.Maximum() * largestSquare < MostSpread * lambda
                ? Factor(Gram(columns, inverse, lambda))?.Solve(x.TransposeThisAndMultiply(y.PointwiseMultiply(inverse).PointwiseMultiply(right)) + unbalanced)
                : LeastSquaresStep(x, inverse, y.PointwiseMultiply(right), unbalanced, lambda);
            if (dw is null) break;
            Vector<double> dAlpha = inverse.PointwiseMultiply(right - y.PointwiseMultiply(x * dw));
            Vector<double> dSlack = (target - slack.PointwiseMultiply(dAlpha)).PointwiseDivide(alpha) - slack;
            Vector<double> dHinge = (target + hinge.PointwiseMultiply(dAlpha)).PointwiseDivide(room) - hinge;
            double length = Math.Min(Math.Min(Longest(alpha, dAlpha), Longest(room, -dAlpha)), Math.Min(Longest(slack, dSlack), Longest(hinge, dHinge)));
            (alpha, slack, hinge, w) = (alpha + (length * dAlpha), slack + (length * dSlack), hinge + (length * dHinge), w + (length * dw));
        }

        double penalty = lambda * best.W.SubVector(0, width - 1).DotProduct(best.W.SubVector(0, width - 1));
        return best.Lacks < Precision || best.Lacks * best.Alpha.Sum() < WorstShare * penalty
            ? (best.W, best.Alpha)
            : throw new NotConvergedException("The support vector machine did not converge; standardise the inputs, or take a larger lambda.");
    }

    /// <summary>The triangular factors; null where the numbers are too small to have them, so that there is no further step.</summary>
    private static Cholesky<double>? Factor(Matrix<double> gram)
    {
        try
        {
            return gram.Cholesky();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Xᵀ D⁻¹ X + 2 λ I, without λ for the intercept.</summary>
    private static Matrix<double> Gram(double[][] columns, Vector<double> inverse, double lambda)
    {
        var gram = Matrix<double>.Build.Dense(columns.Length, columns.Length);
        double[] weights = inverse.ToArray(), weighted = new double[weights.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int row = 0; row < weighted.Length; row++) weighted[row] = weights[row] * columns[i][row];
            for (int j = 0; j <= i; j += 4)
            {
                (int second, int third, int fourth) = (Math.Min(j + 1, i), Math.Min(j + 2, i), Math.Min(j + 3, i));
                (gram[i, j], gram[i, second], gram[i, third], gram[i, fourth]) = Dots(weighted, columns[j], columns[second], columns[third], columns[fourth]);
            }

            for (int j = 0; j < i; j++) gram[j, i] = gram[i, j];
            if (i < columns.Length - 1) gram[i, i] += 2 * lambda;
        }

        return gram;
    }

    // Four products at once read the weighted column once.
    private static (double First, double Second, double Third, double Fourth) Dots(double[] a, double[] first, double[] second, double[] third, double[] fourth)
    {
        Vector256<double> sum1 = default, sum2 = default, sum3 = default, sum4 = default;
        int i = 0;
        for (; i <= a.Length - 4; i += 4)
        {
            var own = Vector256.Create(a, i);
            sum1 += own * Vector256.Create(first, i);
            sum2 += own * Vector256.Create(second, i);
            sum3 += own * Vector256.Create(third, i);
            sum4 += own * Vector256.Create(fourth, i);
        }

        (double total1, double total2, double total3, double total4) = (FourSums.Total(sum1), FourSums.Total(sum2), FourSums.Total(sum3), FourSums.Total(sum4));
        for (; i < a.Length; i++)
            (total1, total2, total3, total4) = (total1 + a[i] * first[i], total2 + a[i] * second[i], total3 + a[i] * third[i], total4 + a[i] * fourth[i]);
        return (total1, total2, total3, total4);
    }

    /// <summary>
    /// (Xᵀ D⁻¹ X + 2 λ I) dw = Xᵀ D⁻¹ side + unbalanced as least squares, where D⁻¹ spans too many orders of magnitude for its product with itself.
    /// </summary>
    private static Vector<double> LeastSquaresStep(Matrix<double> x, Vector<double> inverse, Vector<double> side, Vector<double> unbalanced, double lambda)
    {
        int rows = x.RowCount, width = x.ColumnCount;
        double penaltyRoot = Math.Sqrt(2 * lambda);
        Vector<double> root = inverse.PointwiseSqrt(),
            right = Vector<double>.Build.Dense(rows + width - 1, row => row < rows ? root[row] * side[row] : unbalanced[row - rows] / penaltyRoot);
        return Matrix<double>.Build.Dense(right.Count, width, (row, i) => row < rows ? root[row] * x[row, i] : row - rows == i ? penaltyRoot : 0)
            .QR(QRMethod.Thin).Solve(right);
    }

    /// <summary>The longest step, at most 1, that keeps all values above 0.</summary>
    private static double Longest(Vector<double> values, Vector<double> change)
    {
        double longest = 1;
        for (int i = 0; i < values.Count; i++)
        {
            if (change[i] < 0) longest = Math.Min(longest, -ToTheBoundary * values[i] / change[i]);
        }

        return longest;
    }
}
