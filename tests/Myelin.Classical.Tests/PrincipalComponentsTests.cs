using System.Text.Json;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Classical.Tests;

public sealed class PrincipalComponentsTests
{
    [Theory]
    [InlineData("iris")]
    [InlineData("digits")]
    public void Components_and_explained_variance_are_those_of_scikit_learn(string name)
    {
        JsonElement expected = RealData.ScikitLearn($"{name}_pca");
        var found = PrincipalComponents.Fit(Samples.Of(name == "iris" ? RealData.Iris() : RealData.Digits()));
        double[] variances = expected.Numbers("explained_variance"), shares = expected.Numbers("explained_variance_ratio"), means = expected.Numbers("mean");
        for (int k = 0; k < variances.Length; k++)
        {
            Assert.Equal(variances[k], found.Variances[k], 1e-10 * variances[0]);
            Assert.Equal(shares[k], found.ExplainedShares[k], 1e-10);
        }

        for (int i = 0; i < means.Length; i++) Assert.Equal(means[i], found.Means[i], 1e-10);
        for (int k = 0; k < 2; k++)
        {
            double[] component = expected.GetProperty("components")[k].Numbers();
            double cosine = component.Select((value, i) => value * found.Component(k)[i]).Sum();
            Assert.Equal(1, Math.Abs(cosine), 1e-10);
        }
    }

    [Fact]
    public void All_components_give_a_row_back_and_fewer_lose_what_they_do_not_explain()
    {
        double[,] iris = RealData.Iris();
        Samples samples = Samples.Of(iris);
        var found = PrincipalComponents.Fit(samples);
        for (int count = 1; count <= 4; count++)
        {
            double lost = 0;
            for (int row = 0; row < 150; row++)
            {
                double[] back = found.Reconstruct(found.Project(samples.Input(row), count));
                for (int i = 0; i < 4; i++) lost += Math.Pow(iris[row, i] - back[i], 2);
            }

            Assert.Equal(found.Variances.Skip(count).Sum(), lost / 149, 1e-10);
        }
    }

    [Fact]
    public void A_network_projects_as_the_components_do()
    {
        Samples samples = Samples.Of(RealData.Iris());
        var found = PrincipalComponents.Fit(samples);
        float[] projected = found.Projection(2).ToNetwork().Predict(new Shape(4), [.. samples.Input(70).ToArray().Select(value => (float)value)]);
        for (int k = 0; k < 2; k++) Assert.Equal(found.Project(samples.Input(70), 2)[k], projected[k], 1e-5);
    }

    [Fact]
    public void Rows_that_do_not_vary_have_no_shares_and_fewer_rows_than_inputs_have_fewer_components()
    {
        Assert.All(PrincipalComponents.Fit(Samples.Of(new double[3, 2])).ExplainedShares, share => Assert.True(double.IsNaN(share)));
        var few = PrincipalComponents.Fit(Samples.Of(new double[,] { { 1, 2, 3 }, { 1, 4, 3 } }));
        Assert.Equal((1, 2), (few.Count, Math.Round(few.Variances[0], 12)));
        Assert.Equal([0, 1, 0], few.Component(0).ToArray().Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void A_projection_read_back_keeps_the_share_that_its_components_explain()
    {
        Samples samples = Samples.Of(RealData.Iris());
        var found = PrincipalComponents.Fit(samples);
        var saved = LinearModel.Of((Linear)found.Projection(2).ToNetwork().Children[0].Layer);
        Assert.Equal(found.ExplainedShares.Take(2).Sum(), PrincipalComponents.KeptShare(found.Projection(2), samples), 1e-12);
        Assert.Equal(found.ExplainedShares.Take(2).Sum(), PrincipalComponents.KeptShare(saved, samples), 1e-6);
        // Rows that all moved vary as before.
        Samples moved = Samples.Of(RealData.Table(150, 4, (row, i) => samples.Input(row)[i] + 3 + i));
        Assert.Equal(PrincipalComponents.KeptShare(saved, samples), PrincipalComponents.KeptShare(saved, moved), 1e-12);
        Assert.Equal(found.TotalVariance * 149, samples.TotalSumOfSquares(), 1e-9);
        Assert.Throws<ArgumentException>(() => PrincipalComponents.KeptShare(saved, Samples.Of(new double[2, 3])));
        Assert.Throws<ArgumentException>(() => LinearModel.Of((Linear)Sequential.Build("linear:2 relu", new Shape(4), new RandomSource(1)).Children[0].Layer));
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("two rows", Assert.Throws<ArgumentException>(() => PrincipalComponents.Fit(Samples.Of(new double[1, 2]))).Message,
            StringComparison.Ordinal);
        Assert.Contains("4 components",
            Assert.Throws<ArgumentOutOfRangeException>(() => PrincipalComponents.Fit(Samples.Of(RealData.Iris())).Projection(5)).Message,
            StringComparison.Ordinal);
    }
}
