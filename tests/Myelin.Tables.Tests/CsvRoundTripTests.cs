using System.Globalization;
using System.Text;
using CsCheck;
using Xunit;

namespace Myelin.Tables.Tests;

public class CsvRoundTripTests
{
    private sealed record Dialect(char Separator, char Quote, string LineEnd, Encoding Encoding, bool DecimalComma, bool QuoteAll, bool Gzip,
        bool EndsInLineEnd, string Padding)
    {
        public override string ToString() =>
            $"[{Separator}] [{Quote}] [{LineEnd.Replace("\r", "CR").Replace("\n", "LF")}] {Encoding.EncodingName} comma={DecimalComma} "
                + $"quoted={QuoteAll} gzip={Gzip} end={EndsInLineEnd} padding={Padding.Length}";

        internal byte[] Write(string?[][] rows)
        {
            string text = string.Join(LineEnd, rows.Select(row => string.Join(Separator, row.Select(Cell)))) + (EndsInLineEnd ? LineEnd : "");
            byte[] bytes = [.. Encoding.GetPreamble(), .. Encoding.GetBytes(text)];
            return Gzip ? CsvTableTests.Gzip(bytes) : bytes;
        }

        private string Cell(string? cell)
        {
            cell ??= "";
            bool quoted = QuoteAll || cell.AsSpan().IndexOfAny(Separator, Quote, '\n') >= 0 || cell.StartsWith('\'') || cell.StartsWith('"');
            return quoted ? $"{Quote}{cell.Replace($"{Quote}", $"{Quote}{Quote}")}{Quote}" : Padding + cell + Padding;
        }
    }

    private static readonly Gen<Dialect> Dialects =
        from separator in Gen.OneOf(',', ';', '\t', '|')
        from lineEnd in Gen.OneOf("\n", "\r\n", "\r")
        from encoding in Gen.OneOf<Encoding>(new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true))
        from flags in Gen.Bool.Array[4]
        from padding in Gen.OneOf("", " ")
        select new Dialect(separator, '"', lineEnd, encoding, separator != ',' && flags[0], flags[1], flags[2], flags[3], padding);

    private static readonly Gen<string?> Texts = Gen.OneOf(
        "x", "New York", "a,b", "c;d", "e|f", "it's", "say \"hi\"", "é", "日本", "1.2.3", "-", "two\nlines", "'q'", null);

    private static readonly Gen<float?> Floats = Gen.OneOf(
        Gen.Single[-1e6f, 1e6f].Select(x => (float?)x), Gen.Int[-1000, 1000].Select(x => (float?)x),
            Gen.Single.Where(float.IsFinite).Select(x => (float?)x), Gen.Int.Select(_ => (float?)null));

    [Fact]
    public void A_table_reads_back_the_same_whatever_the_dialect()
    {
        // The first row settles the columns' kinds and the decimal mark.
        var tables = from dialect in Dialects
                     from rows in Gen.Select(Floats, Texts).List[0, 30]
                     select (dialect, rows: rows.Prepend((0.5f, "first")).ToList());
        tables.Sample(
            table =>
            {
                var (dialect, rows) = table;
                string?[][] cells = [["number", "text"], .. rows.Select(row => new[] { Number(row.Item1, dialect.DecimalComma), row.Item2 })];
                var read = TableText.Read(dialect.Write(cells));
                Assert.Equal(rows.Select(row => row.Item1 ?? float.NaN), read.Numbers("number"));
                Assert.Equal(rows.Select(row => row.Item2), read.Texts("text"));
            },
            iter: 300,
            print: table => $"{table.dialect} {string.Join("/", table.rows)}");
    }

    private static string? Number(float? value, bool decimalComma)
    {
        string? text = value?.ToString(CultureInfo.InvariantCulture);
        return decimalComma ? text?.Replace('.', ',') : text;
    }
}
