using System.Globalization;

namespace Myelin.Reports.Cells;

/// <summary>A value of a report: a closed union of the records inside it. Text and JSON are made from it by the renderers alone.</summary>
public abstract record Cell
{
    private Cell()
    {
    }

    /// <summary>No value: null in JSON, nothing in text.</summary>
    public static Cell None { get; } = new Absent();

    /// <summary>The value as people read it.</summary>
    public abstract string Text { get; }

    /// <summary>A text, or none where it is null.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator Cell(string? text) => text is null ? None : new Words(text);

    /// <summary>A whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Cell(long value) => new Whole(value);

    /// <summary>A number as metrics are shown.</summary>
    /// <param name="value">The number.</param>
    public static Cell Metric(double value) => new Number(value, NumberFormat.Metric);

    /// <summary>A part of a whole, shown in per cent.</summary>
    /// <param name="value">The part, 1 being the whole.</param>
    public static Cell Share(double value) => new Number(value, NumberFormat.Share);

    /// <summary>A number with at most so many significant digits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">The digits.</param>
    public static Cell Significant(double value, int digits = 6) => new Number(value, NumberFormat.Significant(digits));

    /// <summary>A number with so many decimals.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">The decimals.</param>
    /// <param name="unit">Its unit, which stands behind it in text.</param>
    public static Cell Decimals(double value, int digits, string? unit = null) => new Number(value, NumberFormat.Decimals(digits), unit);

    /// <summary>A number with at most so many decimals.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">The decimals.</param>
    public static Cell UpToDecimals(double value, int digits) => new Number(value, NumberFormat.UpToDecimals(digits));

    /// <summary>Several values in one place.</summary>
    /// <param name="values">The values.</param>
    public static Cell Of(IEnumerable<Cell> values) => new Several([.. values]);

    /// <summary>Several texts in one place.</summary>
    /// <param name="texts">The texts.</param>
    public static Cell Of(IEnumerable<string> texts) => Of(texts.Select(text => (Cell)text));

    /// <summary>Several whole numbers in one place.</summary>
    /// <param name="numbers">The numbers.</param>
    public static Cell Of(IEnumerable<int> numbers) => Of(numbers.Select(number => (Cell)number));

    /// <inheritdoc/>
    public sealed override string ToString() => Text;

    /// <summary>No value.</summary>
    public sealed record Absent : Cell
    {
        internal Absent()
        {
        }

        /// <inheritdoc/>
        public override string Text => "";
    }

    /// <summary>A text.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Words(string Value) : Cell
    {
        /// <inheritdoc/>
        public override string Text => Value;
    }

    /// <summary>The name of a class, which a figure or a page may give a colour.</summary>
    /// <param name="Value">The class.</param>
    public sealed record Class(string Value) : Cell
    {
        /// <inheritdoc/>
        public override string Text => Value;
    }

    /// <summary>A whole number.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Whole(long Value) : Cell
    {
        /// <inheritdoc/>
        public override string Text => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether something holds.</summary>
    /// <param name="Value">Whether it does.</param>
    public sealed record Flag(bool Value) : Cell
    {
        /// <inheritdoc/>
        public override string Text => Value ? "true" : "false";
    }

    /// <summary>A number. JSON has all its digits, and null where it is not finite.</summary>
    /// <param name="Value">The number.</param>
    /// <param name="Format">How it is shown.</param>
    /// <param name="Unit">Its unit, which stands behind it in text; null for none.</param>
    public sealed record Number(double Value, NumberFormat Format, string? Unit = null) : Cell
    {
        /// <inheritdoc/>
        public override string Text => Unit is null ? Format.Text(Value) : $"{Format.Text(Value)} {Unit}";
    }

    /// <summary>Several values: an array in JSON, separated by commas in text.</summary>
    /// <param name="Values">The values.</param>
    public sealed record Several(IReadOnlyList<Cell> Values) : Cell
    {
        /// <inheritdoc/>
        public override string Text => string.Join(", ", Values.Select(value => value.Text));
    }

    /// <summary>Values by name: an object in JSON, <c>name value, name value</c> in text.</summary>
    /// <param name="Values">The names with their values.</param>
    public sealed record Named(IReadOnlyList<(string Name, Cell Value)> Values) : Cell
    {
        /// <inheritdoc/>
        public override string Text => string.Join(", ", Values.Select(value => $"{value.Name} {value.Value.Text}"));
    }
}
