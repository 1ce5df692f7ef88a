using Myelin.Metrics;
using Xunit;

namespace Myelin.Tests.Metrics;

public sealed class DecisionRuleTests
{
    [Theory]
    [InlineData(1, 1, 0.5)]
    [InlineData(1, 9, 0.1)]
    [InlineData(3, 1, 0.75)]
    public void Two_classes_are_parted_by_a_threshold(double falsePositive, double falseNegative, double threshold)
    {
        Assert.Equal(threshold, DecisionRule.Threshold(falsePositive, falseNegative), 1e-15);
        var rule = new DecisionRule(new[,] { { 0, falseNegative }, { falsePositive, 0 } });
        Assert.Equal(0, rule.Decide([1 - (float)threshold + 0.01f, (float)threshold - 0.01f]));
        Assert.Equal(1, rule.Decide([1 - (float)threshold - 0.01f, (float)threshold + 0.01f]));
    }

    [Fact]
    public void Without_costs_the_largest_probability_decides_and_its_rest_is_the_error()
    {
        DecisionRule rule = DecisionRule.OfErrors(3);
        Assert.Equal((1, 3), (rule.Decide([0.2f, 0.5f, 0.3f]), rule.Classes));
        Assert.Equal(0.5, rule.ExpectedCost([0.2f, 0.5f, 0.3f], 1), 1e-7);
        Assert.Equal(0, rule.Decide([0.4f, 0.4f, 0.2f]));
        // The two largest are equal, and the sums of the others' costs differ by their rounding.
        Assert.Equal(0, DecisionRule.OfErrors(5).Decide([0.33218142f, 1.6946715e-12f, 3.0722824e-12f, 8.864696e-9f, 0.33218142f]));
    }

    [Fact]
    public void A_costly_mistake_is_avoided_even_where_it_is_unlikely()
    {
        // Naming 0 where 2 is true costs 10.
        var rule = new DecisionRule(new double[,] { { 0, 1, 10 }, { 1, 0, 1 }, { 1, 1, 0 } });
        Assert.Equal(1, rule.Decide([0.6f, 0.25f, 0.15f]));
        Assert.Equal(0.25 + 1.5, rule.ExpectedCost([0.6f, 0.25f, 0.15f], 0), 1e-6);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Throws<ArgumentException>(() => new DecisionRule(new double[2, 3]));
        Assert.Throws<ArgumentException>(() => DecisionRule.OfErrors(1));
        Assert.Throws<ArgumentException>(() => new DecisionRule(new[,] { { 0, double.NaN }, { 1, 0 } }));
        Assert.Throws<ArgumentException>(() => DecisionRule.OfErrors(2).Decide([1]));
        Assert.Throws<ArgumentException>(() => DecisionRule.OfErrors(2).Decide([float.NaN, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionRule.OfErrors(2).ExpectedCost([0.5f, 0.5f], 2));
        Assert.Equal(0.5, DecisionRule.Threshold(1e308, 1e308));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionRule.Threshold(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionRule.Threshold(1, double.PositiveInfinity));
    }
}
