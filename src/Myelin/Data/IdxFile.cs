using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>
/// Grey images and their labels in the IDX format of MNIST, plain or gzip: big-endian 32-bit magic number and sizes, then unsigned bytes.
/// Format: LeCun, Cortes, Burges, "The MNIST database" (1998).
/// </summary>
internal static class IdxFile
{
    internal const uint ImagesMagic = 2051;
    internal const uint LabelsMagic = 2049;

    /// <summary>Reads an image file, and the label file beside it where there is one.</summary>
    /// <exception cref="InvalidInputException">A file is torn or damaged, its header lies about its size, or there are not as many labels as
    /// images.</exception>
    internal static ImageRows Read(string path)
    {
        byte[] pixels;
        uint count;
        Shape shape;
        using (var reader = new ByteReader(path))
        {
            ReadMagic(reader, ImagesMagic, "images");
            count = ReadSize(reader, "images");
            uint height = ReadSize(reader, "rows of pixels");
            uint width = ReadSize(reader, "columns of pixels");
            UInt128 bytes = (UInt128)count * height * width;
            if (bytes > (uint)Array.MaxLength) throw reader.Error($"at most {Array.MaxLength} pixels", $"a header of {count} images of {height}x{width}");
            shape = new Shape(1, (int)height, (int)width);
            pixels = ReadBody(reader, (int)bytes, $"{bytes} pixels of {count} images of {height}x{width}");
        }

        if (LabelsPath(path) is not { } labelsPath) return new ImageRows(path, shape, pixels, null, 0);
        byte[] labels = ReadLabels(labelsPath);
        if (labels.Length != count)
            throw new InvalidInputException($"{labelsPath} holds {labels.Length} labels but {path} holds {count} images; take the two files of one set.");
        return new ImageRows(path, shape, pixels, labels, labels.Max() + 1);
    }

    /// <summary>
    /// The existing label file beside an image file: the same name with <c>labels</c> for <c>images</c> and <c>idx1</c> for <c>idx3</c>, plain or
    /// gzip; or <see langword="null"/>.
    /// </summary>
    internal static string? LabelsPath(string imagesPath) =>
        LabelsNames(imagesPath).Select(name => Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", name)).FirstOrDefault(File.Exists);

    /// <summary>The names a label file may have beside an image file, the likeliest first; none when the image file's own name follows no rule.</summary>
    internal static string[] LabelsNames(string imagesPath)
    {
        const string Packed = ".gz";
        string images = Path.GetFileName(imagesPath);
        int place = images.LastIndexOf("images", StringComparison.Ordinal);
        if (place < 0) return [];
        string labels = images[..place] + "labels" + images[(place + "images".Length)..].Replace("idx3", "idx1", StringComparison.Ordinal);
        return labels.EndsWith(Packed, StringComparison.Ordinal) ? [labels, labels[..^Packed.Length]] : [labels, labels + Packed];
    }

    private static byte[] ReadLabels(string path)
    {
        using var reader = new ByteReader(path);
        ReadMagic(reader, LabelsMagic, "labels");
        uint count = ReadSize(reader, "labels");
        if (count > (uint)Array.MaxLength) throw reader.Error($"at most {Array.MaxLength} labels", $"a header of {count}");
        return ReadBody(reader, (int)count, $"{count} labels");
    }

    private static void ReadMagic(ByteReader reader, uint magic, string what)
    {
        uint found = reader.ReadBigEndian($"magic number {magic} of IDX {what}");
        if (found != magic) throw reader.Error($"magic number {magic} of IDX {what}", $"{found}", sizeof(uint));
    }

    private static uint ReadSize(ByteReader reader, string what)
    {
        uint size = reader.ReadBigEndian($"the number of {what}");
        return size > 0 ? size : throw reader.Error($"one or more {what}", "0", sizeof(uint));
    }

    private static byte[] ReadBody(ByteReader reader, int count, string what)
    {
        byte[] bytes = reader.Read(count);
        if (bytes.Length < count) throw reader.Error(what, $"the end of the file after {bytes.Length}");
        if (!reader.AtEnd()) throw reader.Error($"the end of the file after {what}", "more bytes");
        return bytes;
    }
}
