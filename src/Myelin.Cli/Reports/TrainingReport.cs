using System.Text.Json.Nodes;
using Myelin.Cli.Options;
using Myelin.Grammar;
using Myelin.Metrics;
using Myelin.Models;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>How a training went: the scores of the model beside the baseline's, and where it is.</summary>
internal sealed class TrainingReport(Run run, string path)
{
    private ClassificationMetrics? Judged => (run.Test ?? run.Validation)?.Classification;

    private int Epochs => run.Members.Sum(member => member.Result.Epochs);

    /// <summary>What is left of a run that was ended early.</summary>
    internal string Interruption => run.Recipe is Models.Recipes.EnsembleRecipe ensemble
        ? $"Interrupted: the mean of {run.Members.Count} of {ensemble.Members} networks, the best so far, is saved."
        : $"Interrupted: the model of epoch {run.Members[0].Result.BestEpoch}, the best so far, is saved.";

    /// <summary>Writes tables, and where the model is.</summary>
    internal void Write(Terminal terminal)
    {
        IAnsiConsole console = terminal.OutputConsole();
        ScoreTables.WriteScores(console, ("test", run.Test?.Scores), ("validation", run.Validation?.Scores), ($"baseline: {run.Baseline}", run.Baseline?.Scores));
        if (Judged is { } classification) ScoreTables.WriteConfusion(console, run.Test is null ? "Validation rows" : "Test rows", run.Model.Classes, classification.ConfusionMatrix);
        string how = run.Members switch
        {
            [] => "solved",
            [var only] => $"from epoch {only.Result.BestEpoch} of {only.Result.Epochs}",
            _ => $"the mean of {run.Members.Count} networks after {Epochs} epochs",
        };
        if (run.Margin is { } margin)
            terminal.Output.WriteLine($"Margin: {TextTable.Number(margin.Margin)} between inputs as they enter the model; {margin.SupportVectors} of {run.Plan.Data.TrainingRows} training rows hold it (support vectors)");
        terminal.Output.WriteLine($"Model: {OneLine.Clean(path)}, {run.Model.Network.ParameterCount} parameters, {how} in {run.Seconds:0.0} s");
        terminal.Output.WriteLine($"Weights: {run.WeightsSha256} (SHA-256)");
    }

    internal JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["task"] = TaskNames.Of(run.Model.Task),
            ["target"] = run.Model.Target,
            ["metrics"] = new JsonObject { ["test"] = ScoreTables.ToJson(run.Test?.Scores), ["validation"] = ScoreTables.ToJson(run.Validation?.Scores) },
            ["baseline"] = Baseline(),
            ["rows"] = new JsonObject { ["training"] = run.Plan.Data.TrainingRows, ["validation"] = run.Plan.Data.ValidationRows, ["test"] = run.Plan.Data.TestRows },
        };
        if (Judged is { } classification)
        {
            json["classes"] = JsonText.Texts(run.Model.Classes);
            json["confusion_matrix"] = JsonText.Matrix(classification.ConfusionMatrix);
        }

        json["loss"] = run.Plan.Loss;
        json["penalty"] = run.Plan.Penalty;
        if (run.Margin is { } margin) (json["margin"], json["support_vectors"]) = (JsonText.Number(margin.Margin), margin.SupportVectors);
        json["network"] = run.Model.Network.Canonical;
        json["epochs"] = run.Members.Count == 0 ? null : Epochs;
        json["best_epoch"] = JsonText.OneOrMany([.. run.Members.Select(member => member.Result.BestEpoch)]);
        json["stopped"] = run.End switch
        {
            RunEnd.Cancelled => "interrupted",
            RunEnd.Solved => "solved",
            RunEnd.Completed => "completed",
            RunEnd.Stopped => "stopped",
            _ => "no_improvement",
        };
        json["parameters"] = run.Model.Network.ParameterCount;
        json["weights_sha256"] = run.WeightsSha256;
        json["seconds"] = JsonText.Number(run.Seconds);
        json["model"] = path;
        return json;
    }

    private JsonObject? Baseline()
    {
        if (run.Baseline is not { } baseline) return null;
        JsonObject json = ScoreTables.ToJson(baseline.Scores)!;
        json.Insert(0, "kind", baseline.Kind);
        json.Insert(1, "prediction", baseline.Prediction);
        return json;
    }
}
