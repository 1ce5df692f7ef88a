using System.Text.Json.Nodes;
using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Serialization;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>The features that a hidden layer gives for rows.</summary>
internal sealed class FeatureReport(SavedModel model, DataEncoding encoding, IDataSource rows, string layer, string network) : IUnsupervisedResult
{
    public SavedModel Model => model;

    public DataEncoding Encoding => encoding;

    public IDataSource Rows => rows;

    public IReadOnlyList<string> Notes => [];

    private int Width => model.Network.OutputShape(model.InputShape).Count;

    public JsonObject ToJson() => new()
    {
        ["task"] = "projection",
        ["rows"] = rows.Count,
        ["network"] = network,
        ["layer"] = layer,
        ["layers"] = model.Network.Canonical,
        ["width"] = Width,
    };

    public void Write(IAnsiConsole console)
    {
        Grid facts = TextTable.OfFacts();
        facts.AddCells("network", Path.GetFileName(network));
        facts.AddCells("layer", layer);
        facts.AddCells("layers up to it", model.Network.Canonical);
        facts.AddCells("coordinates of a row", $"{Width}");
        facts.AddCells("rows", $"{rows.Count}");
        facts.Write(console, "Hidden layer as projection");
    }
}
