using CsCheck;
using Myelin.Tables.Splits;
using Xunit;

namespace Myelin.Tables.Tests;

public class SplitTests
{
    [Fact]
    public void Parts_are_disjoint_complete_stratified_and_leave_training_every_class()
    {
        var cases = from classes in Gen.Int[0, 5].Array[12, 300]
                    from validation in Gen.Double[0.01, 0.45]
                    from test in Gen.Double[0.01, 0.45]
                    from seed in Gen.ULong
                    select (classes, validation, test, seed);
        cases.Sample(c =>
        {
            int[] rows = [.. Enumerable.Range(0, c.classes.Length).Select(i => 3 * i + 1)];
            var split = Split.Create(rows, c.classes, c.validation, c.test, c.seed);
            Assert.Equal(rows, split.Train.ToArray().Concat(split.Validation.ToArray()).Concat(split.Test.ToArray()).Order());
            Assert.Equal(c.classes.Distinct().Order(), split.Train.ToArray().Select(row => c.classes[row / 3]).Distinct().Order());
            foreach (int k in c.classes.Distinct())
            {
                double size = c.classes.Count(x => x == k);
                int tested = split.Test.ToArray().Count(row => c.classes[row / 3] == k);
                Assert.InRange(tested, Math.Floor(c.test * size) - 1, Math.Ceiling(c.test * size) + 1);
            }

            foreach (int[] part in new[] { split.Train.ToArray(), split.Validation.ToArray(), split.Test.ToArray() }) Assert.Equal(part.Order(), part);
            Assert.NotEmpty(split.Validation.ToArray());
            Assert.NotEmpty(split.Test.ToArray());
        });
    }

    [Fact]
    public void Sizes_are_the_fractions_of_all_rows()
    {
        var split = Split.Create([.. Enumerable.Range(0, 150)], [.. Enumerable.Range(0, 150).Select(i => i / 50)], 0.15, 0.2, 1);
        Assert.Equal((98, 22, 30), (split.Train.ToArray().Length, split.Validation.ToArray().Length, split.Test.ToArray().Length));
        Assert.Equal([10, 10, 10], split.Test.ToArray().GroupBy(row => row / 50).Select(group => group.Count()));
    }

    [Fact]
    public void The_seed_decides()
    {
        int[] rows = [.. Enumerable.Range(0, 100)];
        Assert.Equal(Split.Create(rows, [], 0.2, 0.2, 1).Test.ToArray(), Split.Create(rows, [], 0.2, 0.2, 1).Test.ToArray());
        Assert.NotEqual(Split.Create(rows, [], 0.2, 0.2, 1).Test.ToArray(), Split.Create(rows, [], 0.2, 0.2, 2).Test.ToArray());
    }

    [Fact]
    public void Every_row_is_as_likely_to_be_tested()
    {
        var tested = new int[10];
        for (ulong seed = 0; seed < 2000; seed++)
        {
            foreach (int row in Split.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], 0, 0.2, seed).Test) tested[row]++;
        }

        // Mean 400, standard deviation 18.
        Assert.All(tested, count => Assert.InRange(count, 310, 490));
    }

    [Fact]
    public void Few_rows_are_enough_while_each_part_gets_one()
    {
        var split = Split.Create([0, 1, 2, 3], [0, 1, 1, 0], 0.15, 0.2, 1);
        Assert.Equal((2, 1, 1), (split.Train.ToArray().Length, split.Validation.ToArray().Length, split.Test.ToArray().Length));
        Assert.Equal([0, 1, 2, 3], Split.Create([0, 1, 2, 3], [0, 1, 1, 0], 0, 0, 1).Train);
    }

    [Theory]
    [InlineData(-0.1, 0.2, "validationFraction is -0.1")]
    [InlineData(0.1, 1.0, "testFraction is 1")]
    [InlineData(double.NaN, 0.2, "validationFraction is NaN")]
    [InlineData(0.5, 0.5, "leave no rows")]
    public void Fractions_out_of_range(double validation, double test, string expected) =>
        Assert.Contains(expected, TableText.Error(() => Split.Create([0, 1, 2, 3], [], validation, test, 1)), StringComparison.Ordinal);

    [Fact]
    public void Too_few_rows()
    {
        Assert.Contains("too few", TableText.Error(() => Split.Create([0], [], 0, 0.2, 1)), StringComparison.Ordinal);
        Assert.Contains("validation", TableText.Error(() => Split.Create([0, 1], [], 0.1, 0.2, 1)), StringComparison.Ordinal);
        Assert.Contains("of each class", TableText.Error(() => Split.Create([0, 1, 2], [0, 1, 2], 0, 0.2, 1)), StringComparison.Ordinal);
    }
}
