using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Grammar;
using Myelin.Serialization;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Encodings;

/// <summary>
/// Everything that stands between a raw row and the network: which columns enter and how, and the target. Learnt from training rows
/// once, then fixed; saved in the model, so that prediction takes raw rows. What a row gives depends on that row alone.
/// </summary>
public sealed class Preprocessing
{
    private readonly Feature[] features;
    private readonly string[] columns;

    private Preprocessing(bool hasHeader, string[] columns, Feature[] features, ColumnChoice[] ignored, TargetEncoding target, string? weightColumn)
    {
        (HasHeader, this.columns, this.features, Ignored, Target, WeightColumn) = (hasHeader, columns, features, ignored, target, weightColumn);
        Width = features.Sum(feature => feature.Width);
    }

    /// <summary>The columns that enter the network, in the table's order.</summary>
    public IReadOnlyList<Feature> Features => features;

    /// <summary>The columns that do not, and why.</summary>
    public IReadOnlyList<ColumnChoice> Ignored { get; }

    /// <summary>The target.</summary>
    public TargetEncoding Target { get; }

    /// <summary>The column of row weights, or null.</summary>
    public string? WeightColumn { get; }

    /// <summary>Whether the training file had a header.</summary>
    public bool HasHeader { get; }

    /// <summary>The number of inputs of the network.</summary>
    public int Width { get; }

    /// <summary>The name of each input of the network, and how it was scaled.</summary>
    public IReadOnlyList<(string Name, Standardization Scaling)> NamedInputs => [.. features.SelectMany(feature =>
        feature.InputNames.Select((name, i) => (name, feature is NumericFeature number && i == 0 ? number.Standardization : Standardization.None)))];

    /// <summary>How to read a file for this preprocessing: every column as what it was in training, a file without header by position.</summary>
    public TableOptions ReadOptions
    {
        get
        {
            bool regression = Target.Task == TaskKind.Regression;
            bool hasClasses = Target.IsColumn && !regression;
            IEnumerable<string> numbers = NamesOf(ColumnKind.Numeric);
            if (regression) numbers = numbers.Append(Target.Name);
            if (WeightColumn is not null) numbers = numbers.Append(WeightColumn);
            var texts = NamesOf(ColumnKind.Categorical);
            return new TableOptions
            {
                HasHeader = HasHeader,
                Target = Target.IsColumn ? Target.Name : null,
                WeightColumn = WeightColumn,
                Numeric = [.. numbers],
                Categorical = [.. hasClasses ? texts.Append(Target.Name) : texts],
                ExpectedColumns = columns,
            };
        }
    }

    /// <summary>Learns from training rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="schema">The table's schema.</param>
    /// <param name="rows">The training rows; only they count.</param>
    /// <param name="scaleTarget">Whether a regression's target is scaled to mean 0 and standard deviation 1; false where the loss forbids shifting it.</param>
    public static Preprocessing Fit(Table table, TableSchema schema, ReadOnlySpan<int> rows, bool scaleTarget = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(schema);
        if (rows.Length == 0) throw new ArgumentException("Preprocessing is learnt from at least one row.", nameof(rows));
        var features = new List<Feature>();
        foreach (var column in schema.Columns)
        {
            if (column.Kind == ColumnKind.Numeric) features.Add(NumericFeature.Fit((NumericColumn)table[column.Name], rows));
            if (column.Kind == ColumnKind.Categorical) features.Add(CategoricalFeature.Fit(table[column.Name].AsText(), rows));
        }

        return new Preprocessing(
            table.HasHeader,
            [.. table.Columns.Select(column => column.Name)],
            [.. features],
            [.. schema.Columns.Where(column => column.Kind == ColumnKind.Ignored)],
            TargetEncoding.Fit(table, schema, rows, scaleTarget),
            schema.WeightColumn);
    }

    /// <summary>
    /// Rows with their targets, to train or to evaluate: scaled values for regression, labels for classes, nothing where the table has no target;
    /// and weights, where the table has the weight column.
    /// </summary>
    /// <param name="table">A table with the columns of the training table, in any order; others are not looked at.</param>
    /// <param name="rows">The rows, each with a target.</param>
    /// <exception cref="InvalidInputException">A column is absent, a target missing or a class unknown, or a weight out of range; the message says
    /// where.</exception>
    public TableSource Encode(Table table, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[]? labels = Target.Task is TaskKind.Binary or TaskKind.Classes ? Target.Labels(table, rows) : null;
        float[]? values = Target.Task == TaskKind.Regression ? Target.Values(table, rows) : null;
        return new TableSource(table, rows.ToArray(), Width, Bind(table), values, labels, Target.Classes.Count, Weights(table, rows),
            Target.Standardization.Scale, Target.Standardization.Mean);
    }

