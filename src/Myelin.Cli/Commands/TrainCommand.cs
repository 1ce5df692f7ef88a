using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Runs;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin train</c>: from data to a saved model, with its scores on rows that it never saw.</summary>
internal sealed class TrainCommand : MyelinCommand
{
    private readonly Argument<string[]> data = new("data")
    {
        Description = "Files of one kind: CSV (plain or .gz), IDX images with their labels beside them, or CIFAR-10 records. '-' is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly TargetOptions target = new();
    private readonly SplitOptions split = new();
    private readonly RecipeOptions recipe = new();
    private readonly Option<string?> kept = Text("--run", "folder",
        "A folder in which the run is kept: its settings, a line for each epoch while it trains, and the result; 'myelin runs' lists and compares them.");
    private readonly ModelOptions model = new("", "Replace the file even if it is no model.");

    internal TrainCommand() : base("train", "Train a network on a table or on images, measure it on rows set aside, and save it.")
    {
        Add(data);
        AddSection("Columns of a table", target.All);
        AddSection("Rows set aside", split.All);
        foreach ((string title, Option[] options) in recipe.Sections) AddSection(title, title == "Training" ? [.. options, Threads] : options);
        AddSection("Result", [.. model.All, kept, Json, Quiet]);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Classes from a table", "myelin train iris.csv --target species"),
        ("A number, with a loss that outliers do not pull", "myelin train housing.csv --target median_house_value --loss huber:delta=20000"),
        ("Logistic regression in place of a network", "myelin train adult.csv --model-kind logistic"),
        ("Ten networks, each on rows drawn anew, saved as one", "myelin train adult.csv --model-kind ensemble"),
        ("An encoder: rows of a class come to lie near each other, in 16 dimensions", "myelin train digits.csv --loss triplet --embedding 16"),
        ("Images, with a test set of their own", "myelin train train-images-idx3-ubyte.gz --test t10k-images-idx3-ubyte.gz --hidden 256"),
        ("A convolutional network", "myelin train data_batch_*.bin --layers \"conv:32,5 relu pool:2 conv:64,5 relu pool:2 flatten linear:128 relu\""),
    ];

    internal override string Remarks =>
        "Ctrl-C ends the training in order: the best model so far is saved, and the exit code is 130. When the loss stops being finite, the exit "
            + "code is 1 and nothing is saved.";

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Prepare(parsed, terminal);
        Recipe chosen = recipe.Read(parsed);
        if (parsed.GetValue(kept) == "") throw new InvalidInputException($"{kept.Name} is empty; name a folder.");
        var files = new DataFiles(parsed.GetValue(data)!, terminal);
        DataFiles? testFiles = split.TestFiles(parsed, terminal);
        string path = model.Path(parsed, files, [.. files.FilesRead, .. testFiles?.FilesRead ?? []]);
        Dataset rows = target.Read(parsed, files);
        DataSplit shares = split.Read(parsed, testFiles?.Rows(), recipe.Seed(parsed));
        using var interrupt = new Interrupt(terminal.Interruption);
        Run run;
        try
        {
            using TrainingDisplay display = Display(parsed, terminal, interrupt);
            using RunFolder? folder = parsed.GetValue(kept) is { } runs ? new RunFolder(runs, display) : null;
            run = chosen.Train(rows, shares, (IRunListener?)folder ?? display, interrupt.Token);
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("Interrupted before the first epoch ended: there is no model to save.");
            return ExitCode.Interrupted;
        }

        ModelPath.Save(path, run.Model, terminal);
        bool isInterrupted = run.End == RunEnd.Cancelled;
        if (isInterrupted && !parsed.GetValue(Quiet)) terminal.Error.WriteLine(TrainingReport.Interruption(run));
        Show(parsed, terminal, TrainingReport.Of(run, path));
        return isInterrupted ? ExitCode.Interrupted : ExitCode.Good;
    }

    private TrainingDisplay Display(ParseResult parsed, Terminal terminal, Interrupt interrupt)
    {
        if (parsed.GetValue(Quiet)) return new SilentDisplay(terminal, interrupt);
        return terminal.ErrorIsScreen ? new LiveDisplay(terminal, interrupt, recipe.Epochs(parsed)) : new PlainDisplay(terminal, interrupt);
    }
}
