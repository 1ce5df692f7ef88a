using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Grammar;
using Myelin.Serialization;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Encodings;

/// <summary>How the target column becomes what the network learns, and a prediction becomes the target's own text or units again.</summary>
public sealed class TargetEncoding
{
    private const int MostClusters = 1 << 16;

    private static readonly string[] TaskNames = ["regression", "binary", "classes", "clusters", "projection"];

    private readonly string[] classes;
    private readonly Dictionary<float, int>? classOfNumber;

    private TargetEncoding(string name, TaskKind task, string[] classes, Standardization standardization)
    {
        (Name, Task, this.classes, Standardization) = (name, task, classes, standardization);
        var parser = new CellParser(decimalComma: false);
        float[] numbers = [.. classes.Select(label => parser.Parse(label, out float number) == Cell.Number ? number : float.NaN)];
        if (!numbers.Any(float.IsNaN) && numbers.Distinct().Count() == numbers.Length)
            classOfNumber = numbers.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
    }

    /// <summary>The target column's name; where there is none, <c>cluster</c> or <c>projection</c>.</summary>
    public string Name { get; }

    /// <summary>Whether there is a target column; clusters and projections have none.</summary>
    public bool IsColumn => Task is TaskKind.Regression or TaskKind.Binary or TaskKind.Classes;

    /// <summary>What is predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>
    /// The classes as the training file writes them, in ordinal order; clusters by number, counted from 1; empty for a regression and a projection.
    /// </summary>
    public IReadOnlyList<string> Classes => classes;

    /// <summary>For regression the scaling of the target, from the training rows; otherwise none.</summary>
    public Standardization Standardization { get; }

    /// <summary>A regression's output as text in the target's units, in the shortest form that reads back the same.</summary>
    /// <param name="output">The network's output.</param>
    public string Text(float output) => Standardization.Original(output).ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands for the target where the table has none.</summary>
    internal static TargetEncoding WithoutColumn(TaskKind task, int clusters = 0) =>
        new(task == TaskKind.Clusters ? "cluster" : "projection", task,
            [.. Enumerable.Range(1, clusters).Select(cluster => cluster.ToString(CultureInfo.InvariantCulture))], Standardization.None);

    internal static TargetEncoding Fit(Table table, TableSchema schema, ReadOnlySpan<int> rows, bool scaleTarget)
    {
        if (schema.Task is TaskKind.Clusters or TaskKind.Projection) return WithoutColumn(schema.Task);
        if (schema.Task != TaskKind.Regression) return new(schema.Target, schema.Task, [.. schema.Classes], Standardization.None);
        var column = (NumericColumn)table[schema.Target];
        return new(schema.Target, schema.Task, [], scaleTarget ? Standardization.Fit(column.Values, rows) : Standardization.None);
    }

    /// <summary>The scaled target of each row.</summary>
    internal float[] Values(Table table, ReadOnlySpan<int> rows)
    {
        var column = table.Numbers(table[Name]);
        var values = new float[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            RefuseMissing(table, column, rows[i]);
            values[i] = Standardization.Scaled(column.Values[rows[i]]);
        }

        return values;
    }

    /// <summary>The class of each row.</summary>
    internal int[] Labels(Table table, ReadOnlySpan<int> rows)
    {
        var column = table[Name].AsText();
        int[] classOf = [.. column.Categories.Select(ClassOf)];
        var labels = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            RefuseMissing(table, column, rows[i]);
            labels[i] = classOf[column.Codes[rows[i]]];
            if (labels[i] >= 0) continue;
            string label = column.Categories[column.Codes[rows[i]]];
            throw new InvalidInputException(
                $"{table.Where(rows[i])}: training never saw the class '{label}' of column '{Name}'{Nearest.Hint(label, classes)}; the classes are "
                    + $"{Table.Few(classes)}.");
        }

        return labels;
    }

    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["task"] = TaskNames[(int)Task] };
        if (Task == TaskKind.Regression) Standardization.Save(json);
        else if (Task == TaskKind.Clusters) json["count"] = classes.Length;
        else if (IsColumn) json["classes"] = JsonFields.ArrayOf(classes);
        return json;
    }

    internal static TargetEncoding FromJson(JsonFields fields)
    {
        string name = fields.Text("name"), taskName = fields.Text("task");
        int task = Array.IndexOf(TaskNames, taskName);
        if (task < 0) throw fields.Damaged("task", $"is '{taskName}'");
        if (task == (int)TaskKind.Regression) return new(name, TaskKind.Regression, [], Standardization.Load(fields));
        if (task == (int)TaskKind.Projection) return WithoutColumn(TaskKind.Projection);
        if (task == (int)TaskKind.Clusters)
        {
            return WithoutColumn(TaskKind.Clusters, fields.Whole("count", 1, MostClusters));
        }

        string[] classes = fields.RisingTexts("classes");
        if (classes.Length < 2 || (task == (int)TaskKind.Binary && classes.Length > 2)) throw fields.Damaged("classes", $"holds {classes.Length} names");
        return new(name, (TaskKind)task, classes, Standardization.None);
    }

    // Another file may write the number of a class in another way: 1 as 1.0.
    private int ClassOf(string label)
    {
        int place = Array.BinarySearch(classes, label, StringComparer.Ordinal);
        if (place >= 0 || classOfNumber is null) return place;
        return new CellParser(decimalComma: false).Parse(label, out float number) == Cell.Number ? classOfNumber.GetValueOrDefault(number, -1) : -1;
    }

    private void RefuseMissing(Table table, Column column, int row)
    {
        if (column.IsMissing(row)) throw new InvalidInputException($"{table.Where(row)}: the target '{Name}' is missing; leave the row out.");
    }
}
