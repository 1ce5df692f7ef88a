using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Cli.Reports;
using Myelin.Grammar;
using Myelin.Models.Runs;
using Spectre.Console;
using Grid = Spectre.Console.Table;

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
        RunRecord[] chosen = names.Length == 0 ? [.. runs] : Array.ConvertAll(names, name => Find(runs, name));
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, new JsonObject { ["folder"] = parsed.GetValue(folder), ["runs"] = new JsonArray([.. chosen.Select(ToJson)]) });
        else if (names.Length == 0) List(terminal.OutputConsole(), chosen);
        else Compare(terminal.OutputConsole(), chosen[0], chosen[1]);
        return ExitCode.Good;
    }

    private static RunRecord Find(IReadOnlyList<RunRecord> runs, string name) => runs.FirstOrDefault(run => run.Name == name)
        ?? throw new InvalidInputException($"There is no run '{name}'{Nearest.Hint(name, runs.Select(run => run.Name))}; there are {(runs.Count == 0 ? "none" : string.Join(", ", runs.Select(run => run.Name)))}.");

    private static void List(IAnsiConsole console, RunRecord[] runs)
    {
        if (runs.Length == 0)
        {
            console.Write(new Text("0 runs\n"));
            return;
        }

        Grid table = TextTable.Of(["run", "recipe"], "data", "end", "result", "epochs", "seconds");
        foreach (RunRecord run in runs)
        {
            (string part, IReadOnlyList<(string Name, double Value)>? scores) = Judged(run);
            string result = scores is [var (metric, value), ..] ? $"{part} {metric} {TextTable.Number(value)}" : "";
            string data = run.Data is [var only] ? only : $"{run.Data.Count} files";
            table.AddCells(run.Name, run.Recipe, data, EndOf(run), result, run.Epochs == 0 ? "" : $"{run.Epochs}", run.Seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "");
        }

        table.Write(console, runs.Length == 1 ? "1 run" : $"{runs.Length} runs");
    }

    private static void Compare(IAnsiConsole console, RunRecord one, RunRecord other)
    {
        Grid settings = TextTable.Of(["setting", one.Name, other.Name]);
        foreach ((string name, string first, string second) in Settings(one, other).Where(row => row.First != row.Second)) settings.AddCells(name, first, second);
        settings.Write(console, "What differs");
        foreach ((string part, IReadOnlyList<(string, double)>? first, IReadOnlyList<(string, double)>? second) in Parts(one, other))
        {
            if (first is null || second is null) continue;
            Grid metrics = TextTable.Of(["metric"], one.Name, other.Name, "difference");
            foreach ((string name, double value) in first)
            {
                if (second.Where(metric => metric.Item1 == name).Select(metric => (double?)metric.Item2).FirstOrDefault() is { } beside) metrics.AddCells(name, TextTable.Number(value), TextTable.Number(beside), TextTable.Number(beside - value));
            }

            metrics.Write(console, part);
        }
    }

    private static IEnumerable<(string Name, string First, string Second)> Settings(RunRecord one, RunRecord other)
    {
        (string Name, string Value)[] first = Of(one), second = Of(other);
        foreach (string name in first.Concat(second).Select(setting => setting.Name).Distinct())
            yield return (name, first.FirstOrDefault(setting => setting.Name == name).Value ?? "", second.FirstOrDefault(setting => setting.Name == name).Value ?? "");

        static (string, string)[] Of(RunRecord run) =>
        [
            ("recipe", run.Recipe), ("data", string.Join(", ", run.Data)), ("target", run.Target), ("loss", run.Loss ?? ""), ("model", run.Model), ("rows", $"{run.TrainingRows}, {run.ValidationRows}, {run.TestRows}"),
            .. run.Settings.Where(setting => setting.Name is not ("recipe" or "data")), ("end", EndOf(run)), ("weights", run.WeightsSha256 ?? ""),
        ];
    }

    private static IEnumerable<(string Part, IReadOnlyList<(string, double)>? First, IReadOnlyList<(string, double)>? Second)> Parts(RunRecord one, RunRecord other) =>
        [("Test rows", one.TestScores, other.TestScores), ("Validation rows", one.Validation, other.Validation), ("Training rows", one.Training, other.Training)];

    private static (string Part, IReadOnlyList<(string Name, double Value)>? Scores) Judged(RunRecord run) =>
        run.TestScores is { } test ? ("test", test) : run.Validation is { } validation ? ("validation", validation) : ("training", run.Training);

    private static string EndOf(RunRecord run) => run.End switch
    {
        null => "not ended",
        Models.RunEnd.NoImprovement => "no improvement",
        { } end => end.ToString().ToLowerInvariant(),
    };

    private static JsonNode ToJson(RunRecord run) => new JsonObject
    {
        ["run"] = run.Name,
        ["started"] = run.Started.ToString("O", CultureInfo.InvariantCulture),
        ["recipe"] = run.Recipe,
        ["data"] = JsonText.Texts(run.Data),
        ["task"] = run.Task,
        ["target"] = run.Target,
        ["loss"] = run.Loss,
        ["rows"] = new JsonObject { ["training"] = run.TrainingRows, ["validation"] = run.ValidationRows, ["test"] = run.TestRows },
        ["end"] = run.End is null ? null : EndOf(run).Replace(' ', '_'),
        ["epochs"] = run.Epochs,
        ["metrics"] = new JsonObject { ["test"] = Metrics(run.TestScores), ["validation"] = Metrics(run.Validation), ["training"] = Metrics(run.Training) },
        ["baseline"] = Metrics(run.Baseline),
        ["seconds"] = run.Seconds,
        ["weights_sha256"] = run.WeightsSha256,
    };

    private static JsonObject? Metrics(IReadOnlyList<(string Name, double Value)>? scores) => scores is null ? null : new(scores.Select(metric => KeyValuePair.Create(metric.Name, JsonText.Number(metric.Value))));
}
