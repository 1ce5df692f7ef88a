using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Myelin.Random;

namespace Myelin.Classical;

/// <summary>
/// k-means: k centres such that the inertia, the (weighted) sum of squared distances of rows to their nearest centre, is small. Each start draws
/// centres by k-means++ (Arthur and Vassilvitskii, 2007) and improves them by Lloyd's steps (1957, printed 1982) until no row changes its centre; the
/// start with the least inertia counts.
/// That is a local minimum: more starts find a better one more likely. The same seed gives the same centres.
/// </summary>
public sealed class KMeans
{
    /// <summary>How many starts there are by default.</summary>
    public const int DefaultStarts = 10;

    private const int MostSteps = 10_000;

    private readonly double[][] centers;
    private readonly int[] clusters;

    private KMeans(double[][] centers, int[] clusters, double inertia) => (this.centers, this.clusters, Inertia) = (centers, clusters, inertia);

    /// <summary>k, the number of clusters.</summary>
    public int Count => centers.Length;

    /// <summary>The weighted sum of the rows' squared distances to their nearest centre.</summary>
    public double Inertia { get; }

    /// <summary>The cluster of each row that was fitted.</summary>
    public IReadOnlyList<int> Clusters => clusters;

    /// <summary>Finds clusters.</summary>
    /// <param name="samples">The rows; labels and targets do not matter.</param>
    /// <param name="count">k, from 1 to the number of different rows.</param>
    /// <param name="seed">What the starts are drawn by.</param>
    /// <param name="starts">How many starts, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">k or the number of starts out of range.</exception>
    public static KMeans Fit(Samples samples, int count, ulong seed = 1, int starts = DefaultStarts)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(starts, 1);
        if (count < 1 || count > samples.Rows)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of clusters of {samples.Rows} rows is from 1 to {samples.Rows}.");
        KMeans? best = null;
        for (int start = 0; start < starts; start++)
        {
            KMeans found = Improve(samples, PlusPlus(samples, count, new Philox(seed, RandomStreams.ClusterStart), (uint)start));
            if (best is null || found.Inertia < best.Inertia) best = found;
        }

