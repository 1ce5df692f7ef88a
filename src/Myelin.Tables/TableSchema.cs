using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;

namespace Myelin.Tables;

/// <summary>What the columns of a table are for: the target and its task, the features, the weights; read off the cells where the options do not say.</summary>
public sealed class TableSchema
{
    private readonly int[] rows;
    private readonly int[] rowClasses = [];

    private const int MostWholeClasses = 20;

    private TableSchema(Table table, TaskKind task, string? weightColumn, IReadOnlyList<ColumnChoice> columns)
    {
        (Target, Task, TaskReason, WeightColumn, Columns) = (TargetEncoding.WithoutColumn(task).Name, task, "as asked for", weightColumn, columns);
        (rows, Warnings) = Counting(table, weightColumn, [.. Enumerable.Range(0, table.RowCount)], table.Warnings);
    }

    private TableSchema(Table table, Column target, TaskKind task, string taskReason, string? weightColumn, IReadOnlyList<ColumnChoice> columns)
    {
        (Target, Task, TaskReason, WeightColumn, Columns) = (target.Name, task, taskReason, weightColumn, columns);
        int[] present = target.PresentRows();
        int dropped = table.RowCount - present.Length;
        IReadOnlyList<string> warnings = dropped == 0 ? table.Warnings
            : [.. table.Warnings, $"{table.Name}: {dropped} of {table.RowCount} rows have no target '{Target}' and are left out."];
        (rows, Warnings) = Counting(table, weightColumn, present, warnings);
        if (task == TaskKind.Regression) return;
        var labels = target.AsText();
        Classes = labels.Categories;
        rowClasses = Array.ConvertAll(rows, row => labels.Codes[row]);
    }

    /// <summary>The column to predict; for clusters and projections, which have none, what is found in its place.</summary>
    public string Target { get; }

    /// <summary>What is predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>Why it is this task, as a phrase to be shown.</summary>
    public string TaskReason { get; }

    /// <summary>The classes as the file writes them, in ordinal order; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; } = [];

    /// <summary>The column of row weights, or null.</summary>
    public string? WeightColumn { get; }

    /// <summary>How every other column enters the network, in the table's order.</summary>
    public IReadOnlyList<ColumnChoice> Columns { get; }

    /// <summary>The rows that have a target and a weight other than 0, in order; the others cannot be learnt from.</summary>
    public ReadOnlySpan<int> Rows => rows;

    /// <summary>What looked odd in the table, and how many rows have no target, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The class of each of <see cref="Rows"/>, as an index into <see cref="Classes"/>; empty for regression.</summary>
    public ReadOnlySpan<int> RowClasses => rowClasses;

