using System.IO.Compression;
using System.Text;
using Myelin.Data;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;

namespace Myelin.Fuzz;

/// <summary>A table, plain or compressed, with its schema and its rows as inputs.</summary>
internal sealed class TableTarget(bool compressed) : Target(compressed ? "csv.gz" : "csv")
{
    private readonly string[] examples = [.. Examples.Files("samples", "*.csv")
        .Concat(Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1", "*.csv")).Select(bytes => Few(Encoding.UTF8.GetString(bytes)))];

    internal override byte[] Make(System.Random random)
    {
        string text = examples[random.Next(examples.Length)];
        if (random.Next(8) > 0) text = TextEdits.Apply(text, ",;\n\"", random);
        byte[] bytes = (random.Next(8) == 0 ? Encoding.Unicode : Encoding.UTF8).GetBytes(text);
        if (random.Next(4) == 0) bytes = ByteEdits.Apply(bytes, random);
        if (!compressed) return bytes;
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return random.Next(2) == 0 ? ByteEdits.Apply(packed.ToArray(), random) : packed.ToArray();
    }

    internal override void Read(byte[] input)
    {
        string path = ScratchFile.Write(input, compressed ? "table.csv.gz" : "table.csv");
        Table table = CsvTable.Read(path);
        var options = new TableOptions();
        TableSchema schema = TableSchema.Infer(table, options);
        if (schema.Rows.Length == 0) return;
        _ = Preprocessing.Fit(table, schema, schema.Rows).Encode(table, schema.Rows);
    }

    private static string Few(string text) => string.Join('\n', text.Split('\n').Take(40));
}

/// <summary>Images, with or without labels.</summary>
internal sealed class ImageTarget() : Target("images")
{
    private readonly byte[][] examples = [.. Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1", "*ubyte"),
        .. Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1", "*.bin")];

    internal override byte[] Make(System.Random random)
    {
        byte[] example = examples[random.Next(examples.Length)];
        // The numbers at the beginning say how much follows.
        if (random.Next(2) == 0) return ByteEdits.Apply(example, random);
        byte[] beginning = ByteEdits.Apply(example[..Math.Min(16, example.Length)], random);
        return [.. beginning, .. example.Skip(16)];
    }

    internal override void Read(byte[] input)
    {
        ImageSource images = ImageFiles.Open([ScratchFile.Write(input, "images.bin")]);
        images.Fill([.. Enumerable.Range(0, Math.Min(3, images.Count))], new Batch());
    }
}
