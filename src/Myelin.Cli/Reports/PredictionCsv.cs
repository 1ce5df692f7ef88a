using System.Buffers;
using System.Globalization;
using System.Text;
using Myelin.Cli.Models;
using Myelin.Data;
using Myelin.Serialization;

namespace Myelin.Cli.Reports;

/// <summary>Predictions as CSV, a line a row: the prediction where there is one, and numbers.</summary>
/// <param name="output">Where to.</param>
/// <param name="columns">The names of all columns.</param>
internal sealed class PredictionCsv(TextWriter output, IReadOnlyList<string> columns)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    /// <summary>Writes what a model predicts to a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The classes whose probabilities are shown, all or none.</param>
    /// <param name="then">What is done before the file takes its place; where it fails, the file is as before.</param>
    internal static void Write(string path, Predictor predictor, IDataSource rows, IReadOnlyList<string> classes, Action? then = null) => AtomicFile.Write(path, stream =>
    {
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)) Write(writer, predictor, rows, classes);
        then?.Invoke();
    });

    /// <summary>Writes what a model predicts.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="predictor">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The classes whose probabilities are shown, all or none.</param>
    internal static void Write(TextWriter output, Predictor predictor, IDataSource rows, IReadOnlyList<string> classes)
    {
        var csv = new PredictionCsv(output, [.. predictor.Columns, .. classes.Select(name => $"probability_{name}")]);
        csv.WriteHeader();
        predictor.Predict(rows, csv.WriteRow);
    }

    internal void WriteHeader()
    {
        output.Write(string.Join(',', columns.Select(Cell)));
        output.Write('\n');
    }

    /// <summary>Writes a row: the prediction, unless it is null, and as many of the values as there are columns left.</summary>
    internal void WriteRow(string? prediction, ReadOnlySpan<float> values)
    {
        if (prediction is not null) output.Write(Cell(prediction));
        int first = prediction is null ? 0 : 1;
        for (int i = first; i < columns.Count; i++)
        {
            if (i > 0) output.Write(',');
            output.Write(Text(values[i - first]));
        }

        output.Write('\n');
    }

    /// <summary>A number in the shortest form that reads back the same.</summary>
    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    // RFC 4180 (2005), and quotes around outer blanks, which readers may trim.
    private static string Cell(string text)
    {
        bool plain = text.Length > 0 && !text.AsSpan().ContainsAny(Special) && text[0] != ' ' && text[^1] != ' ';
        return plain ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
