using Myelin.Data;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Splits;

namespace Myelin.Models.Datasets;

/// <summary>Rows of a table.</summary>
internal sealed class TableDataset : Dataset
{
    private readonly Func<TableOptions, Table> read;
    private readonly bool isOnce;
    private readonly Lock reading = new();
    private Table? own;

    /// <summary>States where rows come from.</summary>
    /// <param name="names">What they are called.</param>
    /// <param name="read">Reads them.</param>
    /// <param name="options">What is known of the columns.</param>
    /// <param name="isOnce">Whether they can be read once only.</param>
    internal TableDataset(IReadOnlyList<string> names, Func<TableOptions, Table> read, TableOptions options, bool isOnce) : base(names) =>
        (this.read, Options, this.isOnce) = (read, options, isOnce);

    /// <summary>What is known of the columns.</summary>
    internal TableOptions Options { get; }

    public override IReadOnlyList<string> Targets => Options.Target is { } target ? [target] : [];

    /// <summary>The rows as a model takes them that was trained on columns of certain kinds.</summary>
    /// <param name="known">What the model knows of its columns.</param>
    internal Table Read(TableOptions known)
    {
        if (!isOnce) return read(known);
        lock (reading) return own ??= read(known);
    }

    internal override PreparedRows Prepare(Preparation how)
    {
        Table table = Own();
        TableSchema schema = TableSchema.Infer(table, Options);
        Split rows = Split.Create(schema, how.ValidationFraction, how.TestFraction, how.Seed);
        Preprocessing preprocessing = Preprocessing.Fit(table, schema, rows.Train, how.ScaleTarget);
        var encoding = new TableEncoding(preprocessing);
        var warnings = new List<string>(schema.Warnings);
        IDataSource? Part(ReadOnlySpan<int> part) => part.Length == 0 ? null : preprocessing.Encode(table, part);
        string task = schema.Task == TaskKind.Regression ? "regression" : schema.Task == TaskKind.Binary
            ? $"binary: '{schema.Classes[1]}' against '{schema.Classes[0]}'" : $"{schema.Classes.Count} classes";
        string[] weights = schema.WeightColumn is { } column ? [$"  {column}: the weight of each row"] : [];
        IDataSource? test = how.Test is null ? Part(rows.Test) : encoding.Read(how.Test, warnings);
        return new PreparedRows
        {
            Encoding = encoding,
            Training = preprocessing.Encode(table, rows.Train),
            Validation = Part(rows.Validation),
            Test = test,
            Warnings = warnings,
            Notes =
            [
                $"Target: {schema.Target}{(Options.Target is null ? ", the last column" : "")}. Task: {task} ({schema.TaskReason}).",
                .. schema.Columns.Select(choice => $"  {choice}"),
                .. weights,
            ],
        };
    }

    internal override UnlabelledRows PrepareUnlabelled(TaskKind task, string? beside)
    {
        Table table = Own();
        TableSchema schema = TableSchema.Infer(table, Options with { Task = task, Ignore = beside is null ? Options.Ignore : [.. Options.Ignore, beside] });
        return new UnlabelledRows(table, schema, Preprocessing.Fit(table, schema, schema.Rows));
    }

    private Table Own()
    {
        lock (reading) return own ??= read(Options);
    }
}
