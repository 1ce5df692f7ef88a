using System.Diagnostics;
using System.Text.Json.Nodes;
using Myelin.Cli.Datasets;
using Myelin.Cli.Models;
using Myelin.Cli.Options;
using Myelin.Data;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Serialization;
using Myelin.Training;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>How a training went: the scores of the model beside the baseline's, and where it is. The model is judged before it is saved, since one that predicts NaN is not.</summary>
internal sealed class TrainingReport
{
    private readonly TrainingData data;
    private readonly SavedModel model;
    private readonly string path;
    private readonly IReadOnlyList<TrainingResult> results;
    private readonly bool isInterrupted;
    private readonly Evaluation? test;
    private readonly Evaluation? validation;
    private readonly Baseline? baseline;
    private readonly string weights;
    private readonly double seconds;

    /// <summary>Judges the model.</summary>
    /// <exception cref="NonFinitePredictionException">It predicts NaN or ∞ for a row.</exception>
    internal TrainingReport(TrainingData data, SavedModel model, string path, IReadOnlyList<TrainingResult> results, bool isInterrupted, Loss loss, Stopwatch clock)
    {
        (this.data, this.model, this.path, this.results, this.isInterrupted) = (data, model, path, results, isInterrupted);
        bool isEncoder = loss.Domain.Task == LossTask.Embedding;
        new Predictor(model, data.Encoding).RequireNumbers(data.Training);
        test = Evaluate(data.Test);
        validation = Evaluate(data.Validation);
        baseline = (data.Test ?? data.Validation) is { } judged ? Baseline.Of(data.Training, judged, data.Encoding, isEncoder, isEncoder || LossChoice.GivesProbabilities(loss)) : null;
        weights = model.WeightsSha256;
        seconds = clock.Elapsed.TotalSeconds;

        Evaluation? Evaluate(IDataSource? rows) => rows is null ? null : Evaluation.Of(model.Network, loss, rows, isEncoder ? data.Training : null);
    }

    /// <summary>Writes tables, and where the model is.</summary>
    internal void Write(Terminal terminal)
    {
        IAnsiConsole console = terminal.OutputConsole();
        ScoreTables.WriteScores(console, ("test", ScoresOf(test)), ("validation", ScoresOf(validation)), ($"baseline: {baseline?.Name}", baseline?.Scores));
        (string rows, Evaluation? judged) = test is null ? ("Validation rows", validation) : ("Test rows", test);
        if (judged?.Classification is { } classification) ScoreTables.WriteConfusion(console, rows, data.Encoding.Classes, classification.ConfusionMatrix);
        string how = results switch
        {
            [] => "solved",
            [var result] => $"from epoch {result.BestEpoch} of {result.Epochs}",
            _ => $"the mean of {results.Count} networks after {results.Sum(result => result.Epochs)} epochs",
        };
        if (model.Training?[ClassicalKind.Margin] is { } margin)
            terminal.Output.WriteLine($"Margin: {TextTable.Number((double)margin)} between inputs as they enter the model; {model.Training[ClassicalKind.SupportVectors]} of {data.Training.Count} training rows hold it (support vectors)");
        terminal.Output.WriteLine($"Model: {OneLine.Clean(path)}, {model.Network.ParameterCount} parameters, {how} in {seconds:0.0} s");
        terminal.Output.WriteLine($"Weights: {weights} (SHA-256)");
    }

    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["task"] = TaskNames.Of(data.Encoding.Task),
            ["target"] = data.Encoding.Target,
            ["metrics"] = new JsonObject { ["test"] = ScoresOf(test)?.ToJson(), ["validation"] = ScoresOf(validation)?.ToJson() },
            ["baseline"] = baseline?.ToJson(),
            ["rows"] = new JsonObject { ["training"] = data.Training.Count, ["validation"] = data.Validation?.Count ?? 0, ["test"] = data.Test?.Count ?? 0 },
        };
        if ((test ?? validation)?.Classification is { } classification)
        {
            json["classes"] = JsonText.Texts(data.Encoding.Classes);
            json["confusion_matrix"] = JsonText.Matrix(classification.ConfusionMatrix);
        }

        json["loss"] = model.Loss;
        json["penalty"] = model.Training?["penalty"]?.DeepClone();
        if (model.Training?[ClassicalKind.Margin] is { } margin) (json[ClassicalKind.Margin], json[ClassicalKind.SupportVectors]) = (margin.DeepClone(), model.Training[ClassicalKind.SupportVectors]?.DeepClone());
        json["network"] = model.Network.Canonical;
        json["epochs"] = results.Count == 0 ? null : results.Sum(result => result.Epochs);
        json["best_epoch"] = JsonText.OneOrMany([.. results.Select(result => result.BestEpoch)]);
        json["stopped"] = isInterrupted ? "interrupted" : results.Count == 0 ? "solved" : results.Any(result => result.Reason == StopReason.Completed) ? "completed" : "no_improvement";
        json["parameters"] = model.Network.ParameterCount;
        json["weights_sha256"] = weights;
        json["seconds"] = JsonText.Number(seconds);
        json["model"] = path;
        return json;
    }

    private static Scores? ScoresOf(Evaluation? evaluation) => evaluation is null ? null : Scores.Of(evaluation);
}