    /// <summary>All rows without targets, to predict.</summary>
    /// <param name="table">A table with the columns of the training table, in any order; the target may be absent.</param>
    /// <exception cref="InvalidInputException">A column is absent, or holds text where it held numbers.</exception>
    public TableSource EncodeInputs(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableSource(table, [.. Enumerable.Range(0, table.RowCount)], Width, Bind(table), null, null, 0, null);
    }

    /// <summary>The same inputs for a model that says to which of some clusters a row belongs.</summary>
    /// <param name="count">The number of clusters.</param>
    public Preprocessing ForClusters(int count) =>
        new(HasHeader, columns, features, [.. Ignored], TargetEncoding.WithoutColumn(TaskKind.Clusters, count), WeightColumn);

    /// <summary>The same inputs for a model that projects rows, such as a hidden layer of a network that had a target.</summary>
    public Preprocessing ForProjection() => new(HasHeader, columns, features, [.. Ignored], TargetEncoding.WithoutColumn(TaskKind.Projection), WeightColumn);

    /// <summary>The object as JSON; <see cref="FromJson(JsonObject)"/> gives one that encodes the same bits.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["has_header"] = HasHeader,
            ["columns"] = JsonFields.ArrayOf(columns),
            ["target"] = Target.ToJson(),
            ["features"] = new JsonArray([.. features.Select(feature => feature.ToJson())]),
            ["ignored"] = new JsonArray([.. Ignored.Select(column => new JsonObject { ["name"] = column.Name, ["reason"] = column.Reason })]),
        };
        if (WeightColumn is not null) json["weight_column"] = WeightColumn;
        return json;
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The object.</param>
    /// <exception cref="InvalidInputException">Something is absent, of another type or out of range.</exception>
    public static Preprocessing FromJson(JsonObject json) => FromJson(json, "The model's preprocessing", "");

    /// <summary>Reads what <see cref="ToJson"/> wrote into a model file.</summary>
    /// <param name="json">The object.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InvalidInputException">Something is absent, of another type or out of range; the message names the file.</exception>
    public static Preprocessing FromJson(JsonObject json, string file) => FromJson(json, file, "preprocessing.");

    private static Preprocessing FromJson(JsonObject json, string subject, string path)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonFields fields = Checked(json, subject, path);
        Feature[] features = [.. fields.List("features").Select(Feature.FromJson)];
        if (features.Length == 0) throw fields.Damaged("features", "is empty");
        if (features.DistinctBy(feature => feature.Name).Count() < features.Length) throw fields.Damaged("features", "names a column twice");
        return new Preprocessing(
            fields.Flag("has_header"),
            fields.Texts("columns"),
            features,
            [.. fields.List("ignored").Select(column => new ColumnChoice(column.Text("name"), ColumnKind.Ignored, column.Text("reason")))],
            TargetEncoding.FromJson(fields.Fields("target")),
            fields.OptionalText("weight_column"));
    }

    private static JsonFields Checked(JsonObject json, string subject, string path)
    {
        try
        {
            StrictJson.Require(json);
        }
        catch (JsonException wrong)
        {
            throw new InvalidInputException($"{subject} is damaged: {wrong} Take the model file from its source again.", wrong);
        }

        return new JsonFields(json, subject, path);
    }

    private IEnumerable<string> NamesOf(ColumnKind kind) => features.Where(feature => feature.Kind == kind).Select(feature => feature.Name);

    private (IRowEncoder Encoder, int Start, int Width)[] Bind(Table table)
    {
        var encoders = new (IRowEncoder, int, int)[features.Length];
        int start = 0;
        for (int i = 0; i < features.Length; i++)
        {
            var column = table.Find(features[i].Name) ?? throw new InvalidInputException(
                $"{table.Name} lacks the column '{features[i].Name}', which the model was trained on; its columns are "
                    + $"{Table.Few([.. table.Columns.Select(column => column.Name)])}.");
            encoders[i] = (features[i].Bind(column, table), start, features[i].Width);
            start += features[i].Width;
        }

        return encoders;
    }

    private float[]? Weights(Table table, ReadOnlySpan<int> rows) =>
        WeightColumn is null || table.Find(WeightColumn) is null ? null : WeightsOf(table, WeightColumn, rows);

    /// <summary>The weights of some rows.</summary>
    /// <exception cref="InvalidInputException">A weight is missing, negative or no number; the message says where.</exception>
    internal static float[] WeightsOf(Table table, string weightColumn, ReadOnlySpan<int> rows)
    {
        var numbers = table.Numbers(table[weightColumn]);
        var weights = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            weights[i] = numbers.Values[rows[i]];
            if (!(weights[i] >= 0 && float.IsFinite(weights[i]))) throw new InvalidInputException(
                $"{table.Where(rows[i])}: the weight is {(float.IsNaN(weights[i]) ? "missing" : Spec.Text(weights[i]))}; weights in column "
                    + $"'{weightColumn}' are finite and 0 or more.");
        }

        return weights;
    }
}
