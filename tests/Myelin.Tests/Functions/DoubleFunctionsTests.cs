using Myelin.Functions;
using Xunit;

namespace Myelin.Tests.Functions;

/// <summary>The functions in double precision stay within the bounds that they state, and meet their limits.</summary>
public class DoubleFunctionsTests
{
    private const int Points = 20_000;

    private static readonly double[] Borders =
    [
        double.Epsilon, 3 * double.Epsilon, .. Around(2.2250738585072014e-308), 1e-300, 1e-20, 1e-8, .. Around(Math.Sqrt(0.5)), .. Around(0.5), .. Around(1),
        .. Around(Math.Sqrt(2)), .. Around(1 + (27 / 64.0)), 2, Math.E, 10, 1e10, 1e300, double.MaxValue,
    ];

    [Fact]
    public void Exp_is_right_to_its_bound_over_the_whole_range()
    {
        static double Error(double x) => ExactFunctions.ExpError(x, Exponential.Natural(x));
        Assert.InRange(Worst(Error, Between(-708, 709.78)), 0.5, 0.57);
        Assert.InRange(Worst(Error, Between(-1, 1)), 0, 0.57);
        Assert.InRange(Worst(Error, Between(-745.2, -708)), 0, 0.76);
        double[] borders = [.. Borders.Where(x => x < 709), .. Around(690), .. Around(708.3964185322641), 709.782712893384];
        Assert.InRange(Worst(Error, borders), 0, 0.57);
        Assert.InRange(Worst(Error, borders.Select(x => -x)), 0, 0.76);
        // Where the step of 2^(i/32) changes.
        Assert.InRange(Worst(Error, Enumerable.Range(-10_000, Points).SelectMany(i => Around((i + 0.5) * Math.Log(2) / 32))), 0, 0.57);
    }

    [Fact]
    public void Exp_meets_its_limits()
    {
        Assert.Equal((1, 1), (Exponential.Natural(0), Exponential.Natural(-0.0)));
        Assert.Equal((double.PositiveInfinity, 0), (Exponential.Natural(double.PositiveInfinity), Exponential.Natural(double.NegativeInfinity)));
        Assert.True(double.IsNaN(Exponential.Natural(double.NaN)));
        // The last number whose power is finite, and the one from which on the power is less than half of the least number.
        Assert.True(double.IsFinite(Exponential.Natural(709.782712893384)));
        foreach (double x in (double[])[709.7827128933841, 709.79, 710, 1000, double.MaxValue]) Assert.Equal(double.PositiveInfinity, Exponential.Natural(x));
        Assert.Equal(double.Epsilon, Exponential.Natural(-745.1332191019411));
        foreach (double x in (double[])[-745.1332191019412, -745.2, -746, -1000, double.MinValue]) Assert.Equal(0, Exponential.Natural(x));
    }

    [Fact]
    public void Log_is_right_to_its_bound_over_the_whole_range()
    {
        static double Error(double x) => ExactFunctions.LogError(x, Logarithm.Natural(x));
        var random = new System.Random(3);
        Assert.InRange(Worst(Error, Borders), 0, 0.56);
        Assert.InRange(Worst(Error, Between(0.4, 2.2)), 0.5, 0.56);
        Assert.InRange(Worst(Error, Between(0.999, 1.001)), 0, 0.56);
        Assert.InRange(Worst(Error, Between(1, 100)), 0, 0.56);
        foreach (long below in (long[])[0x7FEFFFFFFFFFFFFF, 0xFFFFFFFFFFFFF])
            Assert.InRange(Worst(Error, Enumerable.Range(0, Points).Select(_ => BitConverter.Int64BitsToDouble(1 + random.NextInt64(below)))), 0, 0.56);
    }

    [Fact]
    public void Logarithms_meet_their_limits()
    {
        foreach (Func<double, double> log in (Func<double, double>[])[Logarithm.Natural, Logarithm.Binary])
        {
            Assert.Equal((0, double.PositiveInfinity), (log(1), log(double.PositiveInfinity)));
            Assert.Equal((double.NegativeInfinity, double.NegativeInfinity), (log(0), log(-0.0)));
            foreach (double x in (double[])[double.NaN, -double.Epsilon, -1, double.NegativeInfinity]) Assert.True(double.IsNaN(log(x)));
        }

        for (int exponent = -1074; exponent < 1024; exponent++) Assert.Equal(exponent, Logarithm.Binary(Math.ScaleB(1, exponent)));
    }

    [Fact]
    public void The_arc_sine_is_right_to_its_bound_and_odd()
    {
        static double Error(double x) => ExactFunctions.ArcSineError(x, ArcSine.Of(x));
        Assert.InRange(Worst(Error, Borders.Where(x => x is > 1e-17 and <= 1)), 0, 0.7);
        Assert.InRange(Worst(Error, Between(1e-9, 0.5)), 0.5, 0.7);
        Assert.InRange(Worst(Error, Between(0.5, 1)), 0.5, 0.7);
        Assert.InRange(Worst(Error, Enumerable.Range(0, 2000).Select(i => 1 - Math.ScaleB(1 + (i / 2000.0), -3 - (i % 50)))), 0, 0.7);
        Assert.Equal((0, 1e-300, -Math.PI / 2), (ArcSine.Of(0), ArcSine.Of(1e-300), ArcSine.Of(-1)));
        Assert.True(double.IsNegative(ArcSine.Of(-0.0)) && ArcSine.Of(-0.7) == -ArcSine.Of(0.7));
        foreach (double x in (double[])[double.NaN, Math.BitIncrement(1), double.NegativeInfinity]) Assert.True(double.IsNaN(ArcSine.Of(x)));
    }

    private static double Worst(Func<double, double> error, IEnumerable<double> points)
    {
        double worst = 0;
        foreach (double x in points) worst = Math.Max(worst, error(x) is var own && double.IsNaN(own) ? double.PositiveInfinity : own);
        return worst;
    }

    private static double[] Between(double low, double high)
    {
        var random = new System.Random(7);
        return [low, high, .. Enumerable.Range(0, Points).Select(_ => low + ((high - low) * random.NextDouble()))];
    }

    private static double[] Around(double x) => [Math.BitDecrement(x), x, Math.BitIncrement(x)];
}
