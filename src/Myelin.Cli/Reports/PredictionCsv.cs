using System.Buffers;
using System.Globalization;

namespace Myelin.Cli.Reports;

/// <summary>Predictions as CSV, a line a row: <c>prediction</c>, and <c>probability_…</c> for each class where wanted.</summary>
/// <param name="output">Where to.</param>
/// <param name="classes">The classes whose probabilities are written; none for none.</param>
internal sealed class PredictionCsv(TextWriter output, IReadOnlyList<string> classes)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    internal void WriteHeader()
    {
        output.Write("prediction");
        foreach (string name in classes) output.Write($",{Cell($"probability_{name}")}");
        output.Write('\n');
    }

    internal void WriteRow(string prediction, ReadOnlySpan<float> probabilities)
    {
        output.Write(Cell(prediction));
        for (int i = 0; i < classes.Count; i++) output.Write($",{Text(probabilities[i])}");
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
