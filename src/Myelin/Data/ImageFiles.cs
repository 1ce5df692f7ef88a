namespace Myelin.Data;

/// <summary>Opens images in the IDX format of MNIST or the binary records of CIFAR-10, plain or gzip, told apart by content.</summary>
public static class ImageFiles
{
    private enum Kind
    {
        Other,
        IdxImages,
        IdxLabels,
        Cifar,
    }

    /// <summary>
    /// Whether a file's first bytes are those of an IDX file or of CIFAR-10 records, so that <see cref="Open"/> is the one to read it. Named pipes
    /// and devices are not looked into, since they can be read only once. A cut or damaged image file may still be recognized.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing or cannot be read.</exception>
    public static bool Recognizes(string path) => !SpecialFile.Exists(path) && KindOf(path) != Kind.Other;

    /// <summary>Reads one or more files of images of one shape into one source, in the order given, with pixels scaled to 0…1.</summary>
    /// <remarks>
    /// CIFAR-10 records hold their labels. IDX labels are found beside the images by name (<c>train-images-idx3-ubyte.gz</c>:
    /// <c>train-labels-idx1-ubyte.gz</c>, either of them plain or packed); naming them too does no harm. There are as many classes as the
    /// largest IDX label + 1, and ten of CIFAR-10.
    /// </remarks>
    /// <param name="paths">The files, at least one.</param>
    /// <param name="labelsRequired">Whether missing labels are an error; otherwise the source then has none, which is enough to predict.</param>
    /// <param name="classCount">The number of classes that a network was trained on, which labels may not go beyond; null: what the files hold.</param>
    /// <exception cref="InvalidInputException">A file is missing, torn, damaged or of another kind, its header lies about its size, or files do not
    /// fit together.</exception>
    public static ImageSource Open(IReadOnlyList<string> paths, bool labelsRequired = false, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("At least one file of images is needed.", nameof(paths));
        ImageRows[] parts = [.. paths.Select(path => Read(path, paths)).OfType<ImageRows>()];
        foreach (var part in parts)
        {
            if (part.Labels is null && labelsRequired)
                throw new InvalidInputException($"{part.Path} has no labels; expected beside it: "
                    + $"{string.Join(" or ", IdxFile.LabelsNames(part.Path).DefaultIfEmpty("names like x-images-idx3-ubyte and x-labels-idx1-ubyte"))}.");
            if (part.Shape != parts[0].Shape)
                throw new InvalidInputException($"{part.Path} holds images of shape {part.Shape} but {parts[0].Path} of {parts[0].Shape}; give "
                    + $"files of one shape.");
            if (part.Labels is null != parts[0].Labels is null)
                throw new InvalidInputException($"{(part.Labels is null ? part : parts[0]).Path} has no labels but other files have; give all "
                    + $"files labels, or none.");
            if (classCount is { } classes && part.Labels is { } labels && Array.FindIndex(labels, label => label >= classes) is var image and >= 0)
                throw new InvalidInputException($"{part.Path}: image {image + 1} has the label {labels[image]}, which training never saw; the "
                    + $"labels are 0 to {classes - 1}.");
        }

        if (parts.Sum(part => (long)part.Pixels.Length) > Array.MaxLength)
            throw new InvalidInputException($"The {parts.Length} files hold more than {Array.MaxLength} pixels; give fewer files.");
        return new ImageSource(parts[0].Shape, Join(parts, part => part.Pixels)!, Join(parts, part => part.Labels),
            parts[0].Labels is null ? 0 : classCount ?? parts.Max(part => part.ClassCount))
        {
            Files = [.. parts.Select(part => (part.Path, part.Pixels.Length / part.Shape.Count))],
        };
    }

    private static ImageRows? Read(string path, IReadOnlyList<string> paths) => KindOf(path) switch
    {
        Kind.IdxImages => IdxFile.Read(path),
        Kind.IdxLabels when paths.Any(images => IdxFile.LabelsPath(images) is { } labels && Path.GetFullPath(labels) == Path.GetFullPath(path)) => null,
        Kind.IdxLabels => throw new InvalidInputException($"{path} holds labels; name the file of the images, which must stand beside it."),
        Kind.Cifar => CifarFile.Read(path),
        _ => throw new InvalidInputException($"{path}, offset 0: expected IDX images or CIFAR-10 records, found neither; check the path."),
    };

    // No text starts with a byte below 9; a tab or line end there and one record later is no text that anyone writes.
    private static Kind KindOf(string path)
    {
        using var reader = new ByteReader(path);
        byte[] start = reader.Read(CifarFile.RecordLength + 1);
        return start switch
        {
            [0, 0, 8, 1, ..] => Kind.IdxLabels,
            [0, 0, 8, 3, ..] => Kind.IdxImages,
            [< CifarFile.ClassCount, ..] when start.Length == CifarFile.RecordLength
                || (start.Length > CifarFile.RecordLength && start[^1] < CifarFile.ClassCount) => Kind.Cifar,
            _ => Kind.Other,
        };
    }

    private static byte[]? Join(ImageRows[] parts, Func<ImageRows, byte[]?> bytes)
    {
        if (parts.Length == 1 || bytes(parts[0]) is null) return bytes(parts[0]);
        var joined = new byte[parts.Sum(part => bytes(part)!.Length)];
        int length = 0;
        foreach (var part in parts)
        {
            bytes(part)!.CopyTo(joined, length);
            length += bytes(part)!.Length;
        }

        return joined;
    }
}
