using Xunit;

namespace Myelin.Classical.Tests;

public sealed class PerceptronTests
{
    private static readonly double[,] Corners = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 1, 1, 0)]
    public void Separable_truth_tables_are_learned_within_the_bound(params int[] labels) => AssertSeparates(Samples.Of(Corners, labels));

    [Fact]
    public void Setosa_is_separated_from_versicolor_within_the_bound() => AssertSeparates(RealData.SomeSpecies([0, 1]));

    [Fact]
    public void On_xor_it_comes_back_to_weights_that_it_had_and_that_shows_why_it_cannot()
    {
        Samples samples = Samples.Of(Corners, [0, 1, 1, 0]);
        Perceptron found = Perceptron.Learn(samples);
        Assert.False(found.IsSeparating);
        Assert.Equal(double.PositiveInfinity, found.Bound);
        Assert.True(found.Passes < 20);
        AssertContradicts(samples, found.Contradiction!);
    }

    [Fact]
    public void Overlapping_species_stop_after_the_passes_allowed()
    {
        Perceptron found = Perceptron.Learn(RealData.SomeSpecies([1, 2]), mostPasses: 50);
        Assert.Equal((false, 50), (found.IsSeparating, found.Passes));
        Assert.True(found.Margin < 0);
    }

    [Fact]
    public void One_point_of_both_classes_is_a_contradiction()
    {
        Samples samples = Samples.Of(new double[,] { { 2, 1 }, { 2, 1 } }, [0, 1]);
        AssertContradicts(samples, Perceptron.Learn(samples).Contradiction!);
    }

    [Fact]
    public void Updates_too_small_to_count_are_no_contradiction()
    {
        Perceptron learned = Perceptron.Learn(Samples.Of(new double[,] { { 1e20, 1e20 }, { -2, 1 }, { 2, -1 } }, [1, 1, 0]));
        Assert.False(learned.IsSeparating);
        Assert.Null(learned.Contradiction);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => Perceptron.Learn(Samples.Of(new double[2, 1], [1, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Perceptron.Learn(RealData.SomeSpecies([0, 1]), 0));
    }

    private static void AssertSeparates(Samples samples)
    {
        Perceptron found = Perceptron.Learn(samples);
        Assert.True(found.IsSeparating);
        Assert.True(found.Margin > 0);
        Assert.InRange(found.Updates, 1, found.Bound);
        Assert.Null(found.Contradiction);
        for (int row = 0; row < samples.Rows; row++) Assert.Equal(samples.Label(row) == 1, found.Model.Predict(samples.Input(row))[0] > 0);
    }

    private static void AssertContradicts(Samples samples, IReadOnlyList<int> numbers)
    {
        Assert.All(numbers, number => Assert.True(number >= 0));
        Assert.Contains(numbers, number => number > 0);
        for (int i = 0; i <= samples.Width; i++)
        {
            double sum = Enumerable.Range(0, samples.Rows)
                .Sum(row => numbers[row] * (samples.Label(row) == 1 ? 1 : -1) * (i == samples.Width ? 1 : samples.Input(row)[i]));
            Assert.Equal(0, sum);
        }
    }
}
