using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
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
        TrainedModel trained = TrainedModel.Load(path);
        if (Given.Is(parsed, neighbors) && trained.Gives != PredictionKind.Embedding) throw new InvalidInputException($"{path} is no encoder, so its rows have no neighbours; leave --neighbors out.");
        var warnings = new List<string>();
        Dataset? among = parsed.GetValue(neighbors) is { } file ? new DataFiles([file], terminal).Rows() : null;
        ModelEvaluation evaluation = trained.Evaluate(new DataFiles(parsed.GetValue(data)!, terminal).Rows(), among, warnings);
        Warn(terminal, warnings);
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, ToJson(path, trained, evaluation, clock.Elapsed));
        else Write(terminal.OutputConsole(), trained, evaluation);
        return ExitCode.Good;
    }

    private static void Write(IAnsiConsole console, TrainedModel trained, ModelEvaluation evaluation)
    {
        ScoreTables.WriteScores(console, ($"{evaluation.Rows} rows", evaluation.Scores));
        if (evaluation.Classification is { } classification) ScoreTables.WriteConfusion(console, "All rows", trained.Classes, classification.ConfusionMatrix);
    }

    private static JsonObject ToJson(string path, TrainedModel trained, ModelEvaluation evaluation, TimeSpan elapsed)
    {
        JsonObject json = new()
        {
            ["task"] = TaskNames.Of(trained.Task),
            ["target"] = trained.Target,
            ["rows"] = evaluation.Rows,
            ["metrics"] = ScoreTables.ToJson(evaluation.Scores),
        };
        if (evaluation.Loss is { } loss) json["loss"] = new JsonObject { ["name"] = trained.LossText, ["value"] = JsonText.Number(loss) };
        if (evaluation.Classification is { } classification)
        {
            json["classes"] = JsonText.Texts(trained.Classes);
            json["confusion_matrix"] = JsonText.Matrix(classification.ConfusionMatrix);
        }

        json["weights_sha256"] = trained.WeightsSha256;
        json["seconds"] = JsonText.Number(elapsed.TotalSeconds);
        json["model"] = path;
        return json;
    }
}
