using Myelin.Data;
using Myelin.Tables;

namespace Myelin.Cli.Datasets;

/// <summary>All that a training needs to know of its data, be it a table or images.</summary>
internal sealed record TrainingData
{
    /// <summary>From raw rows to inputs and back, learnt from the training rows.</summary>
    internal required DataEncoding Encoding { get; init; }

    /// <summary>The rows to learn from.</summary>
    internal required IDataSource Training { get; init; }

    /// <summary>The rows to choose by; null for none.</summary>
    internal required IDataSource? Validation { get; init; }

    /// <summary>The rows to judge by; null for none.</summary>
    internal required IDataSource? Test { get; init; }

    /// <summary>How the data is taken, one line each.</summary>
    internal required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Reads a table.</summary>
    /// <param name="files">The files of rows to share out.</param>
    /// <param name="test">A file of test rows, which then take none of <paramref name="files"/>.</param>
    /// <param name="options">What is known of the columns.</param>
    /// <param name="split">How rows are shared out.</param>
    /// <param name="scaleTarget">Whether a regression's target may be shifted and scaled.</param>
    /// <param name="warnings">Takes what looked odd.</param>
    internal static TrainingData OfTable(DataFiles files, DataFiles? test, TableOptions options, SplitSettings split, bool scaleTarget, ICollection<string> warnings)
    {
        Table table = files.ReadTable(options);
        TableSchema schema = TableSchema.Infer(table, options);
        foreach (string warning in schema.Warnings) warnings.Add(warning);
        Split rows = Split.Create(schema, split.ValidationFraction, split.TestFraction, split.Seed);
        Preprocessing preprocessing = Preprocessing.Fit(table, schema, rows.Train, scaleTarget);
        var encoding = new TableEncoding(preprocessing);
        IDataSource? Part(ReadOnlySpan<int> part) => part.Length == 0 ? null : preprocessing.Encode(table, part);
        string task = schema.Task == TaskKind.Regression ? "regression" : schema.Task == TaskKind.Binary ? $"binary: '{schema.Classes[1]}' against '{schema.Classes[0]}'" : $"{schema.Classes.Count} classes";
        string[] weights = schema.WeightColumn is { } column ? [$"  {column}: the weight of each row"] : [];
        return new TrainingData
        {
            Encoding = encoding,
            Training = preprocessing.Encode(table, rows.Train),
            Validation = Part(rows.Validation),
            Test = test is null ? Part(rows.Test) : encoding.Read(test, warnings),
            Notes =
            [
                $"Target: {schema.Target}{(options.Target is null ? ", the last column" : "")}. Task: {task} ({schema.TaskReason}).",
                .. schema.Columns.Select(choice => $"  {choice}"),
                .. weights,
            ],
        };
    }

    /// <summary>Reads images.</summary>
    /// <param name="files">The files of images to share out.</param>
    /// <param name="test">A file of test images, which then take none of <paramref name="files"/>.</param>
    /// <param name="task">The task; null: binary for two classes.</param>
    /// <param name="split">How images are shared out.</param>
    /// <param name="warnings">Takes what looked odd.</param>
    internal static TrainingData OfImages(DataFiles files, DataFiles? test, TaskKind? task, SplitSettings split, ICollection<string> warnings)
    {
        ImageSource images = ImageFiles.Open(files.Paths, labelsRequired: true);
        int[] labels = LabelsOf(images);
        string[] classes = [.. Enumerable.Range(0, images.ClassCount).Select(label => $"{label}")];
        if (labels.Distinct().Count() == 1)
            throw new InvalidInputException($"{files.Paths[0]}: every image has the label {labels[0]}, so there is nothing to learn; give images of two classes or more.");
        if (task == TaskKind.Regression) throw new InvalidInputException("Labels of images are classes, so regression is not possible; choose --task classes.");
        if (task == TaskKind.Binary && classes.Length != 2) throw new InvalidInputException($"{files.Paths[0]}: the images have {classes.Length} classes, a binary task needs 2; choose --task classes.");
        TaskKind chosen = task ?? (classes.Length == 2 ? TaskKind.Binary : TaskKind.Classes);
        Split rows = Split.Create([.. Enumerable.Range(0, images.Count)], labels, split.ValidationFraction, split.TestFraction, split.Seed);
        ImageEncoding encoding = ImageEncoding.Fit(images, chosen, classes, rows.Train);
        ImageSource encoded = encoding.Encode(images);
        IDataSource? Part(ReadOnlySpan<int> part) => part.Length == 0 ? null : new SubsetSource(encoded, part);
        return new TrainingData
        {
            Encoding = encoding,
            Training = new SubsetSource(encoded, rows.Train),
            Validation = Part(rows.Validation),
            Test = test is null ? Part(rows.Test) : encoding.Read(test, warnings),
            Notes = [$"{images.Count} images of shape {images.InputShape}, {classes.Length} classes; pixels are standardised."],
        };
    }

    private static int[] LabelsOf(ImageSource source)
    {
        var labels = new List<int>(source.Count);
        BatchReader.ReadAll(source, batch => labels.AddRange(batch.Labels));
        return [.. labels];
    }
}
