using System.Globalization;
using Myelin.Reports.Cells;
using Xunit;

namespace Myelin.Reports.Tests;

/// <summary>Every number of every report is written by one place.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData(0.98766, "0.9877")]
    [InlineData(-0.00001, "0.0000")]
    [InlineData(9.99996, "10.0000")]
    [InlineData(10, "10")]
    [InlineData(123456.7, "123457")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-0.0, "0.0000")]
    public void A_metric_has_four_decimals_or_six_digits(double value, string text) => Assert.Equal(text, NumberFormat.Metric.Text(value));

    [Theory]
    [InlineData(1.5, 4, "1.5")]
    [InlineData(-0.00004, 4, "0")]
    [InlineData(2.0 / 3, 2, "0.67")]
    [InlineData(double.PositiveInfinity, 4, "∞")]
    [InlineData(double.NegativeInfinity, 4, "-∞")]
    [InlineData(double.NaN, 4, "NaN")]
    [InlineData(2.6, 0, "3")]
    public void At_most_so_many_decimals(double value, int digits, string text) => Assert.Equal(text, NumberFormat.UpToDecimals(digits).Text(value));

    [Theory]
    [InlineData(0.00001234, "1.234e-5")]
    [InlineData(-0.00001, "-1e-5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0, "0")]
    public void A_small_number_has_a_power_of_ten(double value, string text) => Assert.Equal(text, NumberFormat.Small.Text(value));

    [Fact]
    public void Other_formats()
    {
        Assert.Equal(["1.235E+06", "0", "12.3 %", "100.0 %", "0.10", "-0.1", "0.1"], (string[])
        [
            NumberFormat.Significant(4).Text(1234567), NumberFormat.Significant(4).Text(-0.0), NumberFormat.Share.Text(0.1234),
            NumberFormat.Share.Text(1), NumberFormat.Decimals(2).Text(0.1), NumberFormat.Decimals(1).Text(-0.1), NumberFormat.Exact.Text(0.1),
        ]);
        Assert.Equal("0.5 s", Cell.Decimals(0.5, 1, "s").Text);
        Assert.Equal("setosa 2, other 1", new Cell.Named([("setosa", 2), ("other", 1)]).Text);
        Assert.Equal("a, 3", Cell.Of([(Cell)"a", 3]).ToString());
        Assert.Same(Cell.None, (Cell)(string?)null);
        Assert.Throws<ArgumentOutOfRangeException>(() => NumberFormat.Significant(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NumberFormat.Decimals(-1));
    }

    [Fact]
    public void The_culture_of_the_program_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("0,5", 0.5.ToString());
            Assert.Equal(["0.5000", "0.5", "50.0 %", "1234"],
                (string[])[Cell.Metric(0.5).Text, Cell.Significant(0.5).Text, Cell.Share(0.5).Text, ((Cell)1234).Text]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
