using Myelin.Functions;
using Myelin.Metrics;
using Xunit;
using static Myelin.Metrics.InformationMeasures;

namespace Myelin.Tests.Metrics;

/// <summary>Information measures against exact values, logarithms with 25 digits, and identities; the lecture's values are in the golden tests.</summary>
public sealed class InformationMeasuresTests
{
    private static readonly double[] Dyadic = [0.5, 0.25, 0.125, 0.0625, 0.0625];

    public static TheoryData<double[], double[]> Pairs => new()
    {
        { [0.4, 0.6], [0.5, 0.5] },
        { [0.1, 0.2, 0.7], [0.3, 0.3, 0.4] },
        { [0.999, 0.001], [0.001, 0.999] },
        { [0.25, 0.25, 0.25, 0.25], [0.97, 0.01, 0.01, 0.01] },
        { [0.5, 0.499999, 0.000001], [0.500001, 0.499998, 0.000001] },
    };

    [Fact]
    public void Powers_of_two_have_exact_values()
    {
        Assert.Equal(1.875, Entropy(Dyadic));
        Assert.Equal(2.8125, CrossEntropy([0.0625, 0.25, 0.5, 0.0625, 0.125], Dyadic));
        Assert.Equal(0.25, KullbackLeiblerDivergence([0.5, 0.25, 0.25], [0.25, 0.25, 0.5]));
        for (int bits = 0; bits <= 1074; bits++) Assert.Equal(bits, SelfInformation(Math.ScaleB(1, -bits)));
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Measures_agree_with_sums_of_twenty_five_digits(double[] p, double[] q)
    {
        decimal entropy = -p.Sum(x => (decimal)x * Ln((decimal)x)), cross = -p.Zip(q, (x, y) => (decimal)x * Ln((decimal)y)).Sum(), two = Ln(2);
        foreach ((InformationUnit unit, decimal nat) in ((InformationUnit, decimal)[])[(InformationUnit.Nats, 1), (InformationUnit.Bits, 1 / two)])
        {
            Assert.Equal((double)(entropy * nat), Entropy(p, unit), 2e-15);
            Assert.Equal((double)(cross * nat), CrossEntropy(p, q, unit), 2e-14);
            Assert.Equal((double)((cross - entropy) * nat), KullbackLeiblerDivergence(p, q, unit), 2e-14);
            Assert.Equal(p.Sum(x => x * SelfInformation(x, unit)), Entropy(p, unit), 1e-15);
            Assert.InRange(KullbackLeiblerDivergence(p, q, unit), 1e-13, double.MaxValue);
            Assert.Equal(0, KullbackLeiblerDivergence(p, p, unit));
        }
    }

    [Fact]
    public void Entropies_of_independent_choices_add_up_and_equal_chances_give_the_most()
    {
        double[] p = [0.1, 0.2, 0.7], q = [0.35, 0.65];
        double[] both = [.. p.SelectMany(x => q.Select(y => x * y))];
        Assert.Equal(Entropy(p) + Entropy(q), Entropy(both), 1e-14);
        foreach (int n in (int[])[1, 2, 3, 10, 1000])
        {
            double[] equal = [.. Enumerable.Repeat(1.0 / n, n)];
            Assert.Equal(Math.Log(n), Entropy(equal, InformationUnit.Nats), 1e-12);
            if (n == 3) Assert.True(Entropy(p) < Entropy(equal));
        }
    }

    [Fact]
    public void Zeros_count_as_documented()
    {
        Assert.Equal(0, Entropy([1, 0]));
        Assert.Equal(0, Entropy([1]));
        Assert.Equal(double.PositiveInfinity, SelfInformation(0));
        Assert.Equal((0, false), (SelfInformation(1), double.IsNegative(SelfInformation(1))));
        Assert.Equal(0, CrossEntropy([1, 0], [1, 0]));
        Assert.Equal(1, CrossEntropy([1, 0, 0], [0.5, 0.5, 0]));
        Assert.Equal(double.PositiveInfinity, CrossEntropy([0.5, 0.5], [1, 0]));
        Assert.Equal(1, KullbackLeiblerDivergence([1, 0, 0], [0.5, 0.5, 0]));
        Assert.Equal(double.PositiveInfinity, KullbackLeiblerDivergence([0.5, 0.5], [0, 1]));
        Assert.Equal(536, KullbackLeiblerDivergence([0.5, 0.5], [double.Epsilon, 1]));
    }

    [Fact]
    public void What_is_no_distribution_is_refused_with_the_remedy()
    {
        Assert.Contains("at least one", Message(() => Entropy([])), StringComparison.Ordinal);
        Assert.Contains("Probability 1 is -0.5", Message(() => Entropy([1.5, -0.5])), StringComparison.Ordinal);
        Assert.Contains("Probability 0 is NaN", Message(() => Entropy([double.NaN, 1])), StringComparison.Ordinal);
        Assert.Contains("add up to 0.9, not to 1; divide them by their sum", Message(() => Entropy([0.4, 0.5])), StringComparison.Ordinal);
        Assert.Contains("not to 1", Message(() => CrossEntropy([0.5, 0.5], [0.5, 0.5 + 2e-6])), StringComparison.Ordinal);
        Assert.Contains("not to 1", Message(() => KullbackLeiblerDivergence([0.5, double.PositiveInfinity], [0.5, 0.5])), StringComparison.Ordinal);
        Assert.Contains("2 outcomes and the model 3", Message(() => CrossEntropy([0.5, 0.5], [0.5, 0.25, 0.25])), StringComparison.Ordinal);
        Assert.Contains("2 outcomes and the model 1", Message(() => KullbackLeiblerDivergence([0.5, 0.5], [1])), StringComparison.Ordinal);
        foreach (double wrong in (double[])[-0.1, 1.1, double.NaN]) Assert.Throws<ArgumentOutOfRangeException>(() => SelfInformation(wrong));
        Assert.Equal(1, Entropy([0.5, 0.5 + 0.9e-6]), 1e-6);
    }

    [Fact]
    public void The_binary_logarithm_is_right_to_four_units_in_the_last_place()
    {
        var random = new System.Random(5);
        double[] points =
        [
            double.Epsilon, 1e-310, 1e-300, 1e-20, 0.1, 0.5, Math.Sqrt(0.5), Math.BitDecrement(1), Math.BitIncrement(1), Math.Sqrt(2), 2, 3, 1e10,
            .. Enumerable.Range(0, 2000).Select(_ => random.NextDouble()),
                .. Enumerable.Range(0, 2000).Select(_ => Math.ScaleB(1 + random.NextDouble(), random.Next(-1022, 1023))),
        ];
        foreach (double x in points) Assert.Equal(Math.Log2(x), Logarithm.Binary(x), Math.Abs(Math.Log2(x)) * Math.ScaleB(4, -52));
    }

    private static string Message(Func<double> measure) => Assert.ThrowsAny<ArgumentException>(() => measure()).Message;

    /// <summary>The root of eʸ = x by Halley's rule, with the exponential by its power series.</summary>
    private static decimal Ln(decimal x)
    {
        decimal y = (decimal)Math.Log((double)x);
        for (int i = 0; i < 3; i++)
        {
            decimal power = Exp(y);
            y += 2 * (x - power) / (x + power);
        }

        return y;
    }

    private static decimal Exp(decimal y)
    {
        if (y < 0) return 1 / Exp(-y);
        decimal sum = 1, term = 1;
        for (int i = 1; i < 100 && term != 0; i++) sum += term *= y / i;
        return sum;
    }
}
