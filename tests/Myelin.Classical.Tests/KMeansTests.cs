using System.Text.Json;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Classical.Tests;

public sealed class KMeansTests
{
    [Theory]
    [InlineData("iris", 10, 1e-12)]
    // scikit-learn's is the best of 200 starts.
    [InlineData("digits", 20, 1e-4)]
    public void The_inertia_is_that_of_scikit_learn(string name, int starts, double above)
    {
        JsonElement expected = RealData.ScikitLearn($"{name}_k_means");
        KMeans found = KMeans.Fit(Samples.Of(name == "iris" ? RealData.Iris() : RealData.Digits()), (int)expected.Number("clusters"), starts: starts);
        Assert.InRange(found.Inertia, expected.Number("inertia") * (1 - 1e-12), expected.Number("inertia") * (1 + above));
    }

    [Fact]
    public void Centers_are_means_and_rows_belong_to_the_nearest()
    {
        Samples samples = Samples.Of(RealData.Iris());
        KMeans found = KMeans.Fit(samples, 4, seed: 3);
        for (int k = 0; k < 4; k++)
        {
            int[] rows = [.. Enumerable.Range(0, 150).Where(row => found.Clusters[row] == k)];
            for (int i = 0; i < 4; i++) Assert.Equal(rows.Average(row => samples.Input(row)[i]), found.Center(k)[i], 1e-12);
        }

        Assert.Equal(found.Clusters, Enumerable.Range(0, 150).Select(row => found.Classify(samples.Input(row))));
        Assert.Equal(found.Clusters, KMeans.Fit(samples, 4, seed: 3).Clusters);
    }

    [Fact]
    public void Clusters_read_back_from_their_scores_are_the_same()
    {
        Samples samples = Samples.Of(RealData.Iris());
        KMeans found = KMeans.Fit(samples, 3), again = KMeans.Of(found.Scores(), samples);
        Assert.Equal((found.Inertia, found.Count), (again.Inertia, again.Count));
        Assert.Equal(found.Clusters, again.Clusters);
        Assert.Equal(3, KMeans.Of(found.Scores(), Samples.Of(new double[,] { { 5, 3, 1, 0 } })).Count);
        Assert.Throws<ArgumentException>(() => KMeans.Of(found.Scores(), Samples.Of(new double[1, 3])));
    }

    [Fact]
    public void A_network_of_the_scores_finds_the_same_clusters()
    {
        Samples samples = Samples.Of(RealData.Iris());
        KMeans found = KMeans.Fit(samples, 3);
        var network = found.Scores().ToNetwork();
        for (int row = 0; row < 150; row++)
        {
            float[] scores = network.Predict(new Shape(4), [.. samples.Input(row).ToArray().Select(value => (float)value)]);
            Assert.Equal(found.Clusters[row], Array.IndexOf(scores, scores.Max()));
        }
    }

    [Fact]
    public void A_weight_of_two_counts_as_a_row_given_twice_and_one_of_zero_not_at_all()
    {
        float[] x = [0, 1, 10, 12, 100];
        var weighted = Data.MemorySource.WithTargets(new Shape(1), x, new float[5], weights: [2, 1, 1, 3, 0]);
        KMeans found = KMeans.Fit(Samples.Of(weighted), 2);
        Assert.Equal([1.0 / 3, 11.5], new[] { found.Center(0)[0], found.Center(1)[0] }.Order().Select(value => Math.Round(value, 12)),
            (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(2.0 / 3 + 3, found.Inertia, 1e-12);
    }

    [Fact]
    public void As_many_clusters_as_different_rows_have_no_inertia_and_more_are_refused()
    {
        Samples samples = Samples.Of(new double[,] { { 1 }, { 2 }, { 2 }, { 5 } });
        Assert.Equal(0, KMeans.Fit(samples, 3).Inertia);
        Assert.Contains("only 3 different rows", Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(samples, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Fit(samples, 5)).Message, StringComparison.Ordinal);
    }
}
