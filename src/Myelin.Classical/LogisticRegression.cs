using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Myelin.Classical;

/// <summary>
/// Logistic regression: the linear model whose sigmoid, or for more than two classes whose soft-max, makes the weighted mean of the cross-entropy
/// plus λ times the sum of squared coefficients least; intercepts are not penalised. It is the one neuron, or one layer, that <c>train --hidden none
/// --penalty ridge:lambda</c> descends to, in double precision.
/// Two classes have one score, the log-odds of class 1; more have a score each, up to a constant that all share, chosen such that the intercepts sum to 0.
/// By limited-memory BFGS (Liu and Nocedal, 1989). Sources: Berkson (1944); Cox, "The regression analysis of binary sequences" (1958).
/// </summary>
public static class LogisticRegression
{
    private const double GradientTolerance = 1e-9;
    private const int Memory = 20;
    private const int MostSteps = 10_000;
    private const int MostBeginnings = 20;
    private const double WorstGradient = 1e-6;

    /// <summary>Fits the model.</summary>
    /// <param name="samples">Rows with labels of at least two classes.</param>
    /// <param name="lambda">λ, above 0: without a penalty, classes that a plane separates would have coefficients without end.</param>
    /// <exception cref="ArgumentException">Rows without labels, or of one class; rows of weight 0 do not count.</exception>
    /// <exception cref="ArgumentOutOfRangeException">λ is not above 0, or not finite.</exception>
    /// <exception cref="InvalidInputException">It takes more memory than the machine has.</exception>
    /// <exception cref="NotConvergedException">The steps did not converge.</exception>
    /// <remarks>A class without rows has no best intercept, however low; it gets one with which the class is named as good as never.</remarks>
    public static LinearModel Fit(Samples samples, double lambda)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (Enumerable.Range(0, samples.ClassCount > 0 ? samples.Rows : 0).Where(row => samples.Weight(row) > 0).Select(samples.Label).Distinct().Count() < 2)
            throw new ArgumentException("Logistic regression needs rows with labels of at least two classes.", nameof(samples));
        if (!(lambda > 0 && double.IsFinite(lambda)))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "The lambda of logistic regression is above 0.");
        int outputs = samples.ClassCount == 2 ? 1 : samples.ClassCount, width = samples.Width + 1;
        // Standardised rows; the points and the gradients that the steps remember, and those at hand.
        ClassicalMemory.RequireFit("Logistic regression", samples, (long)outputs * width,
            ((Int128)samples.Rows * samples.Width) + ((Int128)outputs * width * ((2 * Memory) + 4)));
        using var algebra = ManagedAlgebra.Use();
        var columns = new StandardColumns(samples);
        var objective = new LogisticObjective(samples, columns, lambda, outputs);
        Vector<double> found = Minimum(objective, Vector<double>.Build.Dense(outputs * width));
        var coefficients = new double[outputs, samples.Width];
        var intercepts = new double[outputs];
        for (int output = 0; output < outputs; output++)
        {
            intercepts[output] = found[(output * width) + samples.Width];
            for (int i = 0; i < samples.Width; i++)
            {
                coefficients[output, i] = found[(output * width) + i] / columns.Scales[i];
                intercepts[output] -= coefficients[output, i] * columns.Means[i];
            }
        }

        return new LinearModel(coefficients, intercepts);
    }

    private static Vector<double> Minimum(LogisticObjective objective, Vector<double> start)
    {
        var minimizer = new LimitedMemoryBfgsMinimizer(GradientTolerance, parameterTolerance: 0, functionProgressTolerance: 0, Memory, MostSteps);
        for (int beginning = 1; ; beginning++)
        {
            try
            {
                return minimizer.FindMinimum(ObjectiveFunction.Gradient(objective.ValueAndGradient), start).MinimizingPoint;
            }
            catch (OptimizationException failure)
            {
                // Rounding turned a direction: the best point so far is near enough, or a new beginning there forgets the directions.
                if (objective.Best.Slope <= WorstGradient) return objective.Best.At;
                if (beginning == MostBeginnings || failure is MaximumIterationsException)
                    throw new NotConvergedException($"Logistic regression did not converge ({failure.Message}); standardise the inputs, or take a "
                        + $"larger lambda.", failure);
                start = objective.Best.At;
            }
        }
    }
}
