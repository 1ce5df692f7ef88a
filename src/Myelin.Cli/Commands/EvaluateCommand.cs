using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Myelin.Cli.Datasets;
using Myelin.Cli.Models;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Data;
using Myelin.Losses;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Training;
using Spectre.Console;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin evaluate</c>: how good a model is on rows whose targets are known.</summary>
internal sealed class EvaluateCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model file that 'train', 'cluster' or 'project' wrote." };
    private readonly Argument<string[]> data = new("data") { Description = "CSV or image files with targets, as 'train' takes them; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> neighbors = Text("--neighbors", "file", "For an encoder: the rows among which the nearest gives a row its class, such as the training rows. By default each row's nearest other one.");

    internal EvaluateCommand() : base("evaluate", "Measure a model on rows whose targets are known.")
    {
        Add(model);
        Add(data);
        AddSection("Options", neighbors, Json, Quiet, Threads);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Measure a model on other rows", "myelin evaluate iris.safetensors more-iris.csv"),
        ("An encoder, with the rows that it was trained on as neighbours", "myelin evaluate digits.safetensors test.csv --neighbors training.csv"),
        ("Take the accuracy from JSON", "myelin evaluate iris.safetensors more-iris.csv --json | jq .metrics.accuracy"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Prepare(parsed, terminal);
        var clock = Stopwatch.StartNew();
        string path = parsed.GetValue(model)!;
        SavedModel saved = ModelFile.Load(path);
        DataEncoding encoding = DataEncoding.Of(saved, path);
        var warnings = new List<string>();
        IDataSource rows = encoding.Read(new DataFiles(parsed.GetValue(data)!, terminal), warnings);
        if (encoding.Task is TaskKind.Clusters or TaskKind.Projection)
        {
            if (IsGiven(parsed, neighbors)) throw new InvalidInputException($"{path} is no encoder, so its rows have no neighbours; leave --neighbors out.");
            Warn(terminal, warnings);
            Scores found = UnsupervisedScores.Of(saved, encoding.Task, rows, path);
            if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, ToJson(path, saved, encoding, rows.Count, null, found, clock.Elapsed));
            else ScoreTables.WriteScores(terminal.OutputConsole(), ($"{rows.Count} rows", found));
            return ExitCode.Good;
        }

        Loss loss = LossChoice.Known(saved.Loss) ?? throw new InvalidInputException($"{path} was trained with the loss '{saved.Loss}', which is one of a program's own; evaluate the model from that program.");
        IDataSource? among = Neighbors(parsed, terminal, saved, encoding, rows, warnings);
        Warn(terminal, warnings);
        Evaluation evaluation = Evaluation.Of(saved.Network, loss, rows, among);
        Scores scores = Scores.Of(evaluation)!;
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, ToJson(path, saved, encoding, rows.Count, evaluation, scores, clock.Elapsed));
        else Write(terminal.OutputConsole(), encoding, rows.Count, evaluation, scores);
        return ExitCode.Good;
    }

    private IDataSource? Neighbors(ParseResult parsed, Terminal terminal, SavedModel saved, DataEncoding encoding, IDataSource rows, List<string> warnings)
    {
        string path = parsed.GetValue(model)!;
        if (parsed.GetValue(neighbors) is { } file)
        {
            return LossChoice.TrainsEncoder(saved.Loss)
                ? encoding.Read(new DataFiles([file], terminal), warnings)
                : throw new InvalidInputException($"{path} is no encoder, so its rows have no neighbours; leave --neighbors out.");
        }

        if (!LossChoice.TrainsEncoder(saved.Loss)) return null;
        return rows.Count > 1 ? rows : throw new InvalidInputException($"{path} is an encoder, and a single row has no neighbour to be compared with; give more rows, or others with --neighbors.");
    }

    private static void Write(IAnsiConsole console, DataEncoding encoding, int rows, Evaluation evaluation, Scores scores)
    {
        ScoreTables.WriteScores(console, ($"{rows} rows", scores));
        if (evaluation.Classification is { } classification) ScoreTables.WriteConfusion(console, "All rows", encoding.Classes, classification.ConfusionMatrix);
    }

    private static JsonObject ToJson(string path, SavedModel saved, DataEncoding encoding, int rows, Evaluation? evaluation, Scores scores, TimeSpan elapsed)
    {
        JsonObject json = new()
        {
            ["task"] = TaskNames.Of(encoding.Task),
            ["target"] = encoding.Target,
            ["rows"] = rows,
            ["metrics"] = scores.ToJson(),
        };
        if (evaluation is not null) json["loss"] = new JsonObject { ["name"] = saved.Loss, ["value"] = JsonText.Number(evaluation.Loss) };
        if (evaluation?.Classification is { } classification)
        {
            json["classes"] = JsonText.Texts(encoding.Classes);
            json["confusion_matrix"] = JsonText.Matrix(classification.ConfusionMatrix);
        }

        json["weights_sha256"] = saved.WeightsSha256;
        json["seconds"] = JsonText.Number(elapsed.TotalSeconds);
        json["model"] = path;
        return json;
    }
}
