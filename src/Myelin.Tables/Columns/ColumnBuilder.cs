using System.Globalization;

namespace Myelin.Tables.Columns;

/// <summary>
/// Collects the cells of a column as they are read: as numbers while every cell is one, as text otherwise. No cell's text is kept
/// but the distinct ones of a text column and the first few of a numeric one.
/// </summary>
internal sealed class ColumnBuilder(string name, ColumnKind? declared)
{
    /// <summary>Up to this many distinct numbers the file's way to write each is kept, for they may be labels.</summary>
    private const int MaximumTexts = 64;

    private const float LastExactWhole = 1 << 24;

    private readonly List<float> values = [];
    private Dictionary<float, string>? texts = [];
    private List<int>? codes = declared == ColumnKind.Categorical ? [] : null;
    private readonly Dictionary<string, int> codeOf = new(StringComparer.Ordinal);
    private bool anyNumber;
    private bool provedText;
    private bool collide;
    private bool risesByOne = true;
    private long? previous;
    private InvalidInputException? notFinite;

    internal string Name => name;

    /// <summary>
    /// Whether numbers were read whose texts matter after all: the column proved to be text, or its few numbers are too large for float32 to tell
    /// apart; then the file must be read again, the column as text.
    /// </summary>
    internal bool MustReread => provedText || (collide && texts is not null && !risesByOne && declared != ColumnKind.Numeric);

    /// <summary>Says that the next cell is the first of another file: identifiers may start anew.</summary>
    internal void StartFile() => previous = null;

    internal void Add(ReadOnlySpan<char> text, CellParser parser, CellPlace place)
    {
        if (provedText) return;
        if (codes is not null)
        {
            AddText(text);
            return;
        }

        switch (parser.Parse(text, out float value))
        {
            case Cell.Missing:
                risesByOne = false;
                break;
            case Cell.Number:
                anyNumber = true;
                if (risesByOne) Follow(text);
                if (texts is not null) KeepText(text, value, parser);
                break;
            case Cell.NotFinite:
                anyNumber = true;
                notFinite ??= new($"{place}: column '{name}' holds '{text}', which is not a finite number; leave the cell empty if the value is missing.");
                break;
            case Cell.TooLarge:
                anyNumber = true;
                notFinite ??= new($"{place}: column '{name}' holds '{text}', which is beyond the range of float32, 3.4e38 in size; write the "
                    + $"column in a larger unit, or leave the cell empty if the value is missing.");
                break;
            case Cell.Text when declared == ColumnKind.Numeric:
                throw new InvalidInputException($"{place}: column '{name}' holds '{text}', which is not a number; mend the cell, or leave it empty "
                    + $"if the value is missing.");
            case Cell.Text when anyNumber:
                provedText = true;
                values.Clear();
                return;
            case Cell.Text:
                codes = [.. Enumerable.Repeat(TextColumn.Missing, values.Count)];
                AddText(text);
                return;
        }

        values.Add(value);
    }

    internal Column Build()
    {
        if (codes is null)
        {
            if (notFinite is not null) throw notFinite;
            return new NumericColumn(name, [.. values], risesByOne && anyNumber, texts);
        }

        string[] categories = [.. codeOf.Keys.Order(StringComparer.Ordinal)];
        var ordinal = new int[categories.Length];
        for (int i = 0; i < categories.Length; i++) ordinal[codeOf[categories[i]]] = i;
        return new TextColumn(name, categories, [.. codes.Select(code => code == TextColumn.Missing ? code : ordinal[code])]);
    }

    private void AddText(ReadOnlySpan<char> text)
    {
        if (CellParser.IsMissing(text))
        {
            codes!.Add(TextColumn.Missing);
            return;
        }

        var lookup = codeOf.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int code)) lookup[text] = code = codeOf.Count;
        codes!.Add(code);
    }

    private void Follow(ReadOnlySpan<char> text)
    {
        risesByOne = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            && (previous is null || (previous < long.MaxValue && whole == previous + 1));
        previous = whole;
    }

    private void KeepText(ReadOnlySpan<char> text, float value, CellParser parser)
    {
        if (!texts!.TryGetValue(value, out string? kept))
        {
            if (texts.Count == MaximumTexts) texts = null;
            else texts.Add(value, text.ToString());
        }
        else if (!text.SequenceEqual(kept))
        {
            // Labels that float32 cannot tell apart are text.
            if (Math.Abs(value) >= LastExactWhole && !parser.AreEqual(text, kept)) collide = true;
            // The smallest text stands for the value, so that the order of rows does not matter.
            if (text.SequenceCompareTo(kept) < 0) texts[value] = text.ToString();
        }
    }
}
