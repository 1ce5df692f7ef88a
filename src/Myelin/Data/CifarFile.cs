using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>
/// Colour images in the binary records of CIFAR-10, plain or gzip: a label byte from 0 to 9, then 32x32 bytes of each of red, green, blue.
/// Format: Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009).
/// </summary>
internal static class CifarFile
{
    internal const int RecordLength = 1 + PixelCount;
    internal const int ClassCount = 10;
    private const int PixelCount = 3 * 32 * 32;

    /// <summary>Reads all records of a file.</summary>
    /// <exception cref="InvalidInputException">The file is torn or damaged, empty, larger than an array, or has a label above 9.</exception>
    internal static ImageRows Read(string path)
    {
        using var reader = new ByteReader(path);
        byte[] records = reader.Read(Array.MaxLength);
        if (records.Length == Array.MaxLength) throw reader.Error($"fewer than {Array.MaxLength} bytes", "more");
        if (records.Length == 0 || records.Length % RecordLength != 0)
            throw reader.Error($"whole CIFAR-10 records of {RecordLength} bytes", $"the end of the file after {records.Length} bytes");
        var labels = new byte[records.Length / RecordLength];
        var pixels = new byte[labels.Length * PixelCount];
        for (int i = 0; i < labels.Length; i++)
        {
            var record = records.AsSpan(i * RecordLength, RecordLength);
            if (record[0] >= ClassCount)
                throw new InvalidInputException($"{path}, record {i}, offset {(long)i * RecordLength}: expected a label from 0 to "
                    + $"{ClassCount - 1}, found {record[0]}; the file is damaged or of another kind.");
            labels[i] = record[0];
            record[1..].CopyTo(pixels.AsSpan(i * PixelCount));
        }

        return new ImageRows(path, new Shape(3, 32, 32), pixels, labels, ClassCount);
    }
}
