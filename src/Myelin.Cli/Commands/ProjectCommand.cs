using System.CommandLine;
using System.Text.Json.Nodes;
using Myelin.Classical;
using Myelin.Cli.Datasets;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Layers;
using Myelin.Serialization;
using Myelin.Tables;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin project</c>: rows in fewer dimensions, by principal components or by a hidden layer of a trained network.</summary>
internal sealed class ProjectCommand : UnsupervisedCommand
{
    private readonly WholeOption components = new("--components", "The number of principal components.", 2, 1, 1 << 16);
    private readonly Option<string?> network = Text("--network", "file", "A trained model whose hidden layer gives the coordinates, in place of principal components.");
    private readonly Option<string?> layer = Text("--layer", "name", "The layer of that network, as 'describe' names it. By default the last before the output layer.");

    internal ProjectCommand() : base("project", "Project the rows of a table onto principal components, or onto a network's hidden layer, and save the projection.", "-projection", "CSV files, plain or .gz; with --network also images, as the network takes them. '-' is standard input.")
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

    internal override string Remarks => "Numeric columns are standardised and categories become inputs of 0 and 1, as 'train' takes them, so that no column counts for its units.";

    protected override IEnumerable<string> ModelsRead(ParseResult parsed) => parsed.GetValue(network) is { } path ? [path] : [];

    protected override IUnsupervisedResult Fit(ParseResult parsed, Terminal terminal, DataFiles files, ICollection<string> warnings) =>
        parsed.GetValue(network) is { } path ? Cut(parsed, files, path, warnings) : Find(parsed, files, warnings);

    private ComponentReport Find(ParseResult parsed, DataFiles files, ICollection<string> warnings)
    {
        if (IsGiven(parsed, layer)) throw new InvalidInputException("--layer is one of a trained network; name the network with --network, or leave it out.");
        UnlabelledRows rows = UnlabelledRows.Read(files, Columns.Read(parsed), TaskKind.Projection, warnings);
        var found = PrincipalComponents.Fit(rows.Samples);
        DataEncoding encoding = rows.ForProjection();
        LinearModel projection = found.Projection(parsed.GetValue(components));
        SavedModel model = Describe(projection.ToNetwork(), encoding, "mse", 1, new JsonObject { ["data"] = JsonText.Texts(files.Names), ["model_kind"] = "principal-components" });
        return new ComponentReport(model, encoding, rows, found, projection);
    }

    private FeatureReport Cut(ParseResult parsed, DataFiles files, string path, ICollection<string> warnings)
    {
        if (Array.Find([components, .. Columns.All], option => IsGiven(parsed, option)) is { } given)
            throw new InvalidInputException($"{given.Name} is for principal components, but with --network the network says how rows are taken; leave it out.");
        SavedModel saved = ModelFile.Load(path);
        DataEncoding encoding = DataEncoding.Of(saved, path).ForProjection();
        (string name, int count) = Find(saved.Network, parsed.GetValue(layer), path);
        Sequential features = saved.Network.FirstLayers(count, saved.InputShape);
        if (features.OutputShape(saved.InputShape).Rank > 1) features = new Sequential([.. features.Children.Select(child => child.Layer), new Flatten()]);
        SavedModel model = Describe(features, encoding, saved.Loss, saved.Seed, new JsonObject { ["data"] = JsonText.Texts(files.Names), ["model_kind"] = "hidden-layer", ["network"] = Path.GetFileName(path), ["layer"] = name });
        return new FeatureReport(model, encoding, encoding.ReadInputs(files, warnings), name, path);
    }

    private static (string Name, int Count) Find(Sequential trained, string? wanted, string path)
    {
        string[] names = [.. trained.Children.Select(child => child.Name)];
        if (names.Length < 2) throw new InvalidInputException($"{path} has the single layer '{trained.Canonical}', so nothing in it is hidden; train a network with hidden layers.");
        int place = wanted is null ? names.Length - 2 : Array.IndexOf(names, wanted);
        return place >= 0 && place < names.Length - 1
            ? (names[place], place + 1)
            : throw new InvalidInputException($"--layer is '{wanted}', but the hidden layers of {path} are {string.Join(", ", trained.Children.SkipLast(1).Select(child => $"{child.Name} ({child.Layer.Canonical})"))}.");
    }

    private static SavedModel Describe(Sequential projection, DataEncoding encoding, string loss, ulong seed, JsonObject settings) => new()
    {
        Network = projection,
        InputShape = encoding.InputShape,
        Loss = loss,
        Seed = seed,
        Preprocessing = encoding.ToJson(),
        Training = settings,
    };
}
