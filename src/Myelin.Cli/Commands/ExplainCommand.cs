using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Losses;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin explain</c>: every number that a loss makes of some rows.</summary>
internal sealed class ExplainCommand : MyelinCommand
{
    private readonly Argument<string> loss = new("loss") { Description = "The loss, with options where it has some, such as huber:delta=10; 'myelin list losses' shows them." };
    private readonly Option<string> predictions = new("--predictions") { Description = "A CSV file with a header: predictions in one or several columns, and the target. '-' is standard input.", HelpName = "file", Required = true };
    private readonly ColumnsOption target = new("--target", "The target's column, or several separated by commas; by default the last one. Classes are named as their columns, or by index from 0.");
    private readonly Option<bool> signs = Flag("--signs", "Targets of two classes are written as -1 and 1.");
    private readonly Option<string?> reduction = Text("--reduction", "name", "mean or sum of the rows' losses.", "mean");

    internal ExplainCommand() : base("explain", "Show every number that a loss makes of some rows: loss, share and gradient of each.")
    {
        Add(loss);
        AddSection("Options", predictions, target, signs, reduction, Json);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("What an outlier does to a loss", "myelin explain mse --predictions residuals.csv --target y"),
        ("Cross-entropy of logits, a column for each class", "myelin explain cross-entropy --predictions logits.csv --target label"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Loss asked = Loss.Parse(parsed.GetValue(loss)!);
        LabelledPredictions rows = LabelledPredictions.Read(new DataFiles([parsed.GetValue(predictions)!], terminal), parsed.GetValue(target) ?? [], asked, parsed.GetValue(signs));
        LossExplanation explanation = rows.Explain(asked, ReductionOf(parsed.GetValue(reduction)!));
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, ToJson(explanation, rows));
        else Write(terminal.OutputConsole(), explanation, rows);
        return ExitCode.Good;
    }

    private static Reduction ReductionOf(string name) => name switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        _ => throw new InvalidInputException($"--reduction is '{name}', but it must be mean or sum."),
    };

    private static void Write(IAnsiConsole console, LossExplanation explanation, LabelledPredictions rows)
    {
        Grid table = TextTable.Of(["row", "target"], [.. rows.Columns, "loss", "share", .. rows.Columns.Select(name => $"d/d {name}")]);
        for (int i = 0; i < explanation.Rows.Count; i++)
        {
            ExplainedRow row = explanation.Rows[i];
            table.AddCells([$"{i + 1}", rows.TargetTexts[i], .. Texts(row.Prediction), Text(row.Loss), $"{100 * row.Share:0.0} %", .. Texts(row.Gradient)]);
        }

        string unit = explanation.Loss.Base switch
        {
            LogarithmBase.E => ", logarithm to the base e (nats)",
            LogarithmBase.Two => ", logarithm to the base 2 (bits)",
            _ => "",
        };
        table.Write(console, $"{explanation.Loss}, {explanation.Reduction.ToString().ToLowerInvariant()}{unit}");
        string sum = Text(explanation.Rows.Sum(row => (double)row.Weight * row.Loss));
        WriteTerms(console, explanation, rows);
        bool isMean = explanation.Reduction == Reduction.Mean, isRoot = explanation.Loss.RowLoss != explanation.Loss;
        console.Write(new Text((isMean, isRoot) switch
        {
            (true, false) => $"{sum} / {Text(explanation.Divisor)} = {Text(explanation.Value)}\n",
            (true, true) => $"√({sum} / {Text(explanation.Divisor)}) = {Text(explanation.Value)}; the losses of the rows are those of {explanation.Loss.RowLoss}\n",
            (false, false) => $"sum {Text(explanation.Value)}\n",
            (false, true) => $"√{sum} = {Text(explanation.Value)}; the losses of the rows are those of {explanation.Loss.RowLoss}\n",
        }));
    }

    /// <summary>What each row's loss is made of; left out where each has one term, as that of a label's class.</summary>
    private static void WriteTerms(IAnsiConsole console, LossExplanation explanation, LabelledPredictions rows)
    {
        if (explanation.Rows.All(row => row.Terms.Count(term => term != 0) <= 1)) return;
        Grid table = TextTable.Of(["row"], [.. rows.Columns, "loss"]);
        for (int i = 0; i < explanation.Rows.Count; i++) table.AddCells([$"{i + 1}", .. Texts(explanation.Rows[i].Terms), Text(explanation.Rows[i].Loss)]);
        table.Write(console, explanation.Loss.Domain.Task == LossTask.Classes ? "terms, whose sum is the row's loss" : "terms, whose mean is the row's loss");
    }

    private static IEnumerable<string> Texts(IEnumerable<float> values) => values.Select(value => Text(value));

    // Adding 0 leaves every number as it is but -0, which would only puzzle.
    private static string Text(double value) => (value + 0).ToString("G6", CultureInfo.InvariantCulture);

    private static JsonObject ToJson(LossExplanation explanation, LabelledPredictions rows) => new()
    {
        ["loss"] = explanation.Loss.Canonical,
        ["reduction"] = explanation.Reduction.ToString().ToLowerInvariant(),
        ["base"] = explanation.Loss.Base switch { LogarithmBase.E => "e", LogarithmBase.Two => "2", _ => null },
        ["value"] = JsonText.Number(explanation.Value),
        ["divisor"] = JsonText.Number(explanation.Divisor),
        ["rows"] = new JsonArray([.. explanation.Rows.Select((row, i) => new JsonObject
        {
            ["target"] = rows.TargetTexts[i],
            ["prediction"] = Numbers(row.Prediction),
            ["terms"] = Numbers(row.Terms),
            ["loss"] = JsonText.Number(row.Loss),
            ["share"] = JsonText.Number(row.Share),
            ["gradient"] = Numbers(row.Gradient),
        })]),
    };

    private static JsonArray Numbers(IEnumerable<float> values) => new([.. values.Select(value => JsonText.Number(value))]);
}
