using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Losses;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin explain</c>: every number that a loss makes of some rows.</summary>
internal sealed class ExplainCommand : MyelinCommand
{
    private readonly Argument<string> loss =
        new("loss") { Description = "The loss, with options where it has some, such as huber:delta=10; 'myelin list losses' shows them." };
    private readonly Option<string> predictions =
        new("--predictions")
        {
            Description = "A CSV file with a header: predictions in one or several columns, and the target. '-' is "
                + "standard input.",
            HelpName = "file",
            Required = true
        };
    private readonly ColumnsOption target = new("--target",
        "The target's column, or several separated by commas; by default the last one. Classes are named as their columns, or by index from 0.");
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
        LabelledPredictions rows = LabelledPredictions.Read(new DataFiles([parsed.GetValue(predictions)!], terminal), parsed.GetValue(target) ?? [],
            asked, parsed.GetValue(signs));
        LossExplanation explanation = rows.Explain(asked, ReductionOf(parsed.GetValue(reduction)!));
        Show(parsed, terminal, ExplanationReport.Of(explanation, rows.Columns, rows.TargetTexts));
        return ExitCode.Good;
    }

    private static Reduction ReductionOf(string name) => name switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        _ => throw new InvalidInputException($"--reduction is '{name}', but it must be mean or sum."),
    };
}
