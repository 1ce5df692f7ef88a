using System.Text;
using Myelin.Tables.Columns;
using Sylvan.Data.Csv;

namespace Myelin.Tables.Reading;

/// <summary>How a CSV file is written, read off its first 64 Ki characters.</summary>
/// <param name="Encoding">UTF-8 or UTF-16, strict: bytes that are no text are refused.</param>
/// <param name="Separator">Comma, semicolon, tab or vertical bar.</param>
/// <param name="Quote">The double quote, or the single one where cells stand in single quotes and none in double ones.</param>
/// <param name="DecimalComma">Whether numbers are written <c>3,14</c>.</param>
internal sealed record CsvFormat(Encoding Encoding, char Separator, char Quote, bool DecimalComma)
{
    private const int SampleLength = 1 << 16;
    private const int LongestRow = 1 << 22;

    // A comma may be the decimal mark of a table with another separator, so it comes last.
    private static readonly char[] Separators = ['\t', ';', '|', ','];

    internal static CsvFormat Detect(SourceFile file)
    {
        var encoding = DetectEncoding(file);
        var sample = new char[SampleLength];
        int length;
        using (var reader = OpenText(file, encoding)) length = reader.ReadBlock(sample, 0, sample.Length);
        int end = length < sample.Length ? length : Array.LastIndexOf(sample, '\n') + 1;
        string text = new(sample, 0, end == 0 ? length : end);
        char quote = DetectQuote(text);
        char separator = DetectSeparator(text, quote);
        bool decimalComma = separator != ',' && HasDecimalComma(Records(text, separator, quote));
        return new CsvFormat(encoding, separator, quote, decimalComma);
    }

    /// <summary>Reads the file from its start; the header, if any, is the first record.</summary>
    internal CsvDataReader Open(SourceFile file) => Open(OpenText(file, Encoding), Separator, Quote);

    private static CsvDataReader Open(TextReader text, char separator, char quote) => CsvDataReader.Create(text, new CsvDataReaderOptions
    {
        HasHeaders = false,
        Delimiter = separator,
        Quote = quote,
        Escape = quote,
        Comment = '\0',
        BufferSize = 1 << 16,
        MaxBufferSize = LongestRow,
    });

    private static LineReader OpenText(SourceFile file, Encoding encoding) =>
        new(new StreamReader(file.Read(), encoding, detectEncodingFromByteOrderMarks: false, 1 << 16), file.Name);

    private static Encoding DetectEncoding(SourceFile file)
    {
        Span<byte> start = stackalloc byte[2];
        using var stream = file.Read();
        stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start switch
        {
            [0xFF, 0xFE] or [not 0, 0] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF] or [0, not 0] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
    }

    private static char DetectQuote(string text)
    {
        int opened = 0, closed = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('"' or '\'')) continue;
            bool opens = i == 0 || IsBoundary(text[i - 1]);
            if (opens && text[i] == '"') return '"';
            if (opens) opened++;
            if (i + 1 == text.Length || IsBoundary(text[i + 1])) closed++;
        }

        return opened > 0 && opened == closed ? '\'' : '"';
    }

    private static bool IsBoundary(char c) => c == '\n' || Separators.Contains(c);

    /// <summary>The separator that cuts every row into the same number of cells, more than one; else the most frequent one of the first row.</summary>
    private static char DetectSeparator(string text, char quote)
    {
        (char Best, int Cells) likeliest = (',', 1);
        foreach (char separator in Separators)
        {
            int first = 0;
            bool even = true;
            foreach (string[] record in Records(text, separator, quote))
            {
                if (first == 0) first = record.Length;
                even &= record.Length == first;
            }

            if (even && first > 1) return separator;
            if (first >= likeliest.Cells && first > 1) likeliest = (separator, first);
        }

        return likeliest.Best;
    }

    private static bool HasDecimalComma(IEnumerable<string[]> records)
    {
        var withComma = new CellParser(decimalComma: true);
        var withPoint = new CellParser(decimalComma: false);
        bool comma = false;
        foreach (string cell in records.SelectMany(record => record))
        {
            if (cell.Contains('.') && withPoint.Parse(cell, out _) == Cell.Number) return false;
            comma |= cell.Contains(',') && withComma.Parse(cell, out _) == Cell.Number;
        }

        return comma;
    }

    private static List<string[]> Records(string text, char separator, char quote)
    {
        var records = new List<string[]>();
        try
        {
            using var reader = Open(new StringReader(text), separator, quote);
            while (reader.Read())
            {
                if (reader.RowFieldCount == 1 && reader.GetFieldSpan(0).IsWhiteSpace()) continue;
                var record = new string[reader.RowFieldCount];
                for (int i = 0; i < record.Length; i++) record[i] = reader.GetFieldSpan(i).Trim().ToString();
                records.Add(record);
            }
        }
        catch (CsvFormatException)
        {
            // With the wrong separator, or where the sample ends, quotes do not match; the rows before count.
        }

        return records;
    }
}
