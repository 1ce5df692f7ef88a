using System.Text.Json.Nodes;
using Myelin.Serialization;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Encodings;

/// <summary>How one column becomes inputs of the network, learnt from training rows.</summary>
public abstract class Feature
{
    private protected Feature(string name) => Name = name;

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>The kind the column is read as.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>The number of inputs.</summary>
    public abstract int Width { get; }

    /// <summary>The name of each input, for example <c>age</c>, <c>age missing</c>, <c>sex=male</c>.</summary>
    public abstract IReadOnlyList<string> InputNames { get; }

    /// <summary>What writes the inputs of a table's rows.</summary>
    internal abstract IRowEncoder Bind(Column column, Table table);

    internal abstract JsonObject ToJson();

    internal static Feature FromJson(JsonFields fields) => fields.Text("kind") switch
    {
        NumericFeature.KindName => NumericFeature.FromJson(fields),
        CategoricalFeature.KindName => CategoricalFeature.FromJson(fields),
        var kind => throw fields.Damaged("kind", $"is '{kind}'"),
    };
}
