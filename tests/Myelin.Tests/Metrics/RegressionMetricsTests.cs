using System.Text.Json;
using Myelin.Metrics;
using Xunit;

namespace Myelin.Tests.Metrics;

public sealed class RegressionMetricsTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => MetricsCases.Names("targets").Select(name => new TheoryDataRow<string>(name));

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual, expected - (1e-12 * Math.Abs(expected)), expected + (1e-12 * Math.Abs(expected)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_those_of_scikit_learn(string name)
    {
        JsonElement item = MetricsCases.Get(name);
        var metrics = new RegressionMetrics(item.GetProperty("targets").GetInt32());
        metrics.Add(MetricsCases.Floats(item, "predicted"), MetricsCases.Floats(item, "actual"), MetricsCases.Floats(item, "weights"));
        AssertClose(item.GetProperty("mse").GetDouble(), metrics.MeanSquaredError);
        AssertClose(item.GetProperty("mae").GetDouble(), metrics.MeanAbsoluteError);
        AssertClose(Math.Sqrt(item.GetProperty("mse").GetDouble()), metrics.RootMeanSquaredError);
        AssertClose(item.GetProperty("r2").GetDouble(), metrics.RSquared);
    }

    [Theory]
    [InlineData("residual.base")]
    [InlineData("residual.outlier")]
    public void Errors_are_those_of_the_lecture(string id)
    {
        float[] residuals = [.. LectureCases.Get($"{id}.mae").GetProperty("inputs").GetProperty("residual").EnumerateArray()
            .Select(value => value.GetSingle())];
        var metrics = new RegressionMetrics();
        metrics.Add(residuals, new float[residuals.Length]);
        LectureCases.AssertMeets(LectureCases.Get($"{id}.mae"), metrics.MeanAbsoluteError);
        LectureCases.AssertMeets(LectureCases.Get($"{id}.mse"), metrics.MeanSquaredError);
        LectureCases.AssertMeets(LectureCases.Get($"{id}.rmse"), metrics.RootMeanSquaredError);
        double[] Each(Func<RegressionMetrics, double> metric) => [.. residuals.Select(residual =>
        {
            var single = new RegressionMetrics();
            single.Add([residual], [0]);
            return metric(single);
        })];
        Assert.Equal(MetricsCases.Doubles(LectureCases.Get($"{id}.abs"), "expected"), Each(single => single.MeanAbsoluteError));
        Assert.Equal(MetricsCases.Doubles(LectureCases.Get($"{id}.squared"), "expected"), Each(single => single.MeanSquaredError));
    }

    [Fact]
    public void Batches_do_not_change_a_bit()
    {
        JsonElement item = MetricsCases.Get("three targets");
        var (predicted, actual, weights) = (MetricsCases.Floats(item, "predicted"), MetricsCases.Floats(item, "actual"), MetricsCases.Floats(item, "weights"));
        var whole = new RegressionMetrics(3);
        whole.Add(predicted, actual, weights);
        var cut = new RegressionMetrics(3);
        for (int row = 0; row < weights.Length; row++) cut.Add(predicted.AsSpan(3 * row, 3), actual.AsSpan(3 * row, 3), weights.AsSpan(row, 1));
        Assert.Equal((whole.MeanSquaredError, whole.MeanAbsoluteError, whole.RSquared), (cut.MeanSquaredError, cut.MeanAbsoluteError, cut.RSquared));
    }

    [Theory]
    [InlineData(0.1f, 0.1f, 1)]
    [InlineData(0.1f, 0.2f, 0)]
    public void Targets_that_are_all_the_same_give_one_or_zero(float target, float prediction, double expected)
    {
        var metrics = new RegressionMetrics();
        metrics.Add([prediction, prediction, prediction], [target, target, target]);
        Assert.Equal(expected, metrics.RSquared);
    }

    [Fact]
    public void R_squared_needs_two_rows_that_count()
    {
        var metrics = new RegressionMetrics();
        metrics.Add([1, 2], [1, 3], [1, 0]);
        Assert.Equal(double.NaN, metrics.RSquared);
        Assert.Equal(0, metrics.MeanSquaredError);
        metrics.Add([2], [3]);
        Assert.Equal(0.5, metrics.RSquared);
    }

    [Fact]
    public void Without_rows_everything_is_nan_and_nan_shows()
    {
        var metrics = new RegressionMetrics();
        Assert.All([metrics.MeanSquaredError, metrics.MeanAbsoluteError, metrics.RootMeanSquaredError, metrics.RSquared],
            value => Assert.Equal(double.NaN, value));
        metrics.Add([1, float.NaN], [1, 2]);
        Assert.All([metrics.MeanSquaredError, metrics.MeanAbsoluteError, metrics.RootMeanSquaredError, metrics.RSquared],
            value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Wrong_arguments_are_refused_and_add_nothing()
    {
        var metrics = new RegressionMetrics(2);
        Assert.Throws<ArgumentException>(() => metrics.Add([1, 2], [1, 2, 3, 4]));
        Assert.Throws<ArgumentException>(() => metrics.Add([1, 2, 3], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => metrics.Add([1, 2], [1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([1, 2], [1, 2], [float.PositiveInfinity]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegressionMetrics(0));
        Assert.Equal(0, metrics.TotalWeight);
    }
}
