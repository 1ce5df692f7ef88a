using System.CommandLine;
using System.Text.Json.Nodes;
using Myelin.Classical;
using Myelin.Cli.Datasets;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Serialization;
using Myelin.Tables;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin cluster</c>: rows in groups that lie near each other, by k-means.</summary>
internal sealed class ClusterCommand : UnsupervisedCommand
{
    private readonly WholeOption clusters = new("--clusters", "k, the number of clusters.", 3, 1, 1 << 16);
    private readonly WholeOption starts = new("--starts", "How many times centres are drawn and improved; the best counts.", KMeans.DefaultStarts, 1, 10_000);
    private readonly SeedOption seed = new("The seed of the draws: equal seed, data and options give equal clusters.", 1);
    private readonly Option<string?> compare = Text("--compare", "column", "A column that is left out of the rows and shown beside the clusters.");

    internal ClusterCommand() : base("cluster", "Group the rows of a table by k-means, and save the centres.", "-clusters", "CSV files, plain or .gz. '-' is standard input.")
    {
        AddSection("Clusters", clusters, starts, seed, compare);
        AddCommonSections();
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Three clusters, beside the species that they were found without", "myelin cluster iris.csv --clusters 3 --compare species"),
        ("Each row's cluster into a file", "myelin cluster customers.csv --clusters 5 --output clusters.csv"),
        ("The clusters of new rows", "myelin predict customers-clusters.safetensors new.csv"),
    ];

    internal override string Remarks => "Numeric columns are standardised and categories become inputs of 0 and 1, as 'train' takes them, so that no column counts for its units.";

    protected override IUnsupervisedResult Fit(ParseResult parsed, Terminal terminal, DataFiles files, ICollection<string> warnings)
    {
        TableOptions options = Columns.Read(parsed);
        string? compared = parsed.GetValue(compare);
        if (compared is not null) options = options with { Ignore = [.. options.Ignore, compared] };
        UnlabelledRows rows = UnlabelledRows.Read(files, options, TaskKind.Clusters, warnings);
        TextColumn? beside = compared is null ? null : rows.Table[compared].AsText();
        if (beside is { Categories.Count: > ClusterReport.MostCompared })
            throw new InvalidInputException($"The column '{compared}' holds {beside.Categories.Count} different values, too many to stand beside clusters; name one of at most {ClusterReport.MostCompared} with --compare.");
        KMeans found = KMeans.Fit(rows.Samples, parsed.GetValue(clusters), parsed.GetValue(seed), parsed.GetValue(starts));
        DataEncoding encoding = rows.ForClusters(found.Count);
        var model = new SavedModel
        {
            Network = found.Scores().ToNetwork(),
            InputShape = encoding.InputShape,
            Loss = "mse",
            Classes = encoding.Classes,
            Seed = parsed.GetValue(seed),
            Preprocessing = encoding.ToJson(),
            Training = new JsonObject { ["data"] = JsonText.Texts(files.Names), ["model_kind"] = "k-means", ["starts"] = parsed.GetValue(starts) },
        };
        return new ClusterReport(model, encoding, rows, found, beside);
    }
}
