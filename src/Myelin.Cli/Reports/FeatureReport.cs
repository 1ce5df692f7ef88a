using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Models;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>The features that a hidden layer gives for rows.</summary>
internal sealed class FeatureReport(HiddenLayer hidden, IDataSource rows, string network) : IUnsupervisedResult
{
    public TrainedModel Model => hidden.Model;

    public IDataSource Rows => rows;

    private int Width => Model.Network.OutputShape(rows.InputShape).Count;

    public JsonObject ToJson() => new()
    {
        ["task"] = "projection",
        ["rows"] = rows.Count,
        ["network"] = network,
        ["layer"] = hidden.Layer,
        ["layers"] = Model.Network.Canonical,
        ["width"] = Width,
    };

    public void Write(IAnsiConsole console)
    {
        Grid facts = TextTable.OfFacts();
        facts.AddCells("network", Path.GetFileName(network));
        facts.AddCells("layer", hidden.Layer);
        facts.AddCells("layers up to it", Model.Network.Canonical);
        facts.AddCells("coordinates of a row", $"{Width}");
        facts.AddCells("rows", $"{rows.Count}");
        facts.Write(console, "Hidden layer as projection");
    }
}
