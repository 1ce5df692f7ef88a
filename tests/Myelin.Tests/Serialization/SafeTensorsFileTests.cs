using System.Buffers.Binary;
using System.Text;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.Serialization;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static (string Name, Shape Shape, ReadOnlyMemory<float> Values)[] Tensors { get; } =
    [
        ("größe", new Shape(1, 1, 2), new[] { 0.1f, -0.1f }),
        ("1.scalar", new Shape([]), new[] { 7f }),
        ("0.weight", new Shape(2, 3), new[] { 1, -2, 3.25f, float.Epsilon, float.MaxValue, BitConverter.UInt32BitsToSingle(0xFFF12345) }),
        ("1.empty", new Shape(0, 4), Array.Empty<float>()),
        ("0.bias", new Shape(3), new[] { 0.5f, -0f, float.PositiveInfinity }),
    ];

    private static Dictionary<string, string> Metadata { get; } = new() { ["format_version"] = "1", ["a"] = "quotes \" and \\ and <tags>" };

    private static float[] Floats(SafeTensorsFile file, string name)
    {
        var values = new float[file.Find(name)!.Shape.Count];
        file.ReadFloats(name, values);
        return values;
    }

    [Fact]
    public void Written_bytes_are_those_of_an_independent_writer()
    {
        SafeTensorsFile.Write(folder.File("a"), Tensors, Metadata);
        Assert.Equal(File.ReadAllBytes(TestData.Golden("float32.safetensors")), File.ReadAllBytes(folder.File("a")));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        SafeTensorsFile.Write(folder.File("a"), Tensors, Metadata);
        using var file = SafeTensorsFile.Open(folder.File("a"));
        Assert.Equal(Metadata, file.Metadata);
        Assert.Equal(["0.bias", "0.weight", "1.empty", "1.scalar", "größe"], file.Entries.Select(entry => entry.Name));
        foreach (var (name, shape, values) in Tensors)
        {
            Assert.Equal(shape, file.Find(name)!.Shape);
            Assert.Equal(values.ToArray(), Floats(file, name));
        }

        Assert.Equal(0x7FC00000u, BitConverter.SingleToUInt32Bits(Floats(file, "0.weight")[5]));
        Assert.Equal(0, file.Entries[0].Offset % 8);
    }

    [Fact]
    public void No_tensors_and_no_metadata_make_a_file_too()
    {
        SafeTensorsFile.Write(folder.File("a"), []);
        using var file = SafeTensorsFile.Open(folder.File("a"));
        Assert.Empty(file.Entries);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Values_longer_than_a_block_are_read_whole()
    {
        float[] values = [.. Enumerable.Range(0, 100_001).Select(i => i / 3f)];
        SafeTensorsFile.Write(folder.File("a"), [("x", new Shape(values.Length), values)]);
        using var file = SafeTensorsFile.Open(folder.File("a"));
        Assert.Equal(values, Floats(file, "x"));
    }

    [Fact]
    public void Half_and_double_values_longer_than_a_block_are_read_whole()
    {
        const int Count = 50_001;
        string half = $$$"""{"half":{"dtype":"F16","shape":[{{{Count}}}],"data_offsets":[0,{{{2 * Count}}}]}""";
        string header = half + $$$""","double":{"dtype":"F64","shape":[{{{Count}}}],"data_offsets":[{{{2 * Count}}},{{{10 * Count}}}]}}""";
        byte[] halves = [.. Enumerable.Range(0, Count).SelectMany(i => BitConverter.GetBytes((Half)(i % 2039)))];
        byte[] doubles = [.. Enumerable.Range(0, Count).SelectMany(i => BitConverter.GetBytes((double)i))];
        using var file =
            SafeTensorsFile.Open(folder.Write("a", [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. halves, .. doubles]));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (float)(i % 2039)), Floats(file, "half"));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => (float)i), Floats(file, "double"));
    }

    [Fact]
    public void An_open_file_keeps_its_version_when_it_is_replaced()
    {
        SafeTensorsFile.Write(folder.File("a"), [("x", new Shape(1), new[] { 1f })]);
        using var file = SafeTensorsFile.Open(folder.File("a"));
        SafeTensorsFile.Write(folder.File("a"), [("x", new Shape(1), new[] { 2f })]);
        Assert.Equal([1f], Floats(file, "x"));
    }

    [Fact]
    public void Other_types_are_listed_and_floating_ones_converted()
    {
        using var file = SafeTensorsFile.Open(TestData.Golden("mixed.safetensors"));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(["steps I64 []", "double F64 [2]", "half F16 [2, 2]", "brain BF16 [3]", "mask BOOL [2]"],
            file.Entries.Select(entry => $"{entry.Name} {entry.Dtype} {entry.Shape}"));
        Assert.Equal([0.1f, float.NegativeInfinity], Floats(file, "double"));
        Assert.Equal([1.5f, -0.25f, 65504f, 5.9604645e-8f], Floats(file, "half"));
        Assert.Equal([1.5f, float.NegativeInfinity, float.NaN], Floats(file, "brain"));
        Assert.Contains("I64", Assert.Throws<InvalidInputException>(() => file.ReadFloats("steps", new float[1])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist-mlp", 8, "0.0.weight", "[512, 784]")]
    [InlineData("mnist-cnn-bn", 20, "norm1.num_batches_tracked", "[]")]
    public void Files_of_other_frameworks_open(string model, int count, string name, string shape)
    {
        using var file = SafeTensorsFile.Open(TestData.Large($"models/{model}.safetensors"));
        Assert.Equal(count, file.Entries.Count);
        Assert.Equal(shape, file.Find(name)!.Shape.ToString());
        foreach (var entry in file.Entries.Where(entry => entry.Dtype == "F32"))
            Assert.All(Floats(file, entry.Name), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SafeTensorsFile.Write(folder.File("a"), [("__metadata__", new Shape([]), new[] { 1f })]));
        Assert.False(File.Exists(folder.File("a")));
        using var file = SafeTensorsFile.Open(TestData.Golden("float32.safetensors"));
        Assert.Throws<ArgumentException>(() => file.ReadFloats("0.bias", new float[2]));
        Assert.Throws<InvalidInputException>(() => file.ReadFloats("2.bias", new float[2]));
        Assert.Null(file.Find("2.bias"));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_said()
    {
        Assert.Contains("does not exist", Assert.Throws<InvalidInputException>(() => SafeTensorsFile.Open(folder.File("none/a"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InvalidInputException>(() => SafeTensorsFile.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", null)]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", "not valid JSON")]
    [InlineData("[1]", "offset 8: expected '{'")]
    [InlineData("", "not valid JSON")]
    [InlineData("{}", "8 more bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "'a' again")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "overlap or leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlap or leave a gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 more bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "within 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "offsets that rise")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "expected 12 bytes for F32 [3], found data_offsets of 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536,65536,65538],"data_offsets":[0,8]}}""", "at most 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}""", "at most 2147483647 elements")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}""", "a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "expected a whole number of 0 or more, found -2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "expected a whole number of 0 or more, found 1.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "expected a whole number of 0 or more, found a JSON String")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,2],"data_offsets":[0,8]}}""", "at most 6 axes")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "expected '['")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "expected ']'")]
    [InlineData("""{"a":{"dtype":"Q8","shape":[2],"data_offsets":[0,8]}}""", "'Q8'")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "a type's name")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "without one of them")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "once each")]
    [InlineData("""{"a":5}""", "expected '{'")]
    [InlineData("""{"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "expected a text")]
    [InlineData("""{"__metadata__":{"x":"1","x":"2"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "'x' again")]
    [InlineData("""{"__metadata__":{},"__metadata__":{},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "a second")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "text in Unicode")]
    public void Damaged_headers_are_refused_in_one_line(string header, string? message)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        string path = folder.Write("a", [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[8]]);
        if (message is null)
        {
            SafeTensorsFile.Open(path).Dispose();
            return;
        }

        var exception = Assert.Throws<InvalidInputException>(() => SafeTensorsFile.Open(path));
        Assert.StartsWith($"{path}, offset ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(9)]
    public void A_header_longer_than_the_file_is_refused_before_memory_is_taken(long declared)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, declared);
        string path = folder.Write("a", bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<InvalidInputException>(() => SafeTensorsFile.Open(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains($"at most 8 bytes, found {(ulong)declared} declared", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_above_the_limit_is_refused_although_the_file_is_as_long()
    {
        using (var stream = File.Create(folder.File("a")))
        {
            stream.Write(BitConverter.GetBytes(100_000_001L));
            stream.SetLength(100_000_100);
        }

        Assert.Contains("at most 100000000 bytes", Assert.Throws<InvalidInputException>(() => SafeTensorsFile.Open(folder.File("a"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_and_flipped_bits_of_every_byte_are_read_or_refused_without_much_memory()
    {
        const int Stride = 5;
        byte[] whole = File.ReadAllBytes(TestData.Golden("mixed.safetensors"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int length = 0; length < whole.Length; length++) Assert.False(Reads(whole[..length]), $"A file cut to {length} bytes was accepted.");
        int read = 0;
        for (int bit = 0; bit < whole.Length * 8; bit += Stride)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Reads(damaged)) read++;
        }

        Assert.InRange(read, 40 * 8 / Stride, whole.Length * 8 / Stride / 2);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / whole.Length, 0, 100_000);
    }

    private bool Reads(byte[] content)
    {
        try
        {
            using var file = SafeTensorsFile.Open(folder.Write("a", content));
            foreach (var entry in file.Entries) file.ReadFloats(entry.Name, new float[entry.Shape.Count]);
            return true;
        }
        catch (InvalidInputException exception) when (exception.Message.Contains("expected F32", StringComparison.Ordinal))
        {
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }
}
