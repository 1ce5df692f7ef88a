using System.Text.Json.Nodes;
using Myelin.Serialization;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Encodings;

/// <summary>
/// A number, standardised: (x - mean) / scale, with the mean and the standard deviation (of the population) of the training rows, in
/// double precision; scale is 1 for a column that is constant there. Values beyond 4 standard deviations are held there, so that neither a
/// wild cell nor a column that is nearly constant outweighs all others. A missing cell takes the training mean, which gives 0; where
/// cells were missing in training a second input says so with 1.
/// </summary>
public sealed class NumericFeature : Feature
{
    /// <summary>The largest size of a standardised value, 4 standard deviations.</summary>
    public const float Limit = 4;

    internal const string KindName = "numeric";

    private NumericFeature(string name, Standardization standardization, bool hasIndicator) : base(name) =>
        (Standardization, HasIndicator) = (standardization, hasIndicator);

    /// <summary>The mean and scale of the training rows.</summary>
    public Standardization Standardization { get; }

    /// <summary>Whether a second input says that the cell is missing.</summary>
    public bool HasIndicator { get; }

    /// <inheritdoc/>
    public override ColumnKind Kind => ColumnKind.Numeric;

    /// <inheritdoc/>
    public override int Width => HasIndicator ? 2 : 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames => HasIndicator ? [Name, $"{Name} missing"] : [Name];

    internal static NumericFeature Fit(NumericColumn column, ReadOnlySpan<int> rows)
    {
        bool anyMissing = false;
        foreach (int row in rows) anyMissing |= column.IsMissing(row);
        return new NumericFeature(column.Name, Standardization.Fit(column.Values, rows), anyMissing);
    }

    internal override IRowEncoder Bind(Column column, Table table) => new Encoder(this, table.Numbers(column));

    internal override JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["kind"] = KindName, ["indicator"] = HasIndicator };
        Standardization.Save(json);
        return json;
    }

    internal static new NumericFeature FromJson(JsonFields fields) =>
        new(fields.Text("name"), Standardization.Load(fields), fields.Flag("indicator"));

    private sealed class Encoder(NumericFeature feature, NumericColumn column) : IRowEncoder
    {
        public void Write(int row, Span<float> inputs)
        {
            float value = column.Values[row];
            if (!float.IsNaN(value)) inputs[0] = Math.Clamp(feature.Standardization.Scaled(value), -Limit, Limit);
            else if (feature.HasIndicator) inputs[1] = 1;
        }
    }
}