    /// <summary>Decides what each column is for.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What the caller says.</param>
    /// <exception cref="InvalidInputException">An option names no column or contradicts another one or the cells; or nothing can be learnt: one
    /// class, no target, no feature.</exception>
    public static TableSchema Infer(Table table, TableOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Task is TaskKind.Clusters or TaskKind.Projection) return InferWithoutTarget(table, options);
        var target = options.Target is { } name ? table[name] : table.Columns[^1];
        CheckNames(table, options, target.Name);
        var (task, taskReason) = InferTask(table, target, options.Task);
        ColumnChoice[] columns = ChooseAll(table, target, options, $"to predict '{target.Name}' from");
        return new TableSchema(table, target, task, taskReason, options.WeightColumn, columns);
    }

    /// <summary>A row of weight 0 is no row: it takes no part in the split, in means and categories, or in training.</summary>
    private static (int[] Rows, IReadOnlyList<string> Warnings) Counting(Table table, string? weightColumn, int[] rows, IReadOnlyList<string> warnings)
    {
        if (weightColumn is null) return (rows, warnings);
        float[] weights = Preprocessing.WeightsOf(table, weightColumn, rows);
        int[] counting = [.. rows.Where((_, i) => weights[i] > 0)];
        if (counting.Length == 0)
            throw new InvalidInputException($"{table.Name}: every weight in column '{weightColumn}' is 0; give some rows a weight above 0.");
        int none = rows.Length - counting.Length;
        return (counting, none == 0 ? warnings : [.. warnings, $"{table.Name}: {none} of {table.RowCount} rows have the weight 0 and are left out."]);
    }

    private static TableSchema InferWithoutTarget(Table table, TableOptions options)
    {
        if (options.Target is { } target)
            throw new InvalidInputException($"There is no target to predict, so the column '{target}' cannot be it; leave it out.");
        CheckNames(table, options, null);
        return new TableSchema(table, options.Task!.Value, options.WeightColumn, ChooseAll(table, null, options, "to take rows from"));
    }

    private static ColumnChoice[] ChooseAll(Table table, Column? target, TableOptions options, string purpose)
    {
        ColumnChoice[] columns = [.. table.Columns.Where(column => column != target && column.Name != options.WeightColumn)
            .Select(column => Choose(table, column, options))];
        if (columns.Any(column => column.Kind != ColumnKind.Ignored)) return columns;
        string found = columns.Length == 0 ? "there is no other column" : string.Join("; ", columns.Take(5).Select(column => column.ToString()));
        throw new InvalidInputException($"{table.Name} has no column {purpose}: {found}; add columns, or name some as "
            + $"{nameof(TableOptions.Numeric)} or {nameof(TableOptions.Categorical)}.")
        { Setting = nameof(TableOptions.Numeric) };
    }

    private static void CheckNames(Table table, TableOptions options, string? target)
    {
        var use = new Dictionary<string, string>(StringComparer.Ordinal);
        if (target is not null) use[target] = "the target";
        if (options.WeightColumn is { } weight) Claim(weight, "the weight column");
        foreach (string name in options.Ignore) Claim(name, "ignored");
        foreach (string name in options.Categorical.Where(name => name != target)) Claim(name, "categorical");
        foreach (string name in options.Numeric.Where(name => name != target)) Claim(name, "numeric");

        void Claim(string name, string what)
        {
            string column = table[name].Name;
            if (!use.TryAdd(column, what) && use[column] != what)
                throw new InvalidInputException($"Column '{column}' cannot be both {use[column]} and {what}; name it once.");
        }
    }

    private static (TaskKind Task, string Reason) InferTask(Table table, Column target, TaskKind? wanted)
    {
        int rows = target.PresentRows().Length;
        if (rows == 0)
            throw new InvalidInputException($"{table.Name}: every cell of the target column '{target.Name}' is missing; choose another "
                + $"{nameof(TableOptions.Target)}.")
            { Setting = nameof(TableOptions.Target) };
        var numbers = target as NumericColumn;
        if (wanted == TaskKind.Regression && numbers is null) throw new InvalidInputException(
            $"{table.Name}: the target column '{target.Name}' holds text, such as '{((TextColumn)target).Categories[0]}', so regression is not "
                + $"possible; choose {nameof(TableOptions.Task)} classes or another {nameof(TableOptions.Target)}.")
        { Setting = nameof(TableOptions.Task) };
        int distinct = numbers is null ? ((TextColumn)target).Categories.Count : CountDistinct(numbers);
        if (distinct == 1) throw new InvalidInputException(
            $"{table.Name}: the target column '{target.Name}' holds '{target.AsText().Categories[0]}' in every row, so there is nothing to learn; "
                + $"choose another {nameof(TableOptions.Target)}.")
        { Setting = nameof(TableOptions.Target) };
        if (wanted == TaskKind.Binary && distinct != 2) throw new InvalidInputException(
            $"{table.Name}: the target column '{target.Name}' holds {distinct} different values, a binary task needs 2; choose "
                + $"{nameof(TableOptions.Task)} classes.")
        { Setting = nameof(TableOptions.Task) };
        if (wanted is { } task) return (task, "as asked for");
        if (distinct == 2) return (TaskKind.Binary, "two values");
        if (numbers is null) return (TaskKind.Classes, $"text of {distinct} values");
        return distinct <= MostWholeClasses && AllWhole(numbers)
            ? (TaskKind.Classes, $"{distinct} whole numbers")
            : (TaskKind.Regression, "numbers");
    }

    private static ColumnChoice Choose(Table table, Column column, TableOptions options)
    {
        if (options.Ignore.Contains(column.Name)) return new(column.Name, ColumnKind.Ignored, "as asked for");
        if (options.Categorical.Contains(column.Name)) return new(column.Name, ColumnKind.Categorical, "as asked for");
        if (options.Numeric.Contains(column.Name)) return new(table.Numbers(column).Name, ColumnKind.Numeric, "as asked for");

        int present = column.PresentRows().Length;
        if (present == 0) return new(column.Name, ColumnKind.Ignored, "every cell is missing");
        bool several = present > 2;
        return column switch
        {
            NumericColumn { RisesByOne: true } when several => new(column.Name, ColumnKind.Ignored, "whole numbers rising by one"),
            NumericColumn => new(column.Name, ColumnKind.Numeric, "numbers"),
            TextColumn text when text.Categories.All(CellParser.IsDate) => new(column.Name, ColumnKind.Ignored, "dates"),
            TextColumn text when several && text.Categories.Count == present => new(column.Name, ColumnKind.Ignored, "text that differs in every row"),
            TextColumn text =>
                new(column.Name, ColumnKind.Categorical, text.Categories.Count == 1 ? "text of one value" : $"text of {text.Categories.Count} values"),
            _ => throw new InvalidOperationException($"Column '{column.Name}' is of no known kind."),
        };
    }

    private static int CountDistinct(NumericColumn numbers)
    {
        var distinct = new HashSet<float>();
        foreach (float value in numbers.Values)
        {
            if (!float.IsNaN(value)) distinct.Add(value);
        }

        return distinct.Count;
    }

    private static bool AllWhole(NumericColumn numbers)
    {
        foreach (float value in numbers.Values)
        {
            if (!float.IsNaN(value) && value != MathF.Truncate(value)) return false;
        }

        return true;
    }
}
