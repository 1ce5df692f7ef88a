using System.CommandLine;
using System.Text.Json.Nodes;
using Myelin.Cli.Datasets;
using Myelin.Cli.Models;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Data;
using Myelin.Serialization;
using Myelin.Tables;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin predict</c>: raw rows in, predictions or embeddings out, in the same order.</summary>
internal sealed class PredictCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model file that 'train', 'cluster' or 'project' wrote." };
    private readonly Argument<string[]> data = new("data")
    {
        Description = "CSV or image files; the target may be absent. '-', or nothing behind a pipe, is standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> output = Text("--output", "file", "Where the predictions go, as CSV. By default standard output, '-'.");
    private readonly Option<bool> probabilities = Flag("--probabilities", "Add a column probability_<class> for each class.");
    private readonly NumberOption threshold = new("--threshold", "For two classes: the probability from which on the second is predicted. Where a false alarm costs a and a miss b, a / (a + b).", 0.5, part => part is > 0 and < 1, "above 0 and below 1");

    internal PredictCommand() : base("predict", "Predict rows with a model: targets, clusters, or coordinates from an encoder or a projection.")
    {
        Add(model);
        Add(data);
        AddSection("Options", output, probabilities, threshold, Json, Quiet, Threads);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Predictions into a file, with the probability of each class", "myelin predict iris.safetensors new.csv --probabilities --output p.csv"),
        ("The second class already where it has a tenth of the probability, since missing it costs nine times a false alarm", "myelin predict screening.safetensors new.csv --threshold 0.1"),
        ("From a pipe to a pipe", "zcat rows.csv.gz | myelin predict iris.safetensors | sort | uniq -c"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        Prepare(parsed, terminal);
        string path = parsed.GetValue(model)!;
        DataFiles files = Files(parsed, terminal);
        string? target = parsed.GetValue(output) is var given and not DataFiles.StandardInput ? given : null;
        if (target is not null) OutputPath.RequireForRows(output.Name, target, [path, .. files.FilesRead]);
        SavedModel saved = ModelFile.Load(path);
        DataEncoding encoding = DataEncoding.Of(saved, path);
        bool withProbabilities = parsed.GetValue(probabilities);
        var predictor = new Predictor(saved, encoding, parsed.GetValue(threshold));
        if (withProbabilities && predictor.Coordinates is { } coordinates) throw new InvalidInputException($"{path} is {(coordinates == "embedding" ? "an encoder: it gives embeddings" : "a projection: it gives coordinates")}, which have no probabilities; leave --probabilities out.");
        if (withProbabilities && encoding.Task == TaskKind.Clusters) throw new InvalidInputException($"{path} gives clusters, which have no probabilities; leave --probabilities out.");
        if (withProbabilities && encoding.Task == TaskKind.Regression) throw new InvalidInputException($"{path} predicts numbers, which have no probabilities; leave --probabilities out.");
        if (withProbabilities && !LossChoice.GivesProbabilities(saved.Loss))
            throw new InvalidInputException($"{path} was trained with the loss '{saved.Loss}', whose scores are no log odds and give no probabilities; leave --probabilities out, or train with --loss binary-cross-entropy.");
        if (IsGiven(parsed, threshold) && (encoding.Task != TaskKind.Binary || predictor.Coordinates is not null || !LossChoice.GivesProbabilities(saved.Loss)))
            throw new InvalidInputException($"{path} gives no probability of one of two classes, which --threshold is compared with; leave it out.");
        var warnings = new List<string>();
        IDataSource rows = encoding.ReadInputs(files, warnings);
        Warn(terminal, warnings);
        IReadOnlyList<string> shown = withProbabilities ? encoding.Classes : [];
        if (target is not null) PredictionCsv.Write(target, predictor, rows, shown);
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, ToJson(path, target, encoding, predictor, rows, shown));
        else if (target is null) PredictionCsv.Write(terminal.Output, predictor, rows, shown);
        else if (!parsed.GetValue(Quiet)) terminal.Error.WriteLine($"Predictions of {rows.Count} rows: {target}");
        return ExitCode.Good;
    }

    private DataFiles Files(ParseResult parsed, Terminal terminal)
    {
        string[] paths = parsed.GetValue(data) ?? [];
        if (paths.Length == 0 && !terminal.InputIsRedirected) throw new InvalidInputException("There are no rows to predict; give a file, or send rows to standard input.");
        return new DataFiles(paths.Length == 0 ? [DataFiles.StandardInput] : paths, terminal);
    }

    private static JsonObject ToJson(string path, string? target, DataEncoding encoding, Predictor predictor, IDataSource rows, IReadOnlyList<string> classes)
    {
        var json = new JsonObject { ["task"] = TaskNames.Of(encoding.Task), ["target"] = encoding.Target, ["rows"] = rows.Count, ["model"] = path };
        if (target is not null)
        {
            json["output"] = target;
            return json;
        }

        var predictions = new JsonArray();
        var valueRows = new JsonArray();
        bool embeds = predictor.Coordinates is not null;
        predictor.Predict(rows, (prediction, values) =>
        {
            if (prediction is not null) predictions.Add((JsonNode)prediction);
            if (embeds || classes.Count > 0) valueRows.Add((JsonNode)new JsonArray([.. values.ToArray().Select(value => JsonText.Number(value))]));
        });
        if (embeds)
        {
            json[$"{predictor.Coordinates}s"] = valueRows;
            return json;
        }

        json["predictions"] = predictions;
        if (classes.Count > 0) (json["classes"], json["probabilities"]) = (JsonText.Texts(classes), valueRows);
        return json;
    }
}
