using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Data;
using Myelin.Models;
using Myelin.Models.Predictions;
using Myelin.Reports;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin predict</c>: raw rows in, predictions or embeddings out, in the same order.</summary>
internal sealed class PredictCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model file that 'train', 'cluster' or 'project' wrote." };
    private readonly Argument<string[]> data = new("data")
    {
        Description = "CSV or image files; the target may be absent. '-', or nothing behind a pipe, is standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> output = Text("--output", "file", "Where the predictions go, as CSV. By default standard output, '-'.");
    private readonly Option<bool> probabilities = Flag("--probabilities", "Add a column probability_<class> for each class.");
    private readonly NumberOption threshold = new("--threshold",
        "For two classes: the probability from which on the second is predicted. Where a false alarm costs a and a miss b, a / (a + b).", 0.5,
        part => part is > 0 and < 1, "above 0 and below 1");

    internal PredictCommand() : base("predict", "Predict rows with a model: targets, clusters, or coordinates from an encoder or a projection.")
    {
        Add(model);
        Add(data);
        AddSection("Options", output, probabilities, threshold, Json, Quiet, Threads);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Predictions into a file, with the probability of each class", "myelin predict iris.safetensors new.csv --probabilities --output p.csv"),
        ("The second class already where it has a tenth of the probability, since missing it costs nine times a false alarm",
            "myelin predict screening.safetensors new.csv --threshold 0.1"),
        ("From a pipe to a pipe", "zcat rows.csv.gz | myelin predict iris.safetensors | sort | uniq -c"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Prepare(parsed, terminal);
        string path = parsed.GetValue(model)!;
        DataFiles files = Files(parsed, terminal);
        string? target = parsed.GetValue(output) is var given and not DataFiles.StandardInput ? given : null;
        if (target is not null) OutputPath.RequireForRows(output.Name, target, [path, .. files.FilesRead]);
        TrainedModel trained = TrainedModel.Load(path);
        bool withProbabilities = parsed.GetValue(probabilities);
        if (withProbabilities) RequireProbabilities(trained, path);
        if (Given.Is(parsed, threshold))
        {
            if (!trained.HasThreshold)
                throw new InvalidInputException($"{path} gives no probability of one of two classes, which --threshold is compared with; leave it out.");
            trained = trained.WithThreshold(parsed.GetValue(threshold));
        }

        var warnings = new List<string>();
        IDataSource rows = trained.Encode(files.Rows(), warnings);
        Warn(terminal, warnings);
        IReadOnlyList<string> shown = withProbabilities ? trained.Classes : [];
        if (target is not null) PredictionCsv.Write(target, trained, rows, shown);
        if (parsed.GetValue(Json)) terminal.Output.WriteLine(Predictions(path, target, trained, rows, shown).ToJson());
        else if (target is null) PredictionCsv.Write(terminal.Output, trained, rows, shown);
        else if (!parsed.GetValue(Quiet)) terminal.Error.WriteLine($"Predictions of {rows.Count} rows: {target}");
        return ExitCode.Good;
    }

    private static void RequireProbabilities(TrainedModel trained, string path)
    {
        string? problem = trained.Gives switch
        {
            PredictionKind.Embedding => "is an encoder: it gives embeddings, which have no probabilities; leave --probabilities out.",
            PredictionKind.Projection => "is a projection: it gives coordinates, which have no probabilities; leave --probabilities out.",
            PredictionKind.Cluster => "gives clusters, which have no probabilities; leave --probabilities out.",
            PredictionKind.Number => "predicts numbers, which have no probabilities; leave --probabilities out.",
            PredictionKind.Score =>
                $"was trained with the loss '{trained.LossText}', whose scores are no log odds and give no probabilities; leave --probabilities "
                    + $"out, or train with --loss binary-cross-entropy.",
            _ => null,
        };
        if (problem is not null) throw new InvalidInputException($"{path} {problem}");
    }

    private DataFiles Files(ParseResult parsed, Terminal terminal)
    {
        string[] paths = parsed.GetValue(data) ?? [];
        if (paths.Length == 0 && !terminal.InputIsRedirected)
            throw new InvalidInputException("There are no rows to predict; give a file, or send rows to standard input.");
        return new DataFiles(paths.Length == 0 ? [DataFiles.StandardInput] : paths, terminal);
    }

    private static Report Predictions(string path, string? target, TrainedModel trained, IDataSource rows, IReadOnlyList<string> classes)
    {
        List<Fact> facts = [new("task", TaskNames.Of(trained.Task)), new("target", trained.Target), new("rows", rows.Count), new("model", path)];
        if (target is not null) return new Report(new Facts([.. facts, new Fact("output", target)]));
        var (texts, numbers) = (new List<Cell>(), new List<Cell>());
        bool embeds = trained.Gives is PredictionKind.Embedding or PredictionKind.Projection;
        foreach (Prediction prediction in trained.PredictAll(rows))
        {
            if (!embeds) texts.Add(prediction.Text);
            if (embeds || classes.Count > 0)
                numbers.Add(Cell.Of(PredictionCsv.NumbersOf(prediction, withProbabilities: true).Select(value => Cell.Significant(value))));
        }

        if (embeds) facts.Add(new Fact(trained.Gives == PredictionKind.Embedding ? "embeddings" : "projections", Cell.Of(numbers)));
        else facts.Add(new Fact("predictions", Cell.Of(texts)));
        if (!embeds && classes.Count > 0) facts.AddRange([new Fact("classes", Cell.Of(classes)), new Fact("probabilities", Cell.Of(numbers))]);
        return new Report(new Facts(facts));
    }
}
