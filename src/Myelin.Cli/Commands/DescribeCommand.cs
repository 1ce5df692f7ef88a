using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Layers;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Encodings;
using Myelin.Tensors;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin describe</c>: what is in a model file.</summary>
internal sealed class DescribeCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model file." };

    internal DescribeCommand() : base("describe", "Show a model's layers, preprocessing and training settings.")
    {
        Add(model);
        AddSection("Options", Json, Quiet);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } = [("Look into a model", "myelin describe iris.safetensors")];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetValue(model)!;
        SavedModel saved = ModelFile.Load(path);
        TrainedModel? trained = saved.Preprocessing is null ? null : TrainedModel.Of(saved, path);
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, ToJson(path, saved, trained));
        else Write(terminal.OutputConsole(), path, saved, trained);
        return ExitCode.Good;
    }

    private static void Write(IAnsiConsole console, string path, SavedModel saved, TrainedModel? trained)
    {
        Grid facts = TextTable.OfFacts();
        if (trained is not null) facts.AddCells("task", TaskNames.Of(trained.Task) + (trained.Task is TaskKind.Clusters or TaskKind.Projection ? "" : $" of '{trained.Target}'"));
        if (saved.Classes is { } classes) facts.AddCells(trained?.Task == TaskKind.Clusters ? "clusters" : "classes", string.Join(", ", classes));
        facts.AddCells("loss", saved.Loss);
        facts.AddCells("input of a row", saved.InputShape.ToString());
        facts.AddCells("parameters", $"{saved.Network.ParameterCount}");
        facts.AddCells("weights_sha256", saved.WeightsSha256);
        facts.Write(console, Path.GetFileName(path));

        Grid layers = TextTable.Of(["name", "layer", "output of a row"], "parameters");
        foreach (LayerLine line in Lines(saved)) layers.AddCells(line.Name, line.Text, line.Output.ToString(), $"{line.Parameters}");
        layers.Write(console, "Layers");

        if (trained is not null)
        {
            Grid inputs = TextTable.Of(["part of a row", "taken as", "inputs", "how"]);
            foreach (InputDescription input in trained.Inputs) inputs.AddCells(input.Name, input.Kind, $"{input.Width}", input.Details);
            if (trained.TargetScaling is var scaling && scaling != Standardization.None)
                inputs.AddCells(trained.Target, "target", "", $"mean {scaling.Mean:G6}, scale {scaling.Scale:G6}");
            inputs.Write(console, "Preprocessing");
        }

        Grid training = TextTable.OfFacts();
        training.AddCells("seed", saved.Seed.ToString(CultureInfo.InvariantCulture));
        foreach ((string name, JsonNode? value) in saved.Training ?? [])
        {
            if (value is not null) training.AddCells(name, value is JsonArray list ? string.Join(", ", list) : $"{value}");
        }

        training.Write(console, "Training");
    }

    private static JsonObject ToJson(string path, SavedModel saved, TrainedModel? trained) => new()
    {
        ["task"] = trained is null ? null : TaskNames.Of(trained.Task),
        ["target"] = trained?.Target,
        ["classes"] = saved.Classes is null ? null : JsonText.Texts(saved.Classes),
        ["loss"] = saved.Loss,
        ["architecture"] = saved.Network.Canonical,
        ["input_shape"] = ShapeJson(saved.InputShape),
        ["layers"] = new JsonArray([.. Lines(saved).Select(line => new JsonObject
        {
            ["name"] = line.Name,
            ["layer"] = line.Text,
            ["output_shape"] = ShapeJson(line.Output),
            ["parameters"] = line.Parameters,
        })]),
        ["parameters"] = saved.Network.ParameterCount,
        ["preprocessing"] = saved.Preprocessing?.DeepClone(),
        ["training"] = saved.Training?.DeepClone(),
        ["seed"] = saved.Seed,
        ["weights_sha256"] = saved.WeightsSha256,
        ["model"] = path,
    };

    private static List<LayerLine> Lines(SavedModel saved)
    {
        var lines = new List<LayerLine>();
        Shape shape = saved.InputShape;
        foreach ((string name, Layer layer) in saved.Network.Children)
        {
            shape = layer.OutputShape(shape);
            lines.Add(new LayerLine(name, layer.Canonical, shape, layer.ParameterCount));
        }

        return lines;
    }

    private static JsonArray ShapeJson(Shape shape) => new([.. shape.ToArray().Select(size => (JsonNode)size)]);

    private sealed record LayerLine(string Name, string Text, Shape Output, long Parameters);
}
