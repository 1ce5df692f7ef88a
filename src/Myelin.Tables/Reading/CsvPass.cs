using Myelin.Tables.Columns;
using Sylvan.Data.Csv;

namespace Myelin.Tables.Reading;

/// <summary>One reading of all files of a table: names from the first, cells into column builders.</summary>
internal sealed class CsvPass(TableOptions options, IReadOnlySet<string> asText)
{
    // A compressed file of blank lines would be read for hours.
    private const int MostBlankLines = 1_000_000;

    private const string WithoutHeader = $", or read it without a header ({nameof(TableOptions.HasHeader)}) if the first line is a row";

    private readonly List<string> warnings = [];
    private readonly RowOrigins origins = new();
    private ColumnBuilder[] columns = [];
    private CellParser parser = new(false);
    private CsvFormat format = null!;
    private string file = "";
    private bool atHeader;
    private int rows;
    private int rowsBefore;
    private int skipped;
    private List<int> blankLines = [];

    internal IReadOnlyList<ColumnBuilder> Columns => columns;

    internal void StartFile(string name, CsvFormat fileFormat)
    {
        (file, format, parser, atHeader, rowsBefore) = (name, fileFormat, new CellParser(fileFormat.DecimalComma), options.HasHeader, rows);
        skipped += blankLines.Count;
        blankLines = [];
        foreach (var column in columns) column.StartFile();
    }

    internal void Add(CsvDataReader reader, int line)
    {
        if (reader.RowFieldCount == 1 && reader.GetRawRecordSpan().IsWhiteSpace())
        {
            if (columns.Length == 1 && !atHeader) blankLines.Add(line);
            else skipped++;
            if (skipped + blankLines.Count > MostBlankLines + rows)
                throw new InvalidInputException($"{file}, line {line}: more than {MostBlankLines} blank lines beyond the number of rows; this is "
                    + $"no table, or take the blank lines out.");
            return;
        }

        if (atHeader || columns.Length == 0)
        {
            SetNames(reader);
            if (atHeader)
            {
                atHeader = false;
                return;
            }
        }

        if (reader.RowFieldCount != columns.Length) throw new InvalidInputException(
            $"{file}, line {line}: {Count(reader.RowFieldCount, "cell")} where {columns.Length} are expected; mend the row, or quote the cells "
                + $"that hold '{format.Separator}'.");
        // In a table of one column a blank line is a missing cell, unless only blank lines follow.
        foreach (int blank in blankLines) AddMissing(blank);
        blankLines.Clear();
        origins.Add(rows++, file, line);
        for (int i = 0; i < columns.Length; i++) columns[i].Add(reader.GetFieldSpan(i).Trim(), parser, new CellPlace(file, "line", line));
    }

    internal void EndFile()
    {
        if (rows > rowsBefore) return;
        throw new InvalidInputException(columns.Length == 0 || atHeader
            ? $"{file} is empty or holds only blank lines; give a file with rows."
            : $"{file} holds column names but no rows; add rows{(options.HasHeader ? WithoutHeader : "")}.")
        { Setting = nameof(TableOptions.HasHeader) };
    }

    internal Table ToTable(string name) => new(name, [.. columns.Select(column => column.Build())], options.HasHeader, warnings, origins);

    private void AddMissing(int line)
    {
        origins.Add(rows++, file, line);
        columns[0].Add("", parser, new CellPlace(file, "line", line));
    }

    private void SetNames(CsvDataReader reader)
    {
        string[] names = atHeader ? HeaderNames(reader) : NamesWithoutHeader(reader.RowFieldCount);
        if (columns.Length == 0)
        {
            columns = [.. names.Select(name => new ColumnBuilder(name, asText.Contains(name) ? ColumnKind.Categorical : options.DeclaredKind(name)))];
            return;
        }

        if (!names.SequenceEqual(columns.Select(column => column.Name))) throw new InvalidInputException(
            $"{file} has other columns than the first file: {Table.Few(names)} instead of {Table.Few([.. columns.Select(column => column.Name)])}; "
                + $"give files of the same columns.");
    }

    private string[] HeaderNames(CsvDataReader reader)
    {
        var names = new string[reader.RowFieldCount];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool looksLikeData = false;
        for (int i = 0; i < names.Length; i++)
        {
            var text = reader.GetFieldSpan(i).Trim();
            looksLikeData |= parser.Parse(text, out _) == Cell.Number;
            names[i] = text.IsEmpty ? $"c{i + 1}" : text.ToString();
        }

        foreach (string name in names)
        {
            if (!seen.Add(name)) throw new InvalidInputException(
                $"{file}: two columns are named '{name}'; rename one{(looksLikeData ? WithoutHeader : "")}.")
            { Setting = nameof(TableOptions.HasHeader) };
        }

        if (looksLikeData)
            warnings.Add($"{file}: the first line, {Table.Few(names)}, looks like a row, not like column names; read it without a header "
                + $"({nameof(TableOptions.HasHeader)}) if it is one.");
        return names;
    }

    private string[] NamesWithoutHeader(int count)
    {
        if (options.ExpectedColumns is { } expected)
        {
            if (count == expected.Count) return [.. expected];
            if (count == expected.Count - 1 && options.Target is { } target && expected.Contains(target)) return [.. expected.Where(name => name != target)];
        }

        return [.. Enumerable.Range(1, count).Select(i => $"c{i}")];
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
