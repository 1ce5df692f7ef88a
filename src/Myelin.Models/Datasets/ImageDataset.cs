using Myelin.Data;
using Myelin.Tables;
using Myelin.Tables.Splits;

namespace Myelin.Models.Datasets;

/// <summary>Images with labels beside them.</summary>
internal sealed class ImageDataset(IReadOnlyList<string> names, string[] paths, TaskKind? task) : Dataset(names)
{
    public override IReadOnlyList<string> Targets => [ImageEncoding.TargetName];

    /// <summary>The files.</summary>
    internal IReadOnlyList<string> Paths => paths;

    internal override PreparedRows Prepare(Preparation how)
    {
        ImageSource images = ImageFiles.Open(paths, labelsRequired: true);
        int[] labels = [.. BatchReader.Read(images).SelectMany(part => part.Batch.Labels.ToArray())];
        string[] classes = [.. Enumerable.Range(0, images.ClassCount).Select(label => $"{label}")];
        if (labels.Distinct().Count() == 1)
            throw new InvalidInputException($"{paths[0]}: every image has the label {labels[0]}, so there is nothing to learn; give images of two "
                + $"classes or more.");
        if (task == TaskKind.Regression)
            throw new InvalidInputException("Labels of images are classes, so regression is not possible; choose {nameof(TableOptions.Task)} "
                + "classes.")
            { Setting = nameof(TableOptions.Task) };
        if (task == TaskKind.Binary && classes.Length != 2)
            throw new InvalidInputException($"{paths[0]}: the images have {classes.Length} classes, a binary task needs 2; choose "
                + $"{nameof(TableOptions.Task)} classes.")
            { Setting = nameof(TableOptions.Task) };
        TaskKind chosen = task ?? (classes.Length == 2 ? TaskKind.Binary : TaskKind.Classes);
        Split rows = Split.Create([.. Enumerable.Range(0, images.Count)], labels, how.ValidationFraction, how.TestFraction, how.Seed);
        ImageEncoding encoding = ImageEncoding.Fit(images, chosen, classes, rows.Train);
        ImageSource encoded = encoding.Encode(images);
        IDataSource? Part(ReadOnlySpan<int> part) => part.Length == 0 ? null : new SubsetSource(encoded, part);
        var warnings = new List<string>();
        IDataSource? test = how.Test is null ? Part(rows.Test) : encoding.Read(how.Test, warnings);
        return new PreparedRows
        {
            Encoding = encoding,
            Training = new SubsetSource(encoded, rows.Train),
            Validation = Part(rows.Validation),
            Test = test,
            Warnings = warnings,
            Notes = [$"{images.Count} images of shape {images.InputShape}, {classes.Length} classes; pixels are standardised."],
        };
    }

    internal override UnlabelledRows PrepareUnlabelled(TaskKind task, string? beside) =>
        throw new InvalidInputException($"{paths[0]} holds images; give a CSV file.");
}
