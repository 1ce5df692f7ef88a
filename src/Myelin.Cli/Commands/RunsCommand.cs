using System.CommandLine;
using Myelin.Grammar;
using Myelin.Models.Runs;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin runs</c>: the runs that a folder keeps, and two of them side by side.</summary>
internal sealed class RunsCommand : MyelinCommand
{
    private readonly Argument<string> folder = new("folder") { Description = "A folder in which 'train --run' kept runs." };
    private readonly Argument<string[]> compared = new("run") { Description = "Two runs to compare, such as 0001 0002.", Arity = ArgumentArity.ZeroOrMore };

    internal RunsCommand() : base("runs", "List the runs that a folder keeps, or compare two of them.")
    {
        Add(folder);
        Add(compared);
        AddSection("Options", Json, Quiet);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Keep a run", "myelin train iris.csv --run runs --hidden 8"),
        ("All runs of the folder", "myelin runs runs"),
        ("What differs between two, and what it did", "myelin runs runs 0001 0002"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        IReadOnlyList<RunRecord> runs = RunFolder.List(parsed.GetValue(folder)!);
        string[] names = parsed.GetValue(compared) ?? [];
        if (names.Length is not (0 or 2)) throw new InvalidInputException($"{names.Length} runs are named; name two to compare, or none to list all.");
        string path = parsed.GetValue(folder)!;
        Show(parsed, terminal, names.Length == 0 ? RunsReport.Of(path, runs) : RunsReport.Compare(path, Find(runs, names[0]), Find(runs, names[1])));
        return ExitCode.Good;
    }

    private static RunRecord Find(IReadOnlyList<RunRecord> runs, string name) => runs.FirstOrDefault(run => run.Name == name)
        ?? throw new InvalidInputException($"There is no run '{name}'{Nearest.Hint(name, runs.Select(run => run.Name))}; there are "
            + $"{(runs.Count == 0 ? "none" : string.Join(", ", runs.Select(run => run.Name)))}.");
}
