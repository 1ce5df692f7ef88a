using System.Globalization;
using Myelin.Functions;

namespace Myelin.Metrics;

/// <summary>
/// How much information outcomes and distributions hold, in double precision: figures to look at, not losses to train with, which take logits
/// (<see cref="Losses.CrossEntropyLoss"/>). A term 0 · log 0 counts as 0. Probabilities are from 0 to 1, and those of a distribution add up to 1 within
/// <see cref="Tolerance"/>; they are taken as they are, not divided by their sum. Source: Shannon, "A mathematical theory of communication" (1948).
/// </summary>
public static class InformationMeasures
{
    /// <summary>How far the sum of a distribution may be from 1: 1e-6, room for probabilities that were rounded to float32.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>
    /// Self-information -log p: how surprising an outcome is. 0 for p = 1, +∞ for p = 0. Not the information gain of decision trees, which is a
    /// difference of entropies.
    /// </summary>
    /// <param name="probability">The outcome's probability p, from 0 to 1.</param>
    /// <param name="unit">The unit; by default bits.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public static double SelfInformation(double probability, InformationUnit unit = InformationUnit.Bits) => probability is >= 0 and <= 1
        ? 0 - Log(probability, unit)
        : throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is a number from 0 to 1.");

    /// <summary>
    /// Entropy H(p) = -Σ p log p: the mean self-information. 0 where one outcome is certain, the largest, log n, where n outcomes are equally likely.
    /// </summary>
    /// <param name="distribution">The probabilities p of all outcomes.</param>
    /// <param name="unit">The unit; by default bits.</param>
    /// <exception cref="ArgumentException">No outcomes, a probability that is negative or NaN, or a sum that is not 1.</exception>
    public static double Entropy(ReadOnlySpan<double> distribution, InformationUnit unit = InformationUnit.Bits)
    {
        Check(distribution, nameof(distribution));
        return SumOfCrossEntropy(distribution, distribution, unit);
    }

    /// <summary>
    /// Cross-entropy H(p, q) = -Σ p log q: the mean surprise of someone who expects q where p holds. At least H(p); +∞ where q is 0 and p is not.
    /// </summary>
    /// <param name="distribution">The probabilities p, such as a target's.</param>
    /// <param name="model">The probabilities q that a model gives the same outcomes in the same order.</param>
    /// <param name="unit">The unit; by default bits.</param>
    /// <exception cref="ArgumentException">Different lengths, no outcomes, a probability that is negative or NaN, or a sum that is not 1.</exception>
    public static double CrossEntropy(ReadOnlySpan<double> distribution, ReadOnlySpan<double> model, InformationUnit unit = InformationUnit.Bits)
    {
        CheckBoth(distribution, model);
        return SumOfCrossEntropy(distribution, model, unit);
    }

    /// <summary>
    /// Kullback-Leibler divergence KL(p, q) = Σ p (log p - log q) = H(p, q) - H(p): what expecting q instead of p costs. Exactly 0 for equal
    /// distributions, +∞ where q is 0 and p is not, another value with p and q exchanged. 0 or more, but for the rounding of terms and of the sums of
    /// p and q.
    /// Source: Kullback and Leibler, "On information and sufficiency" (1951).
    /// </summary>
    /// <param name="distribution">The probabilities p.</param>
    /// <param name="model">The probabilities q of the same outcomes in the same order.</param>
    /// <param name="unit">The unit; by default bits.</param>
    /// <exception cref="ArgumentException">Different lengths, no outcomes, a probability that is negative or NaN, or a sum that is not 1.</exception>
    public static double KullbackLeiblerDivergence(ReadOnlySpan<double> distribution, ReadOnlySpan<double> model, InformationUnit unit = InformationUnit.Bits)
    {
        CheckBoth(distribution, model);
        double sum = 0;
        for (int i = 0; i < distribution.Length; i++)
        {
            if (distribution[i] != 0) sum += distribution[i] * (Log(distribution[i], unit) - Log(model[i], unit));
        }

        return sum;
    }

    private static double SumOfCrossEntropy(ReadOnlySpan<double> distribution, ReadOnlySpan<double> model, InformationUnit unit)
    {
        double sum = 0;
        for (int i = 0; i < distribution.Length; i++)
        {
            if (distribution[i] != 0) sum -= distribution[i] * Log(model[i], unit);
        }

        return sum;
    }

    private static double Log(double probability, InformationUnit unit) =>
        unit == InformationUnit.Bits ? Logarithm.Binary(probability) : Logarithm.Natural(probability);

    private static void CheckBoth(ReadOnlySpan<double> distribution, ReadOnlySpan<double> model)
    {
        if (distribution.Length != model.Length)
            throw new ArgumentException($"The distribution has {distribution.Length} outcomes and the model {model.Length}; give the probabilities "
                + $"of the same outcomes in the same order.", nameof(model));
        Check(distribution, nameof(distribution));
        Check(model, nameof(model));
    }

    private static void Check(ReadOnlySpan<double> probabilities, string name)
    {
        if (probabilities.IsEmpty) throw new ArgumentException("A distribution without outcomes has no information; give at least one probability.", name);
        double sum = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (!(probabilities[i] >= 0))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Probability {i} is {probabilities[i]}; probabilities are numbers from 0 to 1."), name);
            sum += probabilities[i];
        }

        if (!(Math.Abs(sum - 1) <= Tolerance))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The probabilities add up to {sum}, not to 1; divide them by their sum, or apply soft-max to logits first."), name);
    }
}
