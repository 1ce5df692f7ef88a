using MathNet.Numerics.LinearAlgebra;
using Myelin.Functions;

namespace Myelin.Classical;

/// <summary>The objective of logistic regression as a function of all coefficients in a row, an output's intercept behind its coefficients.</summary>
internal sealed class LogisticObjective(Samples samples, StandardColumns columns, double lambda, int outputs)
{
    /// <summary>The least value so far, where it is, and how steep it is there.</summary>
    internal (double Value, Vector<double> At, double Slope) Best { get; private set; } =
        (double.PositiveInfinity, Vector<double>.Build.Dense(1), double.PositiveInfinity);

    internal (double Value, Vector<double> Gradient) ValueAndGradient(Vector<double> at)
    {
        int width = samples.Width + 1;
        double[] w = at.ToArray(), gradient = new double[w.Length], scores = new double[Math.Max(2, outputs)];
        double sum = 0;
        for (int row = 0; row < samples.Rows; row++)
        {
            ReadOnlySpan<double> x = columns.Input(row);
            int label = samples.Label(row);
            // One score is that of class 1 against 0 for class 0.
            int first = scores.Length - outputs;
            for (int output = 0; output < outputs; output++)
            {
                ReadOnlySpan<double> own = w.AsSpan(output * width, x.Length);
                double score = w[(output * width) + samples.Width];
                for (int i = 0; i < own.Length; i++) score += own[i] * x[i];
                scores[first + output] = score;
            }

            if (first > 0) scores[0] = 0;
            sum += samples.Weight(row) * CrossEntropy(scores, label);
            double share = samples.Weight(row) / samples.TotalWeight;
            for (int output = 0; output < outputs; output++)
            {
                double slope = share * (scores[first + output] - (label == first + output ? 1 : 0));
                Span<double> own = gradient.AsSpan(output * width, x.Length);
                for (int i = 0; i < own.Length; i++) own[i] += slope * x[i];
                gradient[(output * width) + samples.Width] += slope;
            }
        }

        double squares = 0;
        for (int i = 0; i < w.Length; i++)
        {
            if (i % width == samples.Width) continue;
            // The penalty is that of the coefficients of the inputs as they came.
            double scale = columns.Scales[i % width], own = w[i] / scale;
            squares += own * own;
            gradient[i] += 2 * lambda * own / scale;
        }

        (double value, Vector<double> steepest) = ((sum / samples.TotalWeight) + (lambda * squares), Vector<double>.Build.Dense(gradient));
        if (value < Best.Value) Best = (value, at.Clone(), steepest.InfinityNorm());
        return (value, steepest);
    }

    /// <summary>The cross-entropy of the scores; they become probabilities.</summary>
    private static double CrossEntropy(Span<double> scores, int label)
    {
        double own = scores[label];
        return scores.Length == 2 ? OfTwo(scores) - own : OfMore(scores) - own;
    }

    // The power of the larger score is 1, so the other is all there is to compute.
    private static double OfTwo(Span<double> scores)
    {
        (double first, double second) = (scores[0], scores[1]);
        int larger = second > first ? 1 : 0;
        double power = Exponential.Natural(-Math.Abs(second - first)), total = 1 + power;
        scores[larger] = 1 / total;
        scores[1 - larger] = power / total;
        return Logarithm.Natural(total) + Math.Max(first, second);
    }

    private static double OfMore(Span<double> scores)
    {
        double largest = scores[0], total = 0;
        for (int i = 1; i < scores.Length; i++) largest = Math.Max(largest, scores[i]);
        for (int i = 0; i < scores.Length; i++) total += scores[i] = Exponential.Natural(scores[i] - largest);
        for (int i = 0; i < scores.Length; i++) scores[i] /= total;
        return Logarithm.Natural(total) + largest;
    }
}
