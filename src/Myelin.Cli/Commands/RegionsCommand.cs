using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Data;
using Myelin.Models;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin regions</c>: the regions on which a network of steps or ReLUs is one linear function.</summary>
internal sealed class RegionsCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model of step or ReLU units (relu, leaky-relu, prelu, rrelu, relu6)." };
    private readonly Argument<string[]> data =
        new("data")
        {
            Description = "CSV or image files whose rows are counted by region; not needed for a model of two numeric columns.",
            Arity = ArgumentArity.ZeroOrMore
        };
    private readonly WholeOption top = new("--top", "How many regions are shown, the largest first; JSON has all of them.", 10, 1);

    internal RegionsCommand() : base("regions", "Show into which regions a network divides its inputs: on each it is one linear function.")
    {
        Add(model);
        Add(data);
        AddSection("Options", top, Json, Quiet, Threads);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("The regions of a network of two numeric columns, with their areas", "myelin regions xor.safetensors"),
        ("How many regions the rows of a table fall into", "myelin regions iris.safetensors iris.csv"),
    ];

    internal override string Remarks =>
        "With two numeric columns the window is all that the network can see: standardised values from -4 to 4, beyond which they are held. A "
            + "region's code has a digit for each unit, layer by layer: 1 where the unit is on, 0 where it is off.";

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Prepare(parsed, terminal);
        string path = parsed.GetValue(model)!;
        TrainedModel trained = TrainedModel.Load(path);
        string[] paths = parsed.GetValue(data) ?? [];
        int most = parsed.GetValue(top);
        Show(parsed, terminal, paths.Length == 0
            ? RegionReport.OfWindow(trained, path, most)
            : RegionReport.OfRows(trained, Read(trained, new DataFiles(paths, terminal), terminal), path, most));
        return ExitCode.Good;
    }

    private static IDataSource Read(TrainedModel trained, DataFiles files, Terminal terminal)
    {
        var warnings = new List<string>();
        IDataSource rows = trained.Encode(files.Rows(), warnings);
        Warn(terminal, warnings);
        return rows;
    }
}
