namespace Myelin.Reference.Replays;

/// <summary>
/// y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε) for each channel. dγ = Σ dy x̂, dβ = Σ dy; dx = γ / √(σ² + ε) · dy, and with the batch's
/// own statistics, which depend on x, γ / √(σ² + ε) · (dy - mean of dy - x̂ · mean of dy x̂).
/// </summary>
internal sealed class BatchNormReplay(float epsilon, bool usesBatch) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int channel = 0; channel < x[1].Values.Length; channel++)
        {
            (double mean, double deviation) = Statistics(x, channel);
            foreach (int i in Places(x[0], channel)) y.Values[i] = x[1].Values[channel] * (x[0].Values[i] - mean) / deviation + x[2].Values[channel];
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int channel = 0; channel < x[1].Values.Length; channel++)
        {
            (double mean, double deviation) = Statistics(x, channel);
            int[] places = Places(x[0], channel);
            double[] normalised = [.. places.Select(i => (x[0].Values[i] - mean) / deviation)];
            double byGamma = places.Zip(normalised, (i, value) => dy[i] * value).Sum(), byBeta = places.Sum(i => dy[i]);
            dx[1][channel] += byGamma;
            dx[2][channel] += byBeta;
            double factor = x[1].Values[channel] / deviation;
            for (int k = 0; k < places.Length; k++)
            {
                double throughStatistics = usesBatch ? (byBeta + normalised[k] * byGamma) / places.Length : 0;
                dx[0][places[k]] += factor * (dy[places[k]] - throughStatistics);
            }
        }
    }

    /// <summary>μ and √(σ² + ε).</summary>
    private (double Mean, double Deviation) Statistics(ReferenceTensor[] x, int channel)
    {
        if (!usesBatch) return (x[3].Values[channel], Math.Sqrt(x[4].Values[channel] + epsilon));
        double[] values = [.. Places(x[0], channel).Select(i => x[0].Values[i])];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + epsilon));
    }

    /// <summary>The positions of a channel's values.</summary>
    private static int[] Places(ReferenceTensor x, int channel)
    {
        int inner = x.Shape.CountBehind(1);
        return [.. Enumerable.Range(0, x.Values.Length).Where(i => i / inner % x.Shape[1] == channel)];
    }
}
