using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Data;
using Myelin.Models;
using Myelin.Models.Recipes;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin project</c>: rows in fewer dimensions, by principal components or by a hidden layer of a trained network.</summary>
internal sealed class ProjectCommand : UnsupervisedCommand
{
    private readonly WholeOption components = new("--components", "The number of principal components.", 2, 1, 1 << 16);
    private readonly Option<string?> network = Text("--network", "file",
        "A trained model whose hidden layer gives the coordinates, in place of principal components.");
    private readonly Option<string?> layer = Text("--layer", "name",
        "The layer of that network, as 'describe' names it. By default the last before the output layer.");

    internal ProjectCommand()
        : base("project", "Project the rows of a table onto principal components, or onto a network's hidden layer, and save the projection.",
        "-projection", "CSV files, plain or .gz; with --network also images, as the network takes them. '-' is standard input.")
    {
        AddSection("Projection", components, network, layer);
        AddCommonSections();
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Two principal components", "myelin project iris.csv --ignore species --output projected.csv"),
        ("What a network's last hidden layer makes of the rows", "myelin project iris.csv --network iris.safetensors --output features.csv"),
        ("New rows by the same projection", "myelin predict iris-projection.safetensors new.csv"),
    ];

    internal override string Remarks =>
        "Numeric columns are standardised and categories become inputs of 0 and 1, as 'train' takes them, so that no column counts for its units.";

    protected override IEnumerable<string> ModelsRead(ParseResult parsed) => parsed.GetValue(network) is { } path ? [path] : [];

    private protected override Learnt Fit(ParseResult parsed, DataFiles files, TrainingDisplay display)
    {
        if (parsed.GetValue(network) is { } path) return Cut(parsed, files, path, display);
        if (Given.Is(parsed, layer)) throw new InvalidInputException("--layer is one of a trained network; name the network with --network, or leave it out.");
        var recipe = new ProjectionRecipe { Components = parsed.GetValue(components) };
        Run run = recipe.Train(files.Rows(Columns.Read(parsed)), listener: display);
        return new Learnt(run.Model, run.TrainingSource, ComponentReport.Of(run));
    }

    private Learnt Cut(ParseResult parsed, DataFiles files, string path, TrainingDisplay display)
    {
        if (Array.Find([components, .. Columns.All], option => Given.Is(parsed, option)) is { } given)
            throw new InvalidInputException($"{given.Name} is for principal components, but with --network the network says how rows are taken; leave it out.");
        HiddenLayer hidden = TrainedModel.Load(path).UpToLayer(parsed.GetValue(layer), files.Names);
        var warnings = new List<string>();
        IDataSource rows = hidden.Model.Encode(files.Rows(), warnings);
        display.Warn(warnings);
        hidden.Model.RequireNumbers(rows);
        int width = hidden.Model.Network.OutputShape(rows.InputShape).Count;
        return new Learnt(hidden.Model, rows, FeatureReport.Of(hidden, rows.Count, width, path));
    }
}
