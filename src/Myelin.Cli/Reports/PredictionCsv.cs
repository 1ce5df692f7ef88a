using System.Buffers;
using System.Globalization;
using System.Text;
using Myelin.Data;
using Myelin.Models;
using Myelin.Models.Predictions;
using Myelin.Serialization;

namespace Myelin.Cli.Reports;

/// <summary>Predictions as CSV, a line a row: the prediction where there is one, and numbers.</summary>
internal static class PredictionCsv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    /// <summary>Writes what a model predicts to a file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The classes whose probabilities are shown, all or none.</param>
    /// <param name="then">What is done before the file takes its place; where it fails, the file is as before.</param>
    internal static void Write(string path, TrainedModel model, IDataSource rows, IReadOnlyList<string> classes, Action? then = null) =>
        AtomicFile.Write(path, stream =>
    {
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true)) Write(writer, model,
            rows, classes);
        then?.Invoke();
    });

    /// <summary>Writes what a model predicts.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classes">The classes whose probabilities are shown, all or none.</param>
    internal static void Write(TextWriter output, TrainedModel model, IDataSource rows, IReadOnlyList<string> classes)
    {
        output.Write(string.Join(',', [.. ColumnsOf(model), .. classes.Select(name => Cell($"probability_{name}"))]));
        output.Write('\n');
        foreach (Prediction prediction in model.PredictAll(rows))
        {
            bool isFirst = prediction.Text is null;
            if (prediction.Text is { } text) output.Write(Cell(text));
            foreach (float number in NumbersOf(prediction, classes.Count > 0))
            {
                if (!isFirst) output.Write(',');
                isFirst = false;
                output.Write(Number(number));
            }

            output.Write('\n');
        }
    }

    /// <summary>The numbers behind a prediction: coordinates, and probabilities where they are wanted.</summary>
    internal static IReadOnlyList<float> NumbersOf(Prediction prediction, bool withProbabilities) => prediction switch
    {
        CoordinatesPrediction coordinates => coordinates.Values,
        ClassPrediction { Probabilities: var probabilities } when withProbabilities => probabilities,
        _ => [],
    };

    private static IEnumerable<string> ColumnsOf(TrainedModel model)
    {
        if (model.Gives is not (PredictionKind.Embedding or PredictionKind.Projection)) return ["prediction"];
        string name = model.Gives == PredictionKind.Embedding ? "embedding" : "projection";
        return Enumerable.Range(1, model.Network.OutputShape(model.Content.InputShape).Count).Select(i => $"{name}_{i}");
    }

    /// <summary>A number in the shortest form that reads back the same.</summary>
    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    // RFC 4180 (2005), and quotes around outer blanks, which readers may trim.
    private static string Cell(string text)
    {
        bool plain = text.Length > 0 && !text.AsSpan().ContainsAny(Special) && text[0] != ' ' && text[^1] != ' ';
        return plain ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
