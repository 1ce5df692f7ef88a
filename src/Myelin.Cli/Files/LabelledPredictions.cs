using System.Globalization;
using Myelin.Losses;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tensors;

namespace Myelin.Cli.Files;

/// <summary>Predictions and targets from a table: the target's columns, and the predictions in all others.</summary>
internal sealed class LabelledPredictions
{
    private readonly Table table;

    private LabelledPredictions(Table table, string[] columns, Tensor predictions, Targets targets, string[] targetTexts) =>
        (this.table, Columns, Predictions, Targets, TargetTexts) = (table, columns, predictions, targets, targetTexts);

    /// <summary>The names of the columns with predictions.</summary>
    internal string[] Columns { get; }

    internal Tensor Predictions { get; }

    internal Targets Targets { get; }

    /// <summary>Each row's target as the table has it.</summary>
    internal string[] TargetTexts { get; }

    /// <summary>Reads the table for a loss.</summary>
    /// <param name="files">The table.</param>
    /// <param name="targetNames">The target's columns; none: the last column.</param>
    /// <param name="loss">Decides whether targets are classes.</param>
    /// <param name="signs">Whether targets of two classes are -1 and 1.</param>
    /// <exception cref="InvalidInputException">A cell that is no number or empty, a class without a column, or a number of columns that the loss does
    /// not take.</exception>
    internal static LabelledPredictions Read(DataFiles files, string[] targetNames, Loss loss, bool signs)
    {
        Table table = files.ReadTable(new TableOptions());
        Column[] targets = targetNames.Length == 0 ? [table.Columns[^1]] : [.. targetNames.Select(name => table[name])];
        Column[] predictions = [.. table.Columns.Except(targets)];
        if (predictions.Length == 0) throw new InvalidInputException($"{table.Name} has no columns of predictions beside the target '{targets[0].Name}'.");
        if (signs && loss.Domain.Task != LossTask.Binary) throw new InvalidInputException($"--signs is for losses of two classes, and '{loss}' is none.");
        bool classes = loss.Domain.Task is not (LossTask.Regression or LossTask.Binary) && targets.Length == 1;
        if (!classes && predictions.Length != targets.Length)
        {
            throw new InvalidInputException(
                $"The loss '{loss}' compares each prediction with a target, but {table.Name} has {predictions.Length} columns of predictions "
                    + $"({string.Join(", ", predictions.Select(column => column.Name))}) beside {targets.Length} of targets; name the targets with --target.");
        }

        string[] names = [.. predictions.Select(column => column.Name)];
        Tensor values = Rows(table, predictions);
        TextColumn first = targets[0].AsText();
        string[] texts = [.. Enumerable.Range(0, table.RowCount).Select(row => string.Join(", ", targets.Select(column => Text(column, row, table))))];
        // An embedding has no column for a class; any texts tell classes apart.
        if (classes && loss.Domain.Task == LossTask.Embedding) return new LabelledPredictions(table, names, values, (Labels)first.Codes.ToArray(), texts);
        return classes
            ? new LabelledPredictions(table, names, values, (Labels)texts.Select((text, row) => Label(text, names, table, row)).ToArray(), texts)
            : new LabelledPredictions(table, names, values, signs ? OfSigns(table, targets) : Rows(table, targets), texts);
    }

    /// <summary>Explains a loss of the rows.</summary>
    /// <exception cref="InvalidInputException">A prediction or target outside the loss's domain, with its line.</exception>
    internal LossExplanation Explain(Loss loss, Reduction reduction)
    {
        try
        {
            return loss.Explain(Predictions, Targets, reduction: reduction);
        }
        catch (OutsideDomainException wrong)
        {
            bool areSigns = loss.Domain.Task == LossTask.Binary && !Targets.AreLabels && Targets.Values.ToArray().All(value => value is -1 or 1);
            string problem = areSigns ? $"has a target of -1 or 1, and '{loss}' takes 0 and 1; --signs says that -1 is 0." : wrong.Problem;
            throw new InvalidInputException($"{table.Where(wrong.Row)}: row {wrong.Row + 1} {problem}", wrong);
        }
    }

    private static Tensor OfSigns(Table table, Column[] columns)
    {
        Tensor signs = Rows(table, columns);
        int wrong = Array.FindIndex(signs.ToArray(), value => value is not (-1 or 1));
        if (wrong >= 0)
            throw new InvalidInputException($"{table.Where(wrong / columns.Length)}: the target '{signs.At(wrong)}' is no sign; with --signs "
                + $"targets are -1 and 1.");
        return new Tensor(signs.Shape, [.. Labels.FromSigns<float>(signs.ToArray()).ToArray().Select(label => (float)label)]);
    }

    // A class is named as its column, or by its index.
    private static int Label(string text, string[] names, Table table, int row)
    {
        if (Array.IndexOf(names, text) is var named and >= 0) return named;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < names.Length) return index;
        throw new InvalidInputException($"{table.Where(row)}: the class '{text}' has no column; the columns are {string.Join(", ", names)}.");
    }

    private static Tensor Rows(Table table, Column[] columns)
    {
        var values = new float[table.RowCount * columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not NumericColumn numbers) throw new InvalidInputException($"The column '{columns[i].Name}' of {table.Name} must hold numbers.");
            for (int row = 0; row < table.RowCount; row++)
            {
                if (numbers.IsMissing(row)) throw new InvalidInputException($"{table.Where(row)}: the cell of column '{numbers.Name}' is empty.");
                values[row * columns.Length + i] = numbers.Values[row];
            }
        }

        return new Tensor(new Shape(table.RowCount, columns.Length), values);
    }

    private static string Text(Column column, int row, Table table)
    {
        if (column.IsMissing(row)) throw new InvalidInputException($"{table.Where(row)}: the cell of column '{column.Name}' is empty.");
        TextColumn text = column.AsText();
        return text.Categories[text.Codes[row]];
    }
}