        return best!;
    }

    /// <summary>Clusters of centres that are known, such as those of a saved model, and how well they fit rows.</summary>
    /// <param name="scores">The clusters as <see cref="Scores"/> gives them; its coefficients are the centres.</param>
    /// <param name="samples">The rows.</param>
    /// <exception cref="ArgumentException">Rows of another length.</exception>
    public static KMeans Of(LinearModel scores, Samples samples)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(samples);
        if (scores.Inputs != samples.Width)
            throw new ArgumentException($"These clusters are of rows of {scores.Inputs} inputs, not {samples.Width}.", nameof(samples));
        double[][] centers = [.. Enumerable.Range(0, scores.Outputs)
            .Select(k => Enumerable.Range(0, scores.Inputs).Select(i => scores.Coefficient(k, i)).ToArray())];
        var (clusters, distances) = (new int[samples.Rows], new double[samples.Rows]);
        Assign(samples, centers, clusters, distances);
        return new KMeans(centers, clusters, InertiaOf(samples, distances));
    }

    /// <summary>A centre.</summary>
    /// <param name="cluster">The cluster, counted from 0.</param>
    public ReadOnlySpan<double> Center(int cluster) => centers[cluster];

    /// <summary>The cluster of a row: that of the nearest centre, of equally near ones the first.</summary>
    /// <param name="row">The row's inputs.</param>
    /// <exception cref="ArgumentException">A row of another length.</exception>
    public int Classify(ReadOnlySpan<double> row)
    {
        if (row.Length != centers[0].Length)
            throw new ArgumentException($"These clusters are of rows of {centers[0].Length} inputs, not {row.Length}.", nameof(row));
        return Nearest(centers, row).Cluster;
    }

    /// <summary>
    /// The clusters as a linear model with a score for each: c · x - |c|² / 2 is largest for the centre c that is nearest to x. Where centres lie far
    /// from 0 and near each other, digits of the scores cancel: standardise the columns first, as the command does, or use <see cref="Classify"/>,
    /// which compares distances.
    /// </summary>
    public LinearModel Scores()
    {
        var coefficients = new double[Count, centers[0].Length];
        for (int k = 0; k < Count; k++)
        {
            for (int i = 0; i < centers[k].Length; i++) coefficients[k, i] = centers[k][i];
        }

        return new LinearModel(coefficients, Array.ConvertAll(centers, center => -center.Sum(value => value * value) / 2));
    }

    /// <summary>The first centre is any row, each further one a row drawn by its squared distance to the nearest centre so far.</summary>
    private static double[][] PlusPlus(Samples samples, int count, Philox random, uint start)
    {
        var draws = new float[count];
        random.FillUniform(draws, start, row: 0);
        var centers = new List<double[]>();
        double[] distances = [.. Enumerable.Range(0, samples.Rows).Select(samples.Weight)];
        for (int k = 0; k < count; k++)
        {
            double left = draws[k] * distances.Sum();
            if (k > 0 && distances.Sum() == 0)
                throw new ArgumentOutOfRangeException(nameof(count), count, $"There are only {k} different rows, so there are no more clusters than that.");
            int row = 0;
            while (row < samples.Rows - 1 && (left >= distances[row] || distances[row] == 0)) left -= distances[row++];
            while (distances[row] == 0) row--;
            centers.Add(samples.Input(row).ToArray());
            for (int i = 0; i < samples.Rows; i++)
            {
                double distance = samples.Weight(i) * Distance(samples.Input(i), centers[k]);
                distances[i] = k == 0 ? distance : Math.Min(distances[i], distance);
            }
        }

        return [.. centers];
    }

    private static KMeans Improve(Samples samples, double[][] centers)
    {
        var clusters = new int[samples.Rows];
        Array.Fill(clusters, -1);
        var distances = new double[samples.Rows];
        for (int step = 0; step < MostSteps; step++)
        {
            if (!Assign(samples, centers, clusters, distances)) break;
            centers = Means(samples, clusters, distances, centers.Length);
        }

        return new KMeans(centers, clusters, InertiaOf(samples, distances));
    }

    /// <summary>Gives each row the nearest centre, and says whether any row had another before.</summary>
    private static bool Assign(Samples samples, double[][] centers, int[] clusters, double[] distances)
    {
        bool changed = false;
        for (int row = 0; row < samples.Rows; row++)
        {
            (int cluster, distances[row]) = Nearest(centers, samples.Input(row));
            changed |= cluster != clusters[row];
            clusters[row] = cluster;
        }

        return changed;
    }

    private static double InertiaOf(Samples samples, double[] distances) => distances.Select((distance, row) => samples.Weight(row) * distance).Sum();

    /// <summary>The means of the clusters; one that lost all its rows begins anew at the row that is farthest from its centre.</summary>
    private static double[][] Means(Samples samples, int[] clusters, double[] distances, int count)
    {
        double[][] centers = [.. Enumerable.Range(0, count).Select(_ => new double[samples.Width])];
        var weights = new double[count];
        for (int row = 0; row < samples.Rows; row++)
        {
            double weight = samples.Weight(row);
            double[] center = centers[clusters[row]];
            ReadOnlySpan<double> input = samples.Input(row);
            weights[clusters[row]] += weight;
            for (int i = 0; i < input.Length; i++) center[i] += weight * input[i];
        }

        for (int k = 0; k < count; k++)
        {
            if (weights[k] > 0)
            {
                for (int i = 0; i < samples.Width; i++) centers[k][i] /= weights[k];
                continue;
            }

            int farthest = Array.IndexOf(distances, distances.Max());
            centers[k] = samples.Input(farthest).ToArray();
            distances[farthest] = 0;
        }

        return centers;
    }

    private static (int Cluster, double Distance) Nearest(double[][] centers, ReadOnlySpan<double> row)
    {
        (int cluster, double least) = (0, double.PositiveInfinity);
        for (int k = 0; k < centers.Length; k++)
        {
            double distance = Distance(row, centers[k]);
            if (distance < least) (cluster, least) = (k, distance);
        }

        return (cluster, least);
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector256<double>> fours = MemoryMarshal.Cast<double, Vector256<double>>(a), others = MemoryMarshal.Cast<double, Vector256<double>>(b);
        Vector256<double> sums = Vector256<double>.Zero;
        for (int i = 0; i < fours.Length; i++)
        {
            Vector256<double> difference = fours[i] - others[i];
            sums += difference * difference;
        }

        double sum = FourSums.Total(sums);
        for (int i = fours.Length * Vector256<double>.Count; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
