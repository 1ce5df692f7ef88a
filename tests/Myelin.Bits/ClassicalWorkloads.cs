using System.Buffers.Binary;
using System.Security.Cryptography;
using Myelin.Classical;
using Myelin.Random;

namespace Myelin.Bits;

/// <summary>Small fits of every classical model, large enough that MathNet shares the work between threads.</summary>
internal static class ClassicalWorkloads
{
    private const int Fits = 400;

    internal static IEnumerable<(string Name, string Fingerprint)> Run(ulong seed)
    {
        (double[,] inputs, double[,] targets) = (Normal(300, 24, seed, 0), Normal(300, 2, seed, 1));
        int[] sides = Labels(inputs, 2), classes = Labels(inputs, 4);
        var regression = Samples.Of(inputs, targets);
        yield return ("linear", Fingerprint(Numbers(LeastSquares.Fit(regression))));
        yield return ("ridge", Fingerprint(new LeastSquares(regression).Path(0.01, 1).SelectMany(step => Numbers(step.Model))));
        int[][] labels = [sides, classes];
        yield return ("logistic", Fingerprint(labels.SelectMany(own => Numbers(LogisticRegression.Fit(Samples.Of(inputs, own), 0.01)))));
        yield return ("logistic-fits", Fingerprint(Enumerable.Range(0, Fits).SelectMany(fit => SmallFit(seed, fit))));
        var machine = SupportVectorMachine.Fit(Samples.Of(inputs, sides), 0.01);
        yield return ("svm", Fingerprint(Numbers(machine.Model).Concat(machine.Multipliers)));
        var components = PrincipalComponents.Fit(regression);
        yield return ("components", Fingerprint(Numbers(components.Projection(components.Count)).Concat(components.Variances)));
        yield return ("wide-components", Fingerprint(Numbers(PrincipalComponents.Fit(Samples.Of(Normal(40, 90, seed, 2))).Projection(39))));
        var clusters = KMeans.Fit(regression, 5, seed);
        yield return ("clusters", Fingerprint(Numbers(clusters.Scores()).Append(clusters.Inertia)));
        var rule = Perceptron.Learn(Samples.Of(inputs, sides), 50);
        yield return ("perceptron", Fingerprint(Numbers(rule.Model).Append(rule.Margin).Append(rule.Bound)));
        int[] directions = [6, 2];
        yield return ("angle", Fingerprint(directions.Select(count => Subspaces.LargestAngle(Normal(count, 30, seed, 3), Normal(count, 30, seed, 4)))));
    }

    private static double[] SmallFit(ulong seed, int fit)
    {
        double[,] inputs = Normal(8 + (fit % 9), 3, seed, (uint)(100 + fit));
        return Numbers(LogisticRegression.Fit(Samples.Of(inputs, Labels(inputs, 2 + (fit % 2))), 0.01));
    }

    private static double[] Numbers(LinearModel model) =>
    [
        .. Enumerable.Range(0, model.Outputs).SelectMany(output => Enumerable.Range(0, model.Inputs).Select(input => model.Coefficient(output, input))),
        .. model.Intercepts,
    ];

    private static double[,] Normal(int rows, int width, ulong seed, uint step)
    {
        var drawn = new float[rows * width];
        new Philox(seed, stream: 1000).FillNormal(drawn, step, row: 0);
        var values = new double[rows, width];
        for (int i = 0; i < drawn.Length; i++) values[i / width, i % width] = drawn[i];
        return values;
    }

    /// <summary>Labels that the inputs almost decide; the first rows have one of each class.</summary>
    private static int[] Labels(double[,] inputs, int classes)
    {
        return [.. Enumerable.Range(0, inputs.GetLength(0)).Select(row => row < classes ? row : Label(row))];

        int Label(int row) => Math.Abs((int)((inputs[row, 0] * 3) + (inputs[row, 1] * inputs[row, 2]))) % classes;
    }

    /// <summary>SHA-256 of the numbers, all 64 bits of each.</summary>
    private static string Fingerprint(IEnumerable<double> numbers)
    {
        double[] all = [.. numbers];
        var bytes = new byte[all.Length * sizeof(double)];
        for (int i = 0; i < all.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), all[i]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
