using Myelin.Classical;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;

namespace Myelin.Models.Datasets;

/// <summary>All rows of a table without a target, as clusters and projections are learnt from them.</summary>
internal sealed class UnlabelledRows
{
    private readonly Preprocessing preprocessing;

    internal UnlabelledRows(Table table, TableSchema schema, Preprocessing preprocessing)
    {
        (Table, this.preprocessing, Source, Warnings) = (table, preprocessing, preprocessing.Encode(table, schema.Rows), schema.Warnings);
        Samples = Samples.Of(Source);
        Notes = [.. schema.Columns.Select(choice => $"  {choice}"),
            .. schema.WeightColumn is { } column ? new[] { $"  {column}: the weight of each row" } : []];
    }

    /// <summary>The raw rows.</summary>
    internal Table Table { get; }

    /// <summary>The rows as a network takes them.</summary>
    internal TableSource Source { get; }

    /// <summary>The rows in double precision.</summary>
    internal Samples Samples { get; }

    /// <summary>How the columns are taken, one line each.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>What looked odd in the data, one line each.</summary>
    internal IReadOnlyList<string> Warnings { get; }

    /// <summary>The name of each input, and how it was scaled.</summary>
    internal IReadOnlyList<(string Name, Standardization Scaling)> Inputs => preprocessing.NamedInputs;

    /// <summary>The encoding of a model that gives clusters.</summary>
    internal DataEncoding ForClusters(int count) => new TableEncoding(preprocessing.ForClusters(count));

    /// <summary>The encoding of a model that projects rows.</summary>
    internal DataEncoding ForProjection() => new TableEncoding(preprocessing.ForProjection());
}
