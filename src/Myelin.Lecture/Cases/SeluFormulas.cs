using Myelin.Activations;
using Myelin.Reference.Functions;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>SELU's constants, and how many of their decimals matter.</summary>
internal static class SeluFormulas
{
    private const int MostLayers = 100;

    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["nearest binary values"] = (_, result) =>
        {
            result.Add("alpha_float64", Selu.Alpha);
            result.Add("scale_float64", Selu.Lambda);
            result.Add("scale_times_alpha", Selu.Lambda * Selu.Alpha);
            result.Add("alpha_float32", (float)Selu.Alpha);
            result.Add("scale_float32", (float)Selu.Lambda);
        },
        ["mean and variance of selu(z)"] = (item, result) => AddMoments(item, result),
        ["mean and variance of selu(z); variance at the fixed point of the layer-to-layer map with weights of sum 0 and squared sum 1"] = (item, result) =>
        {
            ExponentialUnitReference selu = AddMoments(item, result);
            // Such weights give the next layer inputs of mean 0 and of this variance.
            double variance = 1;
            for (int layer = 0; layer < MostLayers; layer++) variance = Moments(z => Array.ConvertAll(z, selu.Value), variance).Variance;
            result.Add("fixed_point_variance", variance);
        },
    };

    private static ExponentialUnitReference AddMoments(LectureCase item, Recomputation result)
    {
        double scale = item.Number("scale"), alpha = item.Number("alpha");
        var selu = new ExponentialUnitReference(scale, scale * alpha);
        (double mean, double variance) = Moments(z => Array.ConvertAll(z, selu.Value), 1);
        result.Add("mean", mean);
        result.Add("variance", variance);

        Activation activation = Activation.Of(new ScaledElu((float)scale, (float)alpha));
        var rounded = new ExponentialUnitReference((float)scale, (double)(float)scale * (float)alpha);
        (mean, variance) = Moments(z => Array.ConvertAll(activation.Apply(Row(z)).ToArray(), y => (double)y), 1);
        (double wantedMean, double wantedVariance) = Moments(z => Array.ConvertAll(AsRounded(z), rounded.Value), 1);
        result.Compare((float)mean, wantedMean, scale);
        result.Compare((float)variance, wantedVariance, scale);
        return selu;
    }

    /// <summary>Mean and variance of f(z) for normal z of mean 0, by Simpson's rule on each side of the kink.</summary>
    private static (double Mean, double Variance) Moments(Func<double[], double[]> f, double variance)
    {
        const int half = 8000;
        const double width = 10.0 / half;
        double[] z = [.. Enumerable.Range(-half, 2 * half + 1).Select(i => i * width)], y = f([.. z.Select(point => point * Math.Sqrt(variance))]);
        double first = 0, second = 0;
        for (int i = 0; i < z.Length; i++)
        {
            double weight = (i is 0 or 2 * half ? 1 : i % 2 == 0 ? 2 : 4) * width / 3 * Math.Exp(-z[i] * z[i] / 2) / Math.Sqrt(2 * Math.PI);
            first += weight * y[i];
            second += weight * y[i] * y[i];
        }

        return (first, second - first * first);
    }
}
