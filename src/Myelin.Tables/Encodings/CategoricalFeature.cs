using System.Text.Json.Nodes;
using Myelin.Serialization;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Encodings;

/// <summary>
/// A category as one input that is 1 among others that are 0. Each category of the training rows has its place, in ordinal order; of
/// more than 50 the 50 most frequent have. The next place is shared by rare ones, those that training never saw, and missing cells;
/// where cells were missing in training these have a place of their own, the last.
/// </summary>
public sealed class CategoricalFeature : Feature
{
    /// <summary>The most categories that have a place of their own.</summary>
    public const int MostCategories = 50;

    internal const string KindName = "categorical";

    private readonly string[] categories;

    private CategoricalFeature(string name, string[] categories, bool hasMissing) : base(name) => (this.categories, HasMissing) = (categories, hasMissing);

    /// <summary>The categories with a place of their own, in ordinal order.</summary>
    public IReadOnlyList<string> Categories => categories;

    /// <summary>Whether missing cells have a place of their own.</summary>
    public bool HasMissing { get; }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Categorical;

    /// <inheritdoc/>
    public override int Width => categories.Length + (HasMissing ? 2 : 1);

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames =>
        [.. categories.Select(category => $"{Name}={category}"), $"{Name} other", .. HasMissing ? new[] { $"{Name} missing" } : []];

    internal static CategoricalFeature Fit(TextColumn column, ReadOnlySpan<int> rows)
    {
        var counts = new int[column.Categories.Count];
        bool hasMissing = false;
        foreach (int row in rows)
        {
            int code = column.Codes[row];
            if (code == TextColumn.Missing) hasMissing = true;
            else counts[code]++;
        }

        // The order is stable, so that of equally frequent categories the ordinally first are kept.
        int[] kept = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).OrderByDescending(code => counts[code])
            .Take(MostCategories).Order()];
        return new CategoricalFeature(column.Name, Array.ConvertAll(kept, code => column.Categories[code]), hasMissing);
    }

    internal override IRowEncoder Bind(Column column, Table table)
    {
        var text = column.AsText();
        int other = categories.Length;
        int[] places = [.. text.Categories.Select(category => Array.BinarySearch(categories, category, StringComparer.Ordinal))
            .Select(place => place < 0 ? other : place)];
        return new Encoder(text, places, HasMissing ? other + 1 : other);
    }

    internal override JsonObject ToJson() =>
        new() { ["name"] = Name, ["kind"] = KindName, ["categories"] = JsonFields.ArrayOf(categories), ["missing"] = HasMissing };

    internal static new CategoricalFeature FromJson(JsonFields fields) =>
        new(fields.Text("name"), fields.RisingTexts("categories"), fields.Flag("missing"));

    private sealed class Encoder(TextColumn column, int[] places, int missing) : IRowEncoder
    {
        public void Write(int row, Span<float> inputs)
        {
            int code = column.Codes[row];
            inputs[code == TextColumn.Missing ? missing : places[code]] = 1;
        }
    }
}
