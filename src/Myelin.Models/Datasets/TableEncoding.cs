using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tensors;

namespace Myelin.Models.Datasets;

/// <summary>Rows of a table.</summary>
internal sealed class TableEncoding(Preprocessing preprocessing) : DataEncoding
{
    internal const string KindName = "table";

    internal override TaskKind Task => preprocessing.Target.Task;

    internal override string Target => preprocessing.Target.Name;

    internal override IReadOnlyList<string> Classes => preprocessing.Target.Classes;

    internal override Shape InputShape => new(preprocessing.Width);

    internal override Standardization TargetScaling => preprocessing.Target.Standardization;

    internal override IEnumerable<InputDescription> Inputs =>
    [
        .. preprocessing.Features.Select(Describe),
        .. preprocessing.Ignored.Select(column => new InputDescription(column.Name, "ignored", 0, column.Reason)),
    ];

    internal override IReadOnlyList<(string Name, Standardization Scaling)> NamedInputs => preprocessing.NamedInputs;

    internal override IReadOnlyList<(string Name, Standardization Scaling)> TwoNumbers =>
        preprocessing.Features is [NumericFeature { HasIndicator: false } first, NumericFeature { HasIndicator: false } second]
        ? [(first.Name, first.Standardization), (second.Name, second.Standardization)]
        : [];

    protected override string Kind => KindName;

    internal override IDataSource Read(Dataset rows, ICollection<string> warnings)
    {
        Table table = ReadTable(rows, warnings);
        if (!preprocessing.Target.IsColumn) return preprocessing.Encode(table, [.. Enumerable.Range(0, table.RowCount)]);
        int[] present = table[Target].PresentRows();
        if (present.Length == 0)
            throw new InvalidInputException($"{table.Name}: every cell of the target column '{Target}' is missing; give rows with targets.");
        if (present.Length < table.RowCount)
            warnings.Add($"{table.Name}: {table.RowCount - present.Length} of {table.RowCount} rows have no target '{Target}' and are left out.");
        return preprocessing.Encode(table, present);
    }

    internal override IDataSource ReadInputs(Dataset rows, ICollection<string> warnings) => preprocessing.EncodeInputs(ReadTable(rows, warnings));

    internal override DataEncoding ForProjection() => new TableEncoding(preprocessing.ForProjection());

    protected override JsonObject Save() => preprocessing.ToJson();

    private Table ReadTable(Dataset rows, ICollection<string> warnings)
    {
        if (rows is ImageDataset images)
            throw new InvalidInputException($"{images.Paths[0]} holds images, but the model was trained on a table; give a CSV file.");
        Table table = ((TableDataset)rows).Read(preprocessing.ReadOptions);
        foreach (string warning in table.Warnings) warnings.Add(warning);
        return table;
    }

    private static InputDescription Describe(Feature feature) =>
        new(feature.Name, feature is NumericFeature ? "numeric" : "categorical", feature.Width, feature switch
        {
            NumericFeature number =>
                $"mean {number.Standardization.Mean:G6}, scale {number.Standardization.Scale:G6}"
                    + (number.HasIndicator ? ", with a mark for missing cells" : ""),
            CategoricalFeature category =>
                $"{category.Categories.Count} categories: {string.Join(", ", category.Categories.Take(5))}{(category.Categories.Count > 5 ? ", …" : "")}",
            _ => "",
        });
}
