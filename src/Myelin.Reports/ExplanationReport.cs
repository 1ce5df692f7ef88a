using Myelin.Losses;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Reports;

/// <summary>Every number that a loss makes of some rows: loss, share and gradient of each.</summary>
public static class ExplanationReport
{
    /// <summary>The report of an explanation.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="columns">A name for each number of a row's prediction.</param>
    /// <param name="targets">The target of each row.</param>
    public static Report Of(LossExplanation explanation, IReadOnlyList<string> columns, IReadOnlyList<string> targets)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(targets);
        (string? logarithm, string unit) = explanation.Loss.Base switch
        {
            LogarithmBase.E => ("e", ", logarithm to the base e (nats)"),
            LogarithmBase.Two => ("2", ", logarithm to the base 2 (bits)"),
            _ => ((string?)null, ""),
        };
        string reduction = explanation.Reduction.ToString().ToLowerInvariant();
        return new Report(
        [
            new Facts(
                new Fact("loss", explanation.Loss.Canonical),
                new Fact("reduction", reduction),
                new Fact("base", logarithm),
                new Fact("value", Cell.Significant(explanation.Value)),
                new Fact("divisor", Cell.Significant(explanation.Divisor))),
            Rows(explanation, columns, targets) with { Title = $"{explanation.Loss}, {reduction}{unit}" },
            .. Terms(explanation, columns),
            new Prose(Sum(explanation)),
        ]);
    }

    private static Table Rows(LossExplanation explanation, IReadOnlyList<string> columns, IReadOnlyList<string> targets) => new(
        [
            Column.OfText(null, "row"), Column.OfText("target", "target"), Column.OfJson("prediction"), .. Numbers(columns), Column.OfJson("terms"),
            Column.OfNumbers("loss", "loss"), Column.OfNumbers("share", "share"),
            Column.OfJson("gradient"), .. Numbers(columns.Select(name => $"d/d {name}")),
        ],
        [.. explanation.Rows.Select((row, i) => (Cell[])
        [
            i + 1, targets[i], Cell.Of(Cells(row.Prediction)), .. Cells(row.Prediction), Cell.Of(Cells(row.Terms)), Cell.Significant(row.Loss),
            Cell.Share(row.Share), Cell.Of(Cells(row.Gradient)), .. Cells(row.Gradient),
        ])])
    { Key = "rows" };

    /// <summary>What each row's loss is made of; left out where each has one term, as that of a label's class.</summary>
    private static IEnumerable<Section> Terms(LossExplanation explanation, IReadOnlyList<string> columns)
    {
        if (explanation.Rows.All(row => row.Terms.Count(term => term != 0) <= 1)) yield break;
        yield return new Table(
            [Column.OfText(null, "row"), .. Numbers(columns), Column.OfNumbers(null, "loss")],
            [.. explanation.Rows.Select((row, i) => (Cell[])[i + 1, .. Cells(row.Terms), Cell.Significant(row.Loss)])])
        { Title = explanation.Loss.Domain.Task == LossTask.Classes ? "terms, whose sum is the row's loss" : "terms, whose mean is the row's loss" };
    }

    private static string Sum(LossExplanation explanation)
    {
        Cell sum = Cell.Significant(explanation.Rows.Sum(row => (double)row.Weight * row.Loss)), value = Cell.Significant(explanation.Value);
        string losses = $"the losses of the rows are those of {explanation.Loss.RowLoss}";
        return (explanation.Reduction == Reduction.Mean, explanation.Loss.RowLoss != explanation.Loss) switch
        {
            (true, false) => $"{sum} / {Cell.Significant(explanation.Divisor)} = {value}",
            (true, true) => $"√({sum} / {Cell.Significant(explanation.Divisor)}) = {value}; {losses}",
            (false, false) => $"sum {value}",
            (false, true) => $"√{sum} = {value}; {losses}",
        };
    }

    private static IEnumerable<Column> Numbers(IEnumerable<string> names) => names.Select(name => Column.OfNumbers(null, name));

    private static IEnumerable<Cell> Cells(IEnumerable<float> values) => values.Select(value => Cell.Significant(value));
}
