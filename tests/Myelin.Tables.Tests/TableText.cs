using System.Text;
using Myelin.Tables.Columns;
using Myelin.Tables.Reading;
using Xunit;

namespace Myelin.Tables.Tests;

/// <summary>Tables from text, as a file would give them.</summary>
internal static class TableText
{
    internal static Table Read(string text, TableOptions? options = null, Encoding? encoding = null) =>
        Read((encoding ?? new UTF8Encoding(false)) is var e ? [.. e.GetPreamble(), .. e.GetBytes(text)] : [], options);

    internal static Table Read(byte[] bytes, TableOptions? options = null) => CsvTable.Read(new MemoryStream(bytes), "data.csv", options);

    internal static string Error(Action action)
    {
        string message = Assert.Throws<InvalidInputException>(action).Message;
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
        return message;
    }

    internal static float[] Numbers(this Table table, string name) => Assert.IsType<NumericColumn>(table[name]).Values.ToArray();

    internal static string?[] Texts(this Table table, string name)
    {
        var column = Assert.IsType<TextColumn>(table[name]);
        return [.. column.Codes.ToArray().Select(code => code < 0 ? null : column.Categories[code])];
    }
}
