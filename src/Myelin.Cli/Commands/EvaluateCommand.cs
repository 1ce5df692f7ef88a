using System.CommandLine;
using System.Diagnostics;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin evaluate</c>: how good a model is on rows whose targets are known.</summary>
internal sealed class EvaluateCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model file that 'train', 'cluster' or 'project' wrote." };
    private readonly Argument<string[]> data =
        new("data") { Description = "CSV or image files with targets, as 'train' takes them; '-' is standard input.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> neighbors = Text("--neighbors", "file",
        "For an encoder: the rows among which the nearest gives a row its class, such as the training rows. By default each row's nearest other one.");

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
        if (Given.Is(parsed, neighbors) && trained.Gives != PredictionKind.Embedding)
            throw new InvalidInputException($"{path} is no encoder, so its rows have no neighbours; leave --neighbors out.");
        var warnings = new List<string>();
        Dataset? among = parsed.GetValue(neighbors) is { } file ? new DataFiles([file], terminal).Rows() : null;
        ModelEvaluation evaluation = trained.Evaluate(new DataFiles(parsed.GetValue(data)!, terminal).Rows(), among, warnings);
        Warn(terminal, warnings);
        Show(parsed, terminal, EvaluationReport.Of(trained, evaluation, clock.Elapsed.TotalSeconds, path));
        return ExitCode.Good;
    }
}
