using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Losses;
using Myelin.Models.Predictions;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Encodings;
using Myelin.Tensors;

namespace Myelin.Models.Datasets;

/// <summary>Images: each channel's pixels are standardised, (pixel - mean) / scale, with mean and standard deviation of the training images' pixels.</summary>
internal sealed class ImageEncoding : DataEncoding
{
    internal const string KindName = "images";

    /// <summary>What the prediction is called.</summary>
    internal const string TargetName = "label";

    private const string ProjectionName = "projection";

    private readonly Standardization[] channels;

    private ImageEncoding(Shape inputShape, TaskKind task, IReadOnlyList<string> classes, Standardization[] channels) =>
        (InputShape, Task, Classes, this.channels) = (inputShape, task, classes, channels);

    internal override TaskKind Task { get; }

    internal override string Target => TargetName;

    internal override IReadOnlyList<string> Classes { get; }

    internal override Shape InputShape { get; }

    internal override IEnumerable<InputDescription> Inputs => channels.Select((channel, i) =>
        new InputDescription($"channel {i}", "pixels", InputShape.CountBehind(0), $"mean {channel.Mean:G6}, scale {channel.Scale:G6}"));

    protected override string Kind => KindName;

    /// <summary>Learns from training images.</summary>
    internal static ImageEncoding Fit(ImageSource images, TaskKind task, IReadOnlyList<string> classes, ReadOnlySpan<int> trainingRows) =>
        new(images.InputShape, task, classes,
            [.. images.ChannelStatistics(trainingRows)
            .Select(channel => new Standardization(channel.Mean, channel.StandardDeviation > 0 ? channel.StandardDeviation : 1))]);

    internal static ImageEncoding FromJson(JsonObject json, SavedModel model, Loss? loss, string path)
    {
        var fields = new JsonFields(json, path, "preprocessing.");
        double[] means = fields.NumbersInFloat32("mean"), scales = fields.NumbersInFloat32("scale");
        if (model.InputShape.Rank != 3)
            throw new InvalidInputException($"{path} is damaged: images have three axes, and its rows have the shape {model.InputShape}; take the "
                + $"file from its source again.");
        if (means.Length != model.InputShape[0]) throw fields.Damaged("mean", $"holds {means.Length} numbers for {model.InputShape[0]} channels");
        if (scales.Length != means.Length || !Array.TrueForAll(scales, scale => scale > 0))
            throw fields.Damaged("scale", $"does not hold {means.Length} numbers above 0");
        Standardization[] channels = [.. means.Zip(scales, (mean, scale) => new Standardization(mean, scale))];
        if (fields.OptionalText("task") is { } task)
            return task == ProjectionName ? new ImageEncoding(model.InputShape, TaskKind.Projection, [], channels)
                : throw fields.Damaged("task", $"is '{task}'");
        if (model.Classes is not { Count: >= 2 } classes)
            throw new InvalidInputException($"{path} is damaged: it names no classes; take the file from its source again.");
        bool isBinary = classes.Count == 2 && (TaskLosses.TrainsEncoder(loss) || model.Network.OutputShape(model.InputShape).Count == 1);
        return new ImageEncoding(model.InputShape, isBinary ? TaskKind.Binary : TaskKind.Classes, classes, channels);
    }

    /// <summary>The images with standardised pixels.</summary>
    internal ImageSource Encode(ImageSource images) =>
        images.Scaled([.. channels.Select(channel => 1 / channel.Scale)], [.. channels.Select(channel => -channel.Mean / channel.Scale)]);

    internal override IDataSource Read(Dataset rows, ICollection<string> warnings) => Encode(Open(rows, labelsRequired: Task != TaskKind.Projection));

    internal override IDataSource ReadInputs(Dataset rows, ICollection<string> warnings) => Encode(Open(rows, labelsRequired: false));

    internal override DataEncoding ForProjection() => new ImageEncoding(InputShape, TaskKind.Projection, [], channels);

    protected override JsonObject Save()
    {
        JsonObject json = new()
        {
            ["mean"] = new JsonArray([.. channels.Select(channel => (JsonNode)channel.Mean)]),
            ["scale"] = new JsonArray([.. channels.Select(channel => (JsonNode)channel.Scale)]),
        };
        if (Task == TaskKind.Projection) json["task"] = ProjectionName;
        return json;
    }

    private ImageSource Open(Dataset rows, bool labelsRequired)
    {
        if (rows is not ImageDataset files)
            throw new InvalidInputException($"{rows.Names[0]} holds no images, but the model was trained on images; give IDX or CIFAR files.");
        ImageSource images = ImageFiles.Open(files.Paths, labelsRequired, Task == TaskKind.Projection ? null : Classes.Count);
        return images.InputShape == InputShape
            ? images
            : throw new InvalidInputException($"{files.Paths[0]} holds images of shape {images.InputShape}, but the model was trained on "
                + $"{InputShape}; give images of that shape.");
    }
}
