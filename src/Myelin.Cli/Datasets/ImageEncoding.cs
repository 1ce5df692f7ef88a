using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tensors;

namespace Myelin.Cli.Datasets;

/// <summary>Images: each channel's pixels are standardised, (pixel - mean) / scale, with mean and standard deviation of the training images' pixels.</summary>
internal sealed class ImageEncoding : DataEncoding
{
    internal const string KindName = "images";

    private readonly Standardization[] channels;

    private ImageEncoding(Shape inputShape, TaskKind task, IReadOnlyList<string> classes, Standardization[] channels) =>
        (InputShape, Task, Classes, this.channels) = (inputShape, task, classes, channels);

    internal override TaskKind Task { get; }

    internal override string Target => "label";

    internal override IReadOnlyList<string> Classes { get; }

    internal override Shape InputShape { get; }

    internal override IEnumerable<InputDescription> Inputs => channels.Select((channel, i) =>
        new InputDescription($"channel {i}", "pixels", InputShape.CountBehind(0), $"mean {channel.Mean:G6}, scale {channel.Scale:G6}"));

    protected override string Kind => KindName;

    /// <summary>Learns from training images.</summary>
    internal static ImageEncoding Fit(ImageSource images, TaskKind task, IReadOnlyList<string> classes, ReadOnlySpan<int> trainingRows) =>
        new(images.InputShape, task, classes, [.. images.ChannelStatistics(trainingRows).Select(channel => new Standardization(channel.Mean, channel.StandardDeviation > 0 ? channel.StandardDeviation : 1))]);

    internal static ImageEncoding FromJson(JsonObject json, SavedModel model, string path)
    {
        try
        {
            JsonArray mean = json["mean"]!.AsArray(), scale = json["scale"]!.AsArray();
            string[] classes = [.. model.Classes!];
            var channels = new Standardization[model.InputShape[0]];
            for (int i = 0; i < channels.Length; i++) channels[i] = new Standardization(mean[i]!.GetValue<double>(), scale[i]!.GetValue<double>());
            if (model.InputShape.Rank != 3 || classes.Length < 2 || channels.Any(channel => !double.IsFinite(channel.Mean) || !(channel.Scale > 0))) throw new JsonException("a value is out of range");
            TaskKind task = model.Network.OutputShape(model.InputShape).Count == 1 ? TaskKind.Binary : TaskKind.Classes;
            return new ImageEncoding(model.InputShape, task, classes, channels);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new InvalidInputException($"{path} is damaged: its preprocessing of images cannot be read; take the file from its source again.", wrong);
        }
    }

    /// <summary>The images with standardised pixels.</summary>
    internal ImageSource Encode(ImageSource images) =>
        images.Scaled([.. channels.Select(channel => 1 / channel.Scale)], [.. channels.Select(channel => -channel.Mean / channel.Scale)]);

    internal override IDataSource Read(DataFiles files, ICollection<string> warnings) => Encode(Open(files, labelsRequired: true));

    internal override IDataSource ReadInputs(DataFiles files, ICollection<string> warnings) => Encode(Open(files, labelsRequired: false));

    protected override JsonObject Save() => new()
    {
        ["mean"] = new JsonArray([.. channels.Select(channel => (JsonNode)channel.Mean)]),
        ["scale"] = new JsonArray([.. channels.Select(channel => (JsonNode)channel.Scale)]),
    };

    private ImageSource Open(DataFiles files, bool labelsRequired)
    {
        if (!files.HoldImages) throw new InvalidInputException($"{files.Names.First()} holds no images, but the model was trained on images; give IDX or CIFAR files.");
        ImageSource images = ImageFiles.Open(files.Paths, labelsRequired, Classes.Count);
        return images.InputShape == InputShape
            ? images
            : throw new InvalidInputException($"{files.Paths[0]} holds images of shape {images.InputShape}, but the model was trained on {InputShape}; give images of that shape.");
    }
}
