using System.IO.Compression;
using System.Text;
using Myelin.Tables.Reading;
using Xunit;

namespace Myelin.Tables.Tests;

public class CsvTableTests
{
    private static readonly TableOptions NoHeader = new() { HasHeader = false };

    [Fact]
    public void Numbers_text_and_missing_marks()
    {
        var table = TableText.Read("a,b,c\n1,x,?\n,NA,NaN\n-2.5e1,\"y, z\",\n+.5,?,nan\n");
        Assert.Equal([1, float.NaN, -25, 0.5f], table.Numbers("a"));
        Assert.Equal(["x", null, "y, z", null], table.Texts("b"));
        Assert.Equal([float.NaN, float.NaN, float.NaN, float.NaN], table.Numbers("c"));
    }

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a,b\n1,x\n2,y")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,b\r1,x\r2,y\r")]
    [InlineData("a,b\r\n1,x\n2,y\r")]
    [InlineData("a,b\n1,x\n2,y\n\n")]
    [InlineData("\n\na,b\n1,x\n\n2,y\n \n\n")]
    [InlineData("a , b\n1, x\n 2 ,\ty \n")]
    [InlineData("a;b\n1;x\n2;y\n")]
    [InlineData("a\tb\n1\tx\n2\ty\n")]
    [InlineData("a|b\n1|x\n2|y\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n")]
    [InlineData("'a','b'\n1,'x'\n2,'y'\n")]
    public void Ways_to_write_the_same_table(string text)
    {
        var table = TableText.Read(text);
        Assert.Equal(["a", "b"], table.Columns.Select(column => column.Name));
        Assert.Equal([1, 2], table.Numbers("a"));
        Assert.Equal(["x", "y"], table.Texts("b"));
    }

    public static TheoryData<Encoding> Encodings =>
        [new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true),
        new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Encodings_plain_and_compressed(Encoding encoding)
    {
        const string text = "größe,名前\n1,é\n2,日本\n";
        foreach (byte[] bytes in new[] { Bytes(text, encoding), Gzip(Bytes(text, encoding)) })
        {
            var table = TableText.Read(bytes);
            Assert.Equal([1, 2], table.Numbers("größe"));
            Assert.Equal(["é", "日本"], table.Texts("名前"));
        }
    }

    [Theory]
    [InlineData("a;b\n3,14;x\n-2;y\n")]
    [InlineData("a\tb\n3,14\tx\n-2\ty\n")]
    [InlineData("a;b\n3.14;x\n-2;y\n")]
    [InlineData("a,b\n3.14,x\n-2,y\n")]
    public void Decimal_comma_where_the_separator_is_another(string text) => Assert.Equal([3.14f, -2], TableText.Read(text).Numbers("a"));

    [Fact]
    public void Without_header_decimal_commas_do_not_separate() => Assert.Equal([3.14f, 2.5f], TableText.Read("3,14;1,5\n2,5;2,25\n", NoHeader).Numbers("c1"));

    [Theory]
    [InlineData("1,234.5")]
    [InlineData("1,234")]
    [InlineData("1 000")]
    [InlineData("0x10")]
    [InlineData("(1)")]
    [InlineData("$5")]
    public void What_is_no_number_makes_a_column_text(string cell) => Assert.Equal(["7", cell], TableText.Read($"a,b\n7,1\n\"{cell}\",2\n").Texts("a"));

    [Fact]
    public void A_late_text_cell_keeps_the_texts_before_it() =>
        Assert.Equal(["01", "2.50", null, "x", "1e3"], TableText.Read("a,b\n01,1\n2.50,1\n?,1\nx,1\n1e3,1\n").Texts("a"));

    [Fact]
    public void Whole_numbers_that_float32_cannot_tell_apart_stay_apart_where_they_are_few() =>
        Assert.Equal(["20240001", "20240000", "20240001"], TableText.Read("a,b\n20240001,1\n20240000,2\n20240001,3\n").Texts("a"));

    [Fact]
    public void Numbers_round_once_from_text_to_float32()
    {
        // Halfway between two floats plus a little that double precision loses.
        Assert.Equal([BitConverter.UInt32BitsToSingle(0x3F800001)], TableText.Read("a\n1.00000005960464477540\n").Numbers("a"));
    }

    [Fact]
    public void Quoted_cells_hold_separators_quotes_and_line_ends()
    {
        var table = TableText.Read("a,b\n\"x \"\"y\"\"\nz\",1\n\"it's\",2\n");
        Assert.Equal(["x \"y\"\nz", "it's"], table.Texts("a"));
        Assert.Equal("data.csv, line 2", table.Where(0));
        Assert.Equal("data.csv, line 4", table.Where(1));
    }

    [Fact]
    public void Quoted_numbers_are_numbers_and_labels_lose_their_quotes() =>
        Assert.Equal([-1, 1], TableText.Read("0.5,'-1'\n0.25,'1'\n", NoHeader).Numbers("c2"));

    [Fact]
    public void Apostrophes_are_not_quotes() => Assert.Equal(["'tis", "rock 'n' roll"], TableText.Read("a,b\n'tis,1\nrock 'n' roll,2\n").Texts("a"));

    [Fact]
    public void Without_header_columns_are_numbered()
    {
        var table = TableText.Read("5,x\n6,y\n", NoHeader);
        Assert.Equal([5, 6], table.Numbers("c1"));
        Assert.Equal(["x", "y"], table.Texts("c2"));
        Assert.Empty(table.Warnings);
    }

    [Fact]
    public void A_header_that_looks_like_a_row_is_said() =>
        Assert.Contains("(HasHeader)", Assert.Single(TableText.Read("5.1,3.5,setosa\n4.9,3.0,setosa\n").Warnings), StringComparison.Ordinal);

    [Fact]
    public void A_column_without_name_takes_its_number() => Assert.Equal([0, 1], TableText.Read(",a\n0,x\n1,y\n").Numbers("c1"));

    [Fact]
    public void In_one_column_a_blank_line_is_a_missing_cell_except_at_the_end()
    {
        var table = TableText.Read("a\n1\n\n3\n\n\n");
        Assert.Equal([1, float.NaN, 3], table.Numbers("a"));
        Assert.Equal("data.csv, line 4", table.Where(2));
    }

    [Fact]
    public void A_hash_starts_no_comment() => Assert.Equal([1, 2], TableText.Read("#id,b\n1,x\n2,y\n").Numbers("#id"));

    [Fact]
    public void A_stream_that_cannot_seek_is_read_as_a_file_is()
    {
        var stream = new GZipStream(new MemoryStream(Gzip("a,b\n1,x\n2,3\ny,4\n"u8.ToArray())), CompressionMode.Decompress);
        Assert.Equal(["1", "2", "y"], CsvTable.Read(stream, "standard input").Texts("a"));
    }

    [Fact]
    public void Gzip_members_may_follow_one_another() =>
        Assert.Equal([1, 2], TableText.Read([.. Gzip("a,b\n1,x\n"u8.ToArray()), .. Gzip("2,y\n"u8.ToArray())]).Numbers("a"));

    [Fact]
    public void Several_files_are_one_table()
    {
        string first = Path.GetTempFileName(), second = Path.GetTempFileName();
        try
        {
            File.WriteAllText(first, "a,b\n1,x\n2,y\n");
            File.WriteAllText(second, "a;b\n3;q\n");
            var table = CsvTable.Read([first, second]);
            Assert.Equal([1, 2, 3], table.Numbers("a"));
            Assert.Equal($"{second}, line 2", table.Where(2));
            File.WriteAllText(second, "a,c\n3,q\n");
            Assert.Contains("other columns", TableText.Error(() => CsvTable.Read([first, second])), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(first);
            File.Delete(second);
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n\n", "blank lines")]
    [InlineData("a,b\n", "no rows")]
    [InlineData("a,b\n1,2\n3\n", "line 3: 1 cell where 2")]
    [InlineData("a,b\n\n\"1\n\",2\n3,4,5\n", "line 5: 3 cells where 2")]
    [InlineData("a,a\n1,2\n", "two columns are named 'a'")]
    [InlineData("a, a \n1,2\n", "two columns are named 'a'")]
    [InlineData("0,1,0\n1,2,3\n", "(HasHeader)")]
    [InlineData("a,b\n1,2\n\"3,4\n5,6\n", "line 3: a quote is not closed")]
    [InlineData("a,b\n1,\"2\"x\n", "line 2")]
    [InlineData("a,b\n1,2\ninf,3\n", "line 3: column 'a' holds 'inf'")]
    [InlineData("a,b\n1,2\n4,-Infinity\n", "line 3: column 'b' holds '-Infinity'")]
    [InlineData("a,b\n1e39,2\n", "line 2: column 'a' holds '1e39', which is beyond the range of float32, 3.4e38 in size; write the column in a larger unit")]
    [InlineData("a;b\n1;-5,5e200\n2;2,5\n", "holds '-5,5e200', which is beyond the range of float32")]
    [InlineData("a,b\n1,+inf\n", "holds '+inf', which is not a finite number")]
    [InlineData("a,b\n1,2\0\n", "NUL")]
    public void Wrong_text_is_refused(string text, string expected)
    {
        string message = TableText.Error(() => TableText.Read(text));
        Assert.StartsWith("data.csv", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\n", "")]
    [InlineData("a,b\n1,2\n", " \n", "3,4\n")]
    [InlineData("a\n1\n", "\r", "3\n")]
    [InlineData("a\n1\n", "\n", "")]
    public void Blank_lines_without_end_are_no_table(string before, string blank, string behind)
    {
        string text = before + string.Concat(Enumerable.Repeat(blank, 1_000_010)) + behind;
        Assert.Contains("more than 1000000 blank lines beyond the number of rows", TableText.Error(() => TableText.Read(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_lines_between_rows_are_skipped_however_many_rows_there_are()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n\n", 1_200_000));
        Assert.Equal(1_200_000, TableText.Read(text).RowCount);
        Assert.Equal(1_800_001, TableText.Read("a\n" + string.Concat(Enumerable.Repeat("\n\n1\n", 600_000)) + "1\n\n").RowCount);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_are_counted_across_read_buffers(string lineEnd)
    {
        // One more character a file moves the line ends over the buffers' bounds; a line has 8 or 9.
        for (int shift = 0; shift < 9; shift++)
        {
            string text = "a,b" + new string('b', shift) + lineEnd + string.Concat(Enumerable.Repeat("123,456" + lineEnd, 20_000)) + "7" + lineEnd;
            Assert.Contains("line 20002: 1 cell where 2", TableText.Error(() => TableText.Read(text)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Infinity_is_text_among_text() => Assert.Equal(["inf", "x"], TableText.Read("a,b\ninf,1\nx,2\n").Texts("a"));

    [Fact]
    public void A_column_declared_numeric_names_the_line_of_its_text() =>
        Assert.Contains("line 3: column 'a' holds 'abc'",
            TableText.Error(() => TableText.Read("a,b\n1,2\nabc,3\n", new TableOptions { Numeric = ["a"] })), StringComparison.Ordinal);

    [Fact]
    public void A_column_declared_categorical_keeps_its_texts() =>
        Assert.Equal(["007", "7", null], TableText.Read("zip,b\n007,1\n7,2\n,3\n", new TableOptions { Categorical = ["zip"] }).Texts("zip"));

    [Fact]
    public void Binary_data_is_refused()
    {
        Assert.Contains("UTF-8", TableText.Error(() => TableText.Read([0xFF, 0x80, 0x41, 0x0A, 0x42])), StringComparison.Ordinal);
        Assert.Contains("Parquet", TableText.Error(() => TableText.Read("PAR1xxxx"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("Excel", TableText.Error(() => TableText.Read("PK\u0003\u0004xxxx"u8.ToArray())), StringComparison.Ordinal);
        byte[] noise = new byte[100_000];
        new System.Random(1).NextBytes(noise);
        TableText.Error(() => TableText.Read(noise));
    }

    [Fact]
    public void Gzip_data_cut_anywhere_is_refused()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 1000; i++) text.Append(i * 7919 % 10007).Append(",x\n");
        byte[] whole = Gzip(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal(1000, TableText.Read(whole).RowCount);
        for (int length = 2; length < whole.Length; length += length < 40 || length > whole.Length - 40 ? 1 : 97)
            Assert.Contains("damaged or cut off", TableText.Error(() => TableText.Read(whole[..length])), StringComparison.Ordinal);
        // Data stored as it is takes whatever follows for its own.
        byte[] stored = Gzip(Encoding.UTF8.GetBytes(text.ToString()), CompressionLevel.NoCompression);
        Assert.Contains("damaged or cut off", TableText.Error(() => TableText.Read(stored[..(stored.Length / 2)])), StringComparison.Ordinal);
        byte[] changed = [.. whole];
        changed[whole.Length / 2] ^= 0x55;
        Assert.Throws<InvalidInputException>(() => TableText.Read(changed));
    }

    [Fact]
    public void An_endless_field_is_refused()
    {
        string text = "a,b\n1,2\n\"" + new string('x', (1 << 22) + 10) + "\",3\n";
        Assert.Contains("line 3: the row is longer", TableText.Error(() => TableText.Read(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_opened_are_refused()
    {
        Assert.Contains("does not exist", TableText.Error(() => CsvTable.Read("no/such/file.csv")), StringComparison.Ordinal);
        Assert.Contains("is a folder", TableText.Error(() => CsvTable.Read(Path.GetTempPath())), StringComparison.Ordinal);
        Assert.Contains("Parquet", TableText.Error(() => CsvTable.Read("data.parquet")), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_rows_load_in_little_time_and_memory()
    {
        var text = new StringBuilder();
        for (int i = 0; i < 100_000; i++)
        {
            for (int j = 0; j < 20; j++) text.Append(j == 0 ? "" : ",").Append((i * 31 + j * 17) % 1_000_003 / 1000f - 500);
            text.Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var table = TableText.Read(bytes, NoHeader);
        clock.Stop();
        // 8 MB of numbers; lists grow by doubling. Keeping the cells' texts would take more than 60 MB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        Assert.Equal((100_000, 20), (table.RowCount, table.Columns.Count));
    }

    internal static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level)) gzip.Write(bytes);
        return compressed.ToArray();
    }

    private static byte[] Bytes(string text, Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
}
