using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Models.Evaluations;
using Myelin.Serialization;
using Myelin.Tables;

namespace Myelin.Models.Runs;

/// <summary>What the files of a run hold, both ways; docs/schemas/ describes them. JSON is known here alone.</summary>
internal static class RunJson
{
    internal const int FormatVersion = 1;

    /// <summary>What is known before the first step.</summary>
    internal static JsonObject OfPlan(RunPlan plan, Recipe recipe, DateTimeOffset started) => new()
    {
        ["format_version"] = FormatVersion,
        ["started"] = started.ToString("O", CultureInfo.InvariantCulture),
        ["recipe"] = recipe.Canonical,
        ["kind"] = recipe.Kind,
        ["data"] = JsonFields.ArrayOf(plan.Data.Names),
        ["test"] = plan.Data.Test is { } test ? JsonFields.ArrayOf(test) : null,
        ["task"] = TaskNames.Of(plan.Data.Task),
        ["target"] = plan.Data.Target,
        ["loss"] = plan.Loss,
        ["penalty"] = plan.Penalty,
        ["model"] = plan.Model,
        ["rows"] = new JsonObject { ["training"] = plan.Data.TrainingRows, ["validation"] = plan.Data.ValidationRows, ["test"] = plan.Data.TestRows },
        ["notes"] = JsonFields.ArrayOf(plan.Data.Notes),
        ["warnings"] = JsonFields.ArrayOf(plan.Data.Warnings),
    };

    /// <summary>Writes an epoch, a line of the events. It is written many times in a run, so no object is built for it.</summary>
    internal static void Write(Utf8JsonWriter json, EpochRecord epoch)
    {
        json.WriteStartObject();
        json.WriteNumber("format_version", FormatVersion);
        json.WriteString("event", "epoch");
        json.WriteNumber("member", epoch.Member);
        json.WriteNumber("epoch", epoch.Epoch);
        WriteNumber(json, "training_loss", epoch.TrainingLoss);
        WriteNumber(json, "penalty", epoch.Penalty);
        WriteNumber(json, "validation_loss", epoch.ValidationLoss);
        if (epoch.Validation is null)
        {
            json.WriteNull("metrics");
        }
        else
        {
            json.WriteStartObject("metrics");
            foreach ((string name, double value) in epoch.Validation.Values) WriteNumber(json, name, value);
            json.WriteEndObject();
        }

        if (float.IsFinite(epoch.LearningRate)) json.WriteNumber("learning_rate", epoch.LearningRate);
        else json.WriteNull("learning_rate");
        WriteNumber(json, "gradient_norm", epoch.GradientNorm);
        json.WriteBoolean("is_best", epoch.IsBest);
        WriteNumber(json, "seconds", epoch.Elapsed.TotalSeconds);
        json.WriteEndObject();
    }

    /// <summary>A run that has ended.</summary>
    internal static JsonObject OfRun(Run run)
    {
        var json = new JsonObject
        {
            ["format_version"] = FormatVersion,
            ["end"] = RunEndNames.Of(run.End),
            ["seconds"] = Number(run.Seconds),
            ["parameters"] = run.Model.Network.ParameterCount,
            ["weights_sha256"] = run.WeightsSha256,
            ["settings"] = run.Model.Content.Training?.DeepClone(),
            ["evaluations"] = new JsonObject
            {
                ["training"] = OfEvaluation(run.Training),
                ["validation"] = OfEvaluation(run.Validation),
                ["test"] = OfEvaluation(run.Test)
            },
            ["baseline"] = run.Baseline is { } baseline
            ? new JsonObject { ["kind"] = baseline.Kind, ["prediction"] = baseline.Prediction, ["metrics"] = OfScores(baseline.Scores) } : null,
            ["members"] = new JsonArray([.. run.Members.Select(member => new JsonObject
            {
                ["epochs"] = member.Result.Epochs,
                ["best_epoch"] = member.Result.BestEpoch,
                ["steps"] = member.Result.Steps,
                ["seconds"] = Number(member.Result.Elapsed.TotalSeconds),
                ["validation"] = OfEvaluation(member.Validation),
                ["test"] = OfEvaluation(member.Test),
            })]),
        };
        if (run.Linear is { } linear)
        {
            json["linear"] = new JsonObject
            {
                ["inputs"] = JsonFields.ArrayOf(linear.Inputs),
                ["outputs"] =
                    new JsonArray(
                    [.. linear.Outputs.Select(output =>
                    new JsonObject { ["output"] = output.Output, ["intercept"] = Number(output.Intercept),
                    ["coefficients"] = OfNumbers(output.Coefficients) })]),
            };
        }

        if (run.Margin is { } margin) json["margin"] = new JsonObject { ["margin"] = Number(margin.Margin), ["support_vectors"] = margin.SupportVectors };
        return json;
    }

