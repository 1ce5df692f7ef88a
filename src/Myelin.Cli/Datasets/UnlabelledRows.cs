using Myelin.Classical;
using Myelin.Tables;

namespace Myelin.Cli.Datasets;

/// <summary>All rows of a table without a target, as clusters and projections are learnt from them.</summary>
internal sealed class UnlabelledRows
{
    private readonly Preprocessing preprocessing;

    private UnlabelledRows(Table table, TableSchema schema, Preprocessing preprocessing)
    {
        (Table, this.preprocessing, Source) = (table, preprocessing, preprocessing.Encode(table, schema.Rows));
        Samples = Samples.Of(Source);
        Notes = [.. schema.Columns.Select(choice => $"  {choice}"), .. schema.WeightColumn is { } column ? new[] { $"  {column}: the weight of each row" } : []];
    }

    /// <summary>The raw rows.</summary>
    internal Table Table { get; }

    /// <summary>The rows as a network takes them.</summary>
    internal TableSource Source { get; }

    /// <summary>The rows in double precision.</summary>
    internal Samples Samples { get; }

    /// <summary>How the columns are taken, one line each.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>The name of each input, and how it was scaled.</summary>
    internal IEnumerable<(string Name, Standardization Scaling)> Inputs => preprocessing.Features.SelectMany(feature =>
        feature.InputNames.Select((name, i) => (name, feature is NumericFeature number && i == 0 ? number.Standardization : Standardization.None)));

    /// <summary>Reads a table.</summary>
    /// <param name="files">The files.</param>
    /// <param name="options">What is known of the columns.</param>
    /// <param name="task">Clusters or a projection.</param>
    /// <param name="warnings">Takes what looked odd.</param>
    internal static UnlabelledRows Read(DataFiles files, TableOptions options, TaskKind task, ICollection<string> warnings)
    {
        if (files.HoldImages) throw new InvalidInputException($"{files.Paths[0]} holds images; give a CSV file.");
        Table table = files.ReadTable(options);
        TableSchema schema = TableSchema.Infer(table, options with { Task = task });
        foreach (string warning in schema.Warnings) warnings.Add(warning);
        return new UnlabelledRows(table, schema, Preprocessing.Fit(table, schema, schema.Rows));
    }

    /// <summary>The encoding of a model that gives clusters.</summary>
    internal DataEncoding ForClusters(int count) => new TableEncoding(preprocessing.ForClusters(count));

    /// <summary>The encoding of a model that projects rows.</summary>
    internal DataEncoding ForProjection() => new TableEncoding(preprocessing.ForProjection());
}
