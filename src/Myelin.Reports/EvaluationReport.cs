using Myelin.Models;
using Myelin.Models.Evaluations;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Reports;

/// <summary>How good a model is on rows whose targets are known.</summary>
public static class EvaluationReport
{
    /// <summary>The report of an evaluation.</summary>
    /// <param name="model">The model.</param>
    /// <param name="evaluation">How good it is.</param>
    /// <param name="seconds">The seconds that it took.</param>
    /// <param name="path">The model's file; null for none.</param>
    public static Report Of(TrainedModel model, ModelEvaluation evaluation, double seconds, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(evaluation);
        List<Fact> facts =
        [
            new Fact("task", TaskNames.Of(model.Task)),
            new Fact("target", model.Target),
            new Fact("rows", evaluation.Rows),
            new Fact("metrics", ScoreSections.OfScores(evaluation.Scores)),
        ];
        if (evaluation.Loss is { } loss) facts.Add(new Fact("loss", new Cell.Named([("name", model.LossText), ("value", Cell.Metric(loss))])));
        List<Section> sections = [new Facts(facts), .. ScoreSections.Metrics(($"{evaluation.Rows} rows", evaluation.Scores))];
        if (evaluation.Classification is { } classes) sections.AddRange(ScoreSections.Confusion("All rows", model.Classes, classes.ConfusionMatrix));
        sections.Add(new Facts(new Fact("weights_sha256", model.WeightsSha256), new Fact("seconds", Cell.Decimals(seconds, 1)), new Fact("model", path)));
        return new Report(sections);
    }
}
