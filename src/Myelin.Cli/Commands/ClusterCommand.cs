using System.CommandLine;
using Myelin.Classical;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Models;
using Myelin.Models.Recipes;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin cluster</c>: rows in groups that lie near each other, by k-means.</summary>
internal sealed class ClusterCommand : UnsupervisedCommand
{
    private readonly WholeOption clusters = new("--clusters", "k, the number of clusters.", 3, 1, 1 << 16);
    private readonly WholeOption starts = new("--starts", "How many times centres are drawn and improved; the best counts.", KMeans.DefaultStarts, 1, 10_000);
    private readonly SeedOption seed = new("The seed of the draws: equal seed, data and options give equal clusters.", 1);
    private readonly Option<string?> compare = Text("--compare", "column", "A column that is left out of the rows and shown beside the clusters.");

    internal ClusterCommand()
        : base("cluster", "Group the rows of a table by k-means, and save the centres.", "-clusters", "CSV files, plain or .gz. '-' is standard input.")
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

    internal override string Remarks =>
        "Numeric columns are standardised and categories become inputs of 0 and 1, as 'train' takes them, so that no column counts for its units.";

    private protected override Learnt Fit(ParseResult parsed, DataFiles files, TrainingDisplay display)
    {
        var recipe = new ClusterRecipe
        {
            Clusters = parsed.GetValue(clusters),
            Starts = parsed.GetValue(starts),
            Seed = parsed.GetValue(seed),
            Compare = parsed.GetValue(compare)
        };
        Run run = recipe.Train(files.Rows(Columns.Read(parsed)), listener: display);
        return new Learnt(run.Model, run.TrainingSource, ClusterReport.Of(run));
    }
}