    /// <summary>A record from the files of a run.</summary>
    /// <param name="name">The run's name.</param>
    /// <param name="plan">What was known before the first step.</param>
    /// <param name="run">How it ended; null where it has not.</param>
    /// <param name="epochs">Lines of epochs.</param>
    /// <exception cref="InvalidInputException">Something is absent, of another type, or of a newer format.</exception>
    internal static RunRecord Read(string name, JsonFields plan, JsonFields? run, int epochs)
    {
        Require(plan);
        JsonFields rows = plan.Fields("rows");
        int Rows(string part) => rows.Whole(part, 0, int.MaxValue);
        string[] tests = plan.Has("test") ? plan.Texts("test") : [];
        var record = new RunRecord
        {
            Name = name,
            Started = DateTimeOffset.TryParse(plan.Text("started"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind,
            out DateTimeOffset started) ? started : throw plan.Damaged("started", "is no time"),
            Recipe = plan.Text("recipe"),
            Kind = plan.Text("kind"),
            Data = plan.Texts("data"),
            Test = tests,
            Task = plan.Text("task"),
            Target = plan.Text("target"),
            Loss = plan.OptionalText("loss"),
            Model = plan.Text("model"),
            TrainingRows = Rows("training"),
            ValidationRows = Rows("validation"),
            TestRows = Rows("test"),
            Epochs = epochs,
        };
        if (run is null) return record;
        Require(run);
        JsonFields evaluations = run.Fields("evaluations");
        return record with
        {
            End = EndOf(run),
            Seconds = run.Number("seconds"),
            WeightsSha256 = run.Text("weights_sha256"),
            Settings = run.OptionalObject("settings") is { } settings ? [.. settings.Select(setting => (setting.Key, TextOf(setting.Value)))] : [],
            Training = ScoresOf(evaluations, "training"),
            Validation = ScoresOf(evaluations, "validation"),
            TestScores = ScoresOf(evaluations, "test"),
            Baseline = run.Has("baseline") ? ScoresOf(run, "baseline") : null,
        };
    }

    private static void Require(JsonFields fields)
    {
        if (fields.Whole("format_version", 1, int.MaxValue) is var version && version > FormatVersion)
            throw new InvalidInputException($"The run's record has format version {version}, and this program reads versions up to "
                + $"{FormatVersion}; use a newer Myelin.");
    }

    private static IReadOnlyList<(string Name, double Value)>? ScoresOf(JsonFields fields, string part)
    {
        if (!fields.Has(part) || !fields.Fields(part).Has("metrics")) return null;
        JsonFields metrics = fields.Fields(part).Fields("metrics");
        // NaN and ∞ are null in JSON.
        return [.. fields.Fields(part)
            .OptionalObject("metrics")!.Select(metric => (metric.Key, metric.Value is null ? double.NaN : metrics.Number(metric.Key)))];
    }

    private static RunEnd EndOf(JsonFields run)
    {
        string text = run.Text("end");
        foreach (RunEnd end in Enum.GetValues<RunEnd>())
        {
            if (RunEndNames.Of(end) == text) return end;
        }

        throw run.Damaged("end", $"is '{text}'");
    }

    private static string TextOf(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list => string.Join(", ", list.Select(TextOf)),
        _ => value.ToString(),
    };

    private static JsonObject? OfEvaluation(ModelEvaluation? evaluation) => evaluation is null
        ? null
        : new()
        {
            ["rows"] = evaluation.Rows,
            ["loss"] = Number(evaluation.Loss),
            ["metrics"] = OfScores(evaluation.Scores),
            ["confusion_matrix"] = evaluation.Classification is { } classes ? OfMatrix(classes.ConfusionMatrix) : null
        };

    private static JsonObject? OfScores(Scores? scores) =>
        scores is null ? null : new(scores.Values.Select(metric => KeyValuePair.Create(metric.Name, (JsonNode?)Number(metric.Value))));

    private static JsonArray OfMatrix(double[,] values) =>
        new([.. Enumerable.Range(0, values.GetLength(0)).Select(i => OfNumbers(Enumerable.Range(0, values.GetLength(1)).Select(j => values[i, j])))]);

    private static JsonArray OfNumbers(IEnumerable<double> numbers) => new([.. numbers.Select(number => Number(number))]);

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static JsonValue? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
