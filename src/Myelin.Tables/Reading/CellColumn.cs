using System.Globalization;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Reading;

/// <summary>
/// The typed cells of a column as they come, kept until it is known what the column is: numbers as they are, anything else as the text that a CSV
/// file would hold, each distinct one once.
/// </summary>
internal sealed class CellColumn(string name, string source)
{
    private readonly Dictionary<string, int> codeOf = new(StringComparer.Ordinal);
    private readonly List<string> texts = [];
    private readonly List<int> codes = [];
    private List<double>? numbers = [];
    private bool areSingle = true;

    /// <summary>The column's name.</summary>
    internal string Name => name;

    private int Count => numbers?.Count ?? codes.Count;

    /// <summary>Whether values of a type can be cells.</summary>
    internal static bool Holds(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(object) || plain == typeof(DBNull) || IsFormatted(plain);
    }

    /// <summary>Adds a cell.</summary>
    /// <exception cref="InvalidInputException">The value can be no cell.</exception>
    internal void Add(object? value)
    {
        if (numbers is not null)
        {
            if (NumberOf(value) is { } number)
            {
                // A single is written as one, so that 0.1f is 0.1 and not 0.10000000149011612.
                if (value is not (null or DBNull)) areSingle &= value is float or Half || (number == Math.Floor(number) && Math.Abs(number) <= 1 << 24);
                numbers.Add(number);
                return;
            }

            List<double> before = numbers;
            numbers = null;
            foreach (double earlier in before) AddText(TextOf(earlier));
        }

        AddText(TextOf(value));
    }

    /// <summary>Adds missing cells up to a number of rows.</summary>
    internal void FillTo(int rows)
    {
        while (Count < rows) Add(null);
    }

    /// <summary>The column as it is read from text.</summary>
    internal Column Build(ColumnKind? declared)
    {
        ColumnBuilder builder = Fill(declared);
        return (builder.MustReread ? Fill(ColumnKind.Categorical) : builder).Build();
    }

    private ColumnBuilder Fill(ColumnKind? declared)
    {
        var builder = new ColumnBuilder(name, declared);
        var parser = new CellParser(decimalComma: false);
        for (int row = 0; row < Count; row++)
            builder.Add(numbers is null ? texts[codes[row]] : TextOf(numbers[row]), parser, new CellPlace(source, "row", row + 1));
        return builder;
    }

    private void AddText(string text)
    {
        if (!codeOf.TryGetValue(text, out int code))
        {
            codeOf[text] = code = texts.Count;
            texts.Add(text);
        }

        codes.Add(code);
    }

    private string TextOf(double number) => double.IsNaN(number) ? "" : areSingle ? ((float)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    // Whole numbers of 64 bits and decimal ones may have more digits than a double.
    private static double? NumberOf(object? value) => value switch
    {
        null or DBNull => double.NaN,
        double number => number,
        float number => number,
        int number => number,
        short number => number,
        byte number => number,
        uint number => number,
        ushort number => number,
        sbyte number => number,
        long number when Math.Abs((double)number) < 1L << 53 => number,
        Half number => (double)number,
        _ => null,
    };

    private string TextOf(object? value) => value switch
    {
        null or DBNull => "",
        string text => text.Trim(),
        bool truth => truth ? "true" : "false",
        char character => character.ToString(),
        Enum choice => choice.ToString(),
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formatted when value.GetType().IsPrimitive || IsFormatted(value.GetType()) => formatted.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidInputException($"{new CellPlace(source, "row", Count + 1)}: column '{name}' holds {value.GetType().Name}, which is "
            + $"no number, text or date; leave the column out."),
    };

    private static bool IsFormatted(Type type) =>
        type == typeof(decimal) || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeOnly)
        || type == typeof(TimeSpan) || type == typeof(Guid) || type == typeof(Half) || type == typeof(Int128) || type == typeof(UInt128)
            || type == typeof(System.Numerics.BigInteger);
}
