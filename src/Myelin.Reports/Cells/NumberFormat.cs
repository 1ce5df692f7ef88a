using System.Globalization;

namespace Myelin.Reports.Cells;

/// <summary>How a number is shown to people. JSON has all its digits, whatever the format.</summary>
public readonly record struct NumberFormat
{
    private enum Rule
    {
        Metric,
        Significant,
        UpToDecimals,
        Decimals,
        Share,
        Exact,
        Small,
    }

    private readonly Rule rule;
    private readonly int digits;

    private NumberFormat(Rule rule, int digits) => (this.rule, this.digits) = (rule, digits);

    /// <summary>Digits enough to compare two models: four decimals below 10, six significant digits from there on; -0 is 0.</summary>
    public static NumberFormat Metric => new(Rule.Metric, 4);

    /// <summary>A part of a whole in per cent, with one decimal.</summary>
    public static NumberFormat Share => new(Rule.Share, 1);

    /// <summary>As many digits as the number needs to be told from every other one.</summary>
    public static NumberFormat Exact => new(Rule.Exact, 0);

    /// <summary>A number that may be very small: at most four decimals, and nearer to 0 than 0.0001 a power of ten with four digits.</summary>
    public static NumberFormat Small => new(Rule.Small, 4);

    /// <summary>At most so many significant digits; -0 is 0.</summary>
    /// <param name="digits">The digits, 1 or more.</param>
    public static NumberFormat Significant(int digits) => new(Rule.Significant, AtLeast(digits, 1));

    /// <summary>At most so many decimals, without zeros at the end, and ∞ as that sign; -0 is 0.</summary>
    /// <param name="digits">The decimals, 0 or more.</param>
    public static NumberFormat UpToDecimals(int digits) => new(Rule.UpToDecimals, AtLeast(digits, 0));

    /// <summary>So many decimals, zeros at the end included.</summary>
    /// <param name="digits">The decimals, 0 or more.</param>
    public static NumberFormat Decimals(int digits) => new(Rule.Decimals, AtLeast(digits, 0));

    /// <summary>A number as text, in the invariant culture.</summary>
    /// <param name="value">The number; NaN is <c>NaN</c>.</param>
    public string Text(double value)
    {
        // Adding 0 leaves every number as it is but -0.
        string text = rule switch
        {
            Rule.Metric when Math.Abs(value) < 10 => Invariant(Math.Round(value, digits) + 0.0, $"0.{new string('0', digits)}"),
            Rule.Metric => Invariant(value, "G6"),
            Rule.Significant => Invariant(value + 0.0, $"G{digits}"),
            Rule.Small when value != 0 && Math.Abs(value) < 1e-4 => Invariant(value, "0.###e+0"),
            Rule.Exact => Invariant(value, "R"),
            Rule.Decimals => Invariant(value, $"F{digits}"),
            Rule.Share => Invariant(value, $"0.{new string('0', digits)} %"),
            _ when double.IsInfinity(value) => value > 0 ? "∞" : "-∞",
            _ => Invariant(value, $"0.{new string('#', digits)}"),
        };
        return text == "-0" ? "0" : text;
    }

    private static string Invariant(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static int AtLeast(int digits, int least)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, least);
        return digits;
    }
}
