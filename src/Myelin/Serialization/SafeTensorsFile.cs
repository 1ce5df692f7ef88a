using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Myelin.Data;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>
/// A file of named tensors in the safetensors format: the header's length in eight little-endian bytes, a JSON header, the tensors'
/// bytes row by row. The file stays open, so that header and values are of one version even when it is replaced meanwhile. Reading is
/// safe from many threads. Format: https://github.com/huggingface/safetensors (2022).
/// </summary>
public sealed class SafeTensorsFile : IDisposable
{
    private const int BlockSize = 1 << 16;

    private readonly SafeFileHandle handle;
    private readonly Dictionary<string, SafeTensorsEntry> entries;

    private SafeTensorsFile(string path, SafeFileHandle handle)
    {
        this.handle = handle;
        Path = path;
        (Entries, Metadata) = ReadHeader();
        entries = Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The path that the file was opened by.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafeTensorsEntry> Entries { get; }

    /// <summary>Texts by key that belong to no tensor.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header: only what it says about every byte of the file exactly once is accepted.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing, torn, damaged or of another format, or a tensor has more than six axes or 2³¹ - 1
    /// elements.</exception>
    public static SafeTensorsFile Open(string path) => Open(path, path);

    /// <summary>Opens a file that messages call by another name.</summary>
    internal static SafeTensorsFile Open(string path, string name)
    {
        SafeFileHandle handle = InputFile.Open(path);
        try
        {
            return new SafeTensorsFile(name, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes float32 tensors in ordinal order of their names. The bytes depend on the arguments alone; every NaN is written as 0x7FC00000. The file
    /// is there whole or not at all, see <see cref="AtomicFile"/>.
    /// </summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <param name="tensors">The tensors by name, in any order.</param>
    /// <param name="metadata">Texts by key, or none.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is <c>__metadata__</c>, or a shape does not count its values.</exception>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> tensors, IReadOnlyDictionary<string,
        string>? metadata = null) =>
        Write(path, tensors, metadata, check: null);

    /// <summary>Writes a file, and has it looked at before it replaces anything.</summary>
    internal static void Write(string path, IEnumerable<(string Name, Shape Shape, ReadOnlyMemory<float> Values)> tensors, IReadOnlyDictionary<string,
        string>? metadata, Action<string>? check)
    {
        var ordered = CanonicalTensors.Order(tensors);
        if (ordered.Any(tensor => tensor.Name == SafeTensorsHeader.MetadataKey))
            throw new ArgumentException($"No tensor may be named '{SafeTensorsHeader.MetadataKey}'.", nameof(tensors));
        byte[] header = SafeTensorsHeader.Write(ordered, metadata);
        byte[] length = new byte[SafeTensorsHeader.LengthSize];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        AtomicFile.Write(
            path,
            stream =>
            {
                stream.Write(length);
                stream.Write(header);
                foreach (var (_, _, values) in ordered) CanonicalTensors.WriteValues(values.Span, stream.Write);
            },
            check);
    }

    /// <summary>Finds a tensor by name; <see langword="null"/> when the file has none of it.</summary>
    /// <param name="name">The name.</param>
    public SafeTensorsEntry? Find(string name) => entries.GetValueOrDefault(name);

    /// <summary>Reads a floating-point tensor as float32; F64 is rounded to nearest, F16 and BF16 are exact.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="values">Takes the values row by row; as long as the tensor has elements.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> has another length.</exception>
    /// <exception cref="InvalidInputException">The file has no such tensor, or one of whole numbers.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public void ReadFloats(string name, Span<float> values)
    {
        var entry = Find(name) ?? throw new InvalidInputException($"{Path} has no tensor '{name}' among its {Entries.Count}; it belongs to another network.");
        if (entry.Dtype is not ("F16" or "BF16" or "F32" or "F64"))
            throw new InvalidInputException($"{Path}, offset {entry.Offset}: tensor '{name}' holds {entry.Dtype}; expected F32, F16, BF16 or F64.");
        if (values.Length != entry.Shape.Count)
            throw new ArgumentException($"Tensor '{name}' has shape {entry.Shape} of {entry.Shape.Count} elements, not {values.Length}.", nameof(values));
        int size = SafeTensorsEntry.ElementSize(entry.Dtype);
        Span<byte> block = new byte[(int)Math.Min(entry.ByteLength, BlockSize)];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(values.Length - done, block.Length / size);
            Fill(block[..(count * size)], entry.Offset + ((long)done * size));
            for (int i = 0; i < count; i++) values[done + i] = ToSingle(entry.Dtype, block.Slice(i * size, size));
            done += count;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();

    private static float ToSingle(string dtype, ReadOnlySpan<byte> bytes) => dtype switch
    {
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };

    private (SafeTensorsEntry[] Entries, Dictionary<string, string> Metadata) ReadHeader()
    {
        long fileLength = RandomAccess.GetLength(handle);
        Span<byte> prefix = stackalloc byte[SafeTensorsHeader.LengthSize];
        if (fileLength < prefix.Length)
            throw new InvalidInputException($"{Path}, offset 0: expected {prefix.Length} bytes of header length, found {fileLength}; the file is "
                + $"torn or no safetensors file.");
        Fill(prefix, 0);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong limit = (ulong)Math.Min(SafeTensorsHeader.Longest, fileLength - prefix.Length);
        if (length > limit)
            throw new InvalidInputException($"{Path}, offset 0: expected a header of at most {limit} bytes, found {length} declared; the file is "
                + $"torn or no safetensors file.");
        var header = new byte[(int)length];
        Fill(header, prefix.Length);
        return SafeTensorsHeader.Read(Path, header, fileLength - prefix.Length - header.Length);
    }

    private void Fill(Span<byte> bytes, long offset)
    {
        for (int done = 0; done < bytes.Length;)
        {
            int read = RandomAccess.Read(handle, bytes[done..], offset + done);
            if (read == 0)
                throw new InvalidInputException($"{Path}, offset {offset + done}: expected {bytes.Length - done} more bytes, found the end of the "
                    + $"file; it was cut while open.");
            done += read;
        }
    }
}
