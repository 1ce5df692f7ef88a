using Myelin.Classical;
using Myelin.Grammar;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Tables;
using Myelin.Tables.Columns;

namespace Myelin.Models.Recipes;

/// <summary>
/// Clusters by k-means: rows in groups that lie near each other. Numeric columns are standardised and categories become inputs of 0 and 1, so that no
/// column counts for its units.
/// </summary>
public sealed record ClusterRecipe : UnlabelledRecipe
{
    internal const string Name = "clusters";

    private static readonly WholeOption ClustersOption = new("clusters", "k, the number of clusters", 3, 1, 1 << 16);
    private static readonly WholeOption StartsOption = new("starts", "how many times centres are drawn and improved; the best counts",
        KMeans.DefaultStarts, 1, 10_000);
    private static readonly TextOption CompareOption = new("compare", "a column that is left out of the rows and compared with the clusters", "a column");
    private const int MostCompared = 50;
    private static readonly SeedOption SeedOption = new("seed", "the seed of the draws", 1);

    /// <summary>k, the number of clusters, from 1 to 65,536; by default 3.</summary>
    public int Clusters { get; init => field = ClustersOption.Require(value, nameof(Clusters)); } = 3;

    /// <summary>How many times centres are drawn and improved, from 1 to 10,000; the best counts; by default 10.</summary>
    public int Starts { get; init => field = StartsOption.Require(value, nameof(Starts)); } = KMeans.DefaultStarts;

    /// <summary>The seed of the draws; by default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A column that is left out of the rows and compared with the clusters, of at most 50 values; null, the default, for none.</summary>
    public string? Compare { get; init; }

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Name, ClustersOption.TextUnlessDefault(Clusters), StartsOption.TextUnlessDefault(Starts), SeedOption.TextUnlessDefault(Seed),
        CompareOption.Text(Compare));

    private protected override TaskKind Task => TaskKind.Clusters;

    private protected override ulong RandomSeed => Seed;

    private protected override string Method => "k-means";

    private protected override string? Beside => Compare;

    internal static Member<Recipe> Member() => new(Name, "Clusters of rows by k-means.",
        spec => new ClusterRecipe
        {
            Clusters = ClustersOption.Read(spec),
            Starts = StartsOption.Read(spec),
            Seed = SeedOption.Read(spec),
            Compare = CompareOption.Read(spec)
        }, ClustersOption, StartsOption, SeedOption, CompareOption)
    { Suits = "rows without a target that fall into groups" };

    private protected override Found Find(UnlabelledRows rows)
    {
        TextColumn? beside = Compare is null ? null : rows.Table[Compare].AsText();
        if (beside is { Categories.Count: > MostCompared })
            throw new InvalidInputException($"The column '{Compare}' holds {beside.Categories.Count} different values, too many to stand beside "
                + $"clusters; name one of at most {MostCompared}.");
        KMeans found = Fit(rows.Samples);
        return new Found(found.Scores().ToNetwork(), rows.ForClusters(found.Count), Scores.Of(found, rows.Samples),
            new() { { "starts", Starts } })
        { Clusters = FactsOf(found, rows), Comparison = beside is null ? null : ComparisonOf(found, rows, beside) };
    }

    private KMeans Fit(Samples samples)
    {
        try
        {
            return KMeans.Fit(samples, Clusters, Seed, Starts);
        }
        catch (ArgumentException wrong)
        {
            // More clusters than there are different rows.
            throw new InvalidInputException($"{wrong}", wrong);
        }
    }

    private static ClusterComparison ComparisonOf(KMeans found, UnlabelledRows rows, TextColumn column)
    {
        bool anyMissing = rows.Source.Rows.Any(column.IsMissing);
        string[] values = [.. column.Categories, .. anyMissing ? new[] { "missing" } : []];
        int[][] counts = [.. values.Select(_ => new int[found.Count])];
        for (int i = 0; i < rows.Source.Count; i++)
        {
            int code = column.Codes[rows.Source.Rows[i]];
            counts[code == TextColumn.Missing ? counts.Length - 1 : code][found.Clusters[i]]++;
        }

        return new ClusterComparison(column.Name, values, counts);
    }

    private static ClusterFacts[] FactsOf(KMeans found, UnlabelledRows rows)
    {
        var (counts, distances, weights) = (new int[found.Count], new double[found.Count], new double[found.Count]);
        for (int row = 0; row < rows.Samples.Rows; row++)
        {
            int k = found.Clusters[row];
            double weight = rows.Samples.Weight(row);
            counts[k]++;
            weights[k] += weight;
            for (int i = 0; i < rows.Inputs.Count; i++) distances[k] += weight * Math.Pow(rows.Samples.Input(row)[i] - found.Center(k)[i], 2);
        }

        return [.. Enumerable.Range(0, found.Count).Select(k =>
        {
            double[] center = found.Center(k).ToArray();
            return new ClusterFacts(k + 1, counts[k], distances[k] / weights[k],
                [.. rows.Inputs.Select((input, i) => (input.Name, (center[i] * input.Scaling.Scale) + input.Scaling.Mean))]);
        })];
    }
}
