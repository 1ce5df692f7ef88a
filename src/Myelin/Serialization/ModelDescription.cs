using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>What a model file says about the model beside its weights.</summary>
internal static class ModelDescription
{
    /// <summary>The version that is written.</summary>
    internal const int FormatVersion = 1;

    /// <summary>The description as text.</summary>
    internal static string Write(SavedModel model)
    {
        return new JsonObject
        {
            ["format_version"] = FormatVersion,
            ["architecture"] = model.Network.Canonical,
            ["input_shape"] = new JsonArray([.. model.InputShape.ToArray().Select(size => (JsonNode)size)]),
            ["loss"] = model.Loss,
            ["classes"] = model.Classes is null ? null : JsonFields.ArrayOf(model.Classes),
            ["seed"] = model.Seed,
            ["preprocessing"] = model.Preprocessing?.DeepClone(),
            ["training"] = model.Training?.DeepClone(),
        }.ToJsonString();
    }

    /// <summary>Reads the whole description, so that nothing in it can fail later.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">The description.</param>
    /// <param name="catalogs">What the description may name.</param>
    /// <param name="largestCount">The most weights that the network may have.</param>
    internal static SavedModel Read(string path, string text, Catalogs catalogs, long largestCount)
    {
        JsonFields fields = Fields(path, text);
        if (fields.Whole("format_version", 1, int.MaxValue) is var version and > FormatVersion)
            throw new InvalidInputException($"{path} has format version {version}, and this program reads versions up to {FormatVersion}; use a newer Myelin.");
        ulong seed = fields.Seed("seed");
        Shape inputShape = InputShape(fields);
        return new SavedModel
        {
            Network = BuildNetwork(path, fields.Text("architecture"), inputShape, new RandomSource(seed), catalogs, largestCount),
            InputShape = inputShape,
            Loss = Loss(fields, catalogs),
            Classes = fields.Has("classes") ? fields.Texts("classes") : null,
            Seed = seed,
            Preprocessing = fields.OptionalObject("preprocessing"),
            Training = fields.OptionalObject("training"),
        };
    }

    private static JsonFields Fields(string path, string text)
    {
        try
        {
            return new JsonFields(StrictJson.Parse(text) as JsonObject ?? throw new JsonException("It is not an object."), path);
        }
        catch (JsonException wrong)
        {
            throw new InvalidInputException($"{path} has a description that cannot be read: {wrong} Take the model file from its source again.", wrong);
        }
    }

    private static Shape InputShape(JsonFields fields)
    {
        const string field = "input_shape";
        double[] sizes = fields.Numbers(field);
        if (sizes.Length > Shape.MaximumRank) throw fields.Damaged(field, $"has {sizes.Length} axes, and shapes have at most {Shape.MaximumRank}");
        if (Array.Exists(sizes, size => !(size >= 0 && size <= int.MaxValue && size == Math.Floor(size)))
            || sizes.Aggregate(1.0, (product, size) => product * size) > int.MaxValue)
            throw fields.Damaged(field, "holds sizes that are not whole or too large");
        return new Shape([.. sizes.Select(size => (int)size)]);
    }

    // A program may train with a loss of its own, of which only the name is known here.
    private static string Loss(JsonFields fields, Catalogs catalogs)
    {
        const string field = "loss";
        string text = fields.Text(field);
        if (text.Length == 0 || OneLine.Clean(text) != text) throw fields.Damaged(field, $"is '{text}', which is no name");
        try
        {
            _ = catalogs.Losses.TryParse(text, out _);
            return text;
        }
        catch (InvalidInputException wrong)
        {
            throw fields.Damaged(field, $"is none: {wrong.Message.TrimEnd('.')}");
        }
    }

    private static Sequential BuildNetwork(string path, string architecture, Shape inputShape, RandomSource random, Catalogs catalogs, long largestCount)
    {
        try
        {
            return LayerCatalog.Build(architecture, inputShape, random, catalogs, largestCount);
        }
        catch (InvalidInputException wrong)
        {
            throw new InvalidInputException($"{path} is damaged: architecture describes no network: {wrong} Take the model file from its source again.", wrong);
        }
    }
}
