using Myelin.Grammar;
using Myelin.Models;
using Myelin.Models.Evaluations;
using Myelin.Models.Recipes;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Reports;

/// <summary>How a training went: the scores of the model beside the baseline's, and what was saved.</summary>
public static class TrainingReport
{
    /// <summary>The report of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Where the model is saved; null where it is not.</param>
    public static Report Of(Run run, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        List<Section> sections =
        [
            new Facts(
                new Fact("task", TaskNames.Of(run.Model.Task)),
                new Fact("target", run.Model.Target),
                new Fact("metrics",
                new Cell.Named([("test", ScoreSections.OfScores(run.Test?.Scores)), ("validation", ScoreSections.OfScores(run.Validation?.Scores))])),
                new Fact("baseline", OfBaseline(run.Baseline)),
                new Fact("rows",
                new Cell.Named([("training", run.Plan.Data.TrainingRows), ("validation", run.Plan.Data.ValidationRows), ("test", run.Plan.Data.TestRows)]))),
            .. ScoreSections.Metrics(("test", run.Test?.Scores), ("validation", run.Validation?.Scores), ($"baseline: {run.Baseline}", run.Baseline?.Scores)),
        ];
        if ((run.Test ?? run.Validation)?.Classification is { } classes)
            sections.AddRange(ScoreSections.Confusion(run.Test is null ? "Validation rows" : "Test rows", run.Model.Classes, classes.ConfusionMatrix));
        sections.Add(new Facts(new Fact("loss", run.Plan.Loss), new Fact("penalty", run.Plan.Penalty)));
        if (run.Margin is { } margin) sections.AddRange(OfMargin(margin, run.Plan.Data.TrainingRows));
        sections.Add(Result(run, path));
        sections.Add(Conclusion(run, path));
        sections.AddRange(run.Curve.GroupBy(epoch => epoch.Member).Select(OfMember));
        return new Report(sections);
    }

    /// <summary>What is left of a run that was ended early, in a sentence.</summary>
    /// <param name="run">The run.</param>
    public static string Interruption(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Recipe is EnsembleRecipe ensemble
            ? $"Interrupted: the mean of {run.Members.Count} of {ensemble.Members} networks, the best so far, is saved."
            : $"Interrupted: the model of epoch {run.Members[0].Result.BestEpoch}, the best so far, is saved.";
    }

    private static Cell OfBaseline(Baseline? baseline) => baseline is null
        ? Cell.None
        : new Cell.Named([("kind", baseline.Kind), ("prediction", baseline.Prediction), .. ((Cell.Named)ScoreSections.OfScores(baseline.Scores)).Values]);

    private static IEnumerable<Section> OfMargin(MarginFacts margin, int rows)
    {
        yield return new Facts(new Fact("margin", Cell.Metric(margin.Margin)), new Fact("support_vectors", margin.SupportVectors));
        yield return new Prose($"Margin: {Cell.Metric(margin.Margin)} between inputs as they enter the model; {margin.SupportVectors} of {rows} "
            + $"training rows hold it (support vectors)");
    }

    private static Facts Result(Run run, string? path)
    {
        int[] best = [.. run.Members.Select(member => member.Result.BestEpoch)];
        return new Facts(
            new Fact("network", run.Model.Network.Canonical),
            new Fact("epochs", best.Length == 0 ? Cell.None : Epochs(run)),
            new Fact("best_epoch", best switch { [] => Cell.None, [var only] => only, _ => Cell.Of(best) }),
            new Fact("stopped", run.End == RunEnd.Cancelled ? "interrupted" : RunEndNames.Of(run.End)),
            new Fact("parameters", run.Model.Network.ParameterCount),
            new Fact("weights_sha256", run.WeightsSha256),
            new Fact("seconds", Cell.Decimals(run.Seconds, 1)),
            new Fact("model", path));
    }

    // Figures and pages draw it; text and JSON say enough without.
    private static Curve OfMember(IEnumerable<EpochRecord> member)
    {
        EpochRecord[] epochs = [.. member];
        List<Series> lines = [new("training_loss", "training loss", [.. epochs.Select(epoch => epoch.TrainingLoss)])];
        if (epochs[0].ValidationLoss is not null)
            lines.Add(new Series("validation_loss", "validation loss", [.. epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]));
        return new Curve(new Series("epoch", "epoch", [.. epochs.Select(epoch => (double)epoch.Epoch)]), lines)
        {
            Title = $"Network {epochs[0].Member}: loss by epoch",
            IsShown = false,
        };
    }

    private static Prose Conclusion(Run run, string? path)
    {
        string how = run.Members switch
        {
            [] => "solved",
            [var only] => $"from epoch {only.Result.BestEpoch} of {only.Result.Epochs}",
            _ => $"the mean of {run.Members.Count} networks after {Epochs(run)} epochs",
        };
        string file = path is null ? "" : $"{OneLine.Clean(path)}, ";
        return new Prose($"Model: {file}{run.Model.Network.ParameterCount} parameters, {how} in {Cell.Decimals(run.Seconds, 1)} s",
            $"Weights: {run.WeightsSha256} (SHA-256)");
    }

    private static int Epochs(Run run) => run.Members.Sum(member => member.Result.Epochs);
}
