using System.Text.Json;
using Json.Schema;
using Xunit;

namespace Myelin.Cli.Tests.Files;

/// <summary>What the command writes with <c>--json</c>, and the files of a kept run, have the forms that docs/schemas states.</summary>
public sealed class SchemaTests : IDisposable
{
    private static readonly string Schemas = Path.Combine(Samples.Repository, "docs", "schemas");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Json_has_the_form_that_its_schema_states()
    {
        string classes = folder.File("classes.safetensors"), numbers = folder.File("numbers.safetensors"),
            encoder = folder.File("encoder.safetensors"), plane = folder.File("plane.safetensors"), other = folder.File("other.safetensors");
        string runs = folder.File("runs"), shared = Path.Combine(Samples.Repository, "samples");
        (string Schema, string[] Line)[] lines =
        [
            ("train", ["train", Samples.Iris, "--epochs", "3", "--model", classes, "--run", runs]),
            ("train", ["train", Samples.Housing, "--epochs", "3", "--model", numbers, "--loss", "huber:delta=20000", "--penalty", "ridge"]),
            ("train", ["train", Samples.Iris, "--epochs", "3", "--model", encoder, "--loss", "triplet"]),
            ("train",
            ["train", Samples.Iris, "--epochs", "2", "--model", other, "--model-kind", "ensemble", "--members", "2", "--validation-fraction", "0",
            "--test-fraction", "0", "--run", runs]),
            ("train",
            ["train", Path.Combine(shared, "xor.csv"), "--model", other, "--model-kind", "svm", "--validation-fraction", "0", "--test-fraction", "0",
            "--run", runs]),
            ("train", ["train", Path.Combine(shared, "xor.csv"), "--model", plane, "--epochs", "2", "--hidden", "3"]),
            ("evaluate", ["evaluate", classes, Samples.Iris]),
            ("evaluate", ["evaluate", numbers, Samples.Housing]),
            ("predict", ["predict", classes, Samples.Iris, "--probabilities"]),
            ("predict", ["predict", encoder, Samples.Iris]),
            ("predict", ["predict", numbers, Samples.Housing, "--output", folder.File("p.csv")]),
            ("describe", ["describe", classes]),
            ("describe", ["describe", numbers]),
            ("cluster", ["cluster", Samples.Iris, "--compare", "species", "--model", other]),
            ("evaluate", ["evaluate", other, Samples.Iris]),
            ("describe", ["describe", other]),
            ("project", ["project", Samples.Iris, "--model", other, "--output", folder.File("q.csv")]),
            ("project", ["project", Samples.Iris, "--network", classes, "--model", other]),
            ("regions", ["regions", classes, Samples.Iris]),
            ("regions", ["regions", plane]),
            ("explain", ["explain", "huber:delta=10", "--predictions", Path.Combine(shared, "residuals.csv")]),
            ("explain", ["explain", "cross-entropy", "--predictions", Path.Combine(shared, "probabilities.csv")]),
            ("list", ["list", "losses"]),
            ("list", ["list", "penalties", "ridge"]),
            ("lecture-verify", ["lecture", "verify"]),
            ("lecture-errata", ["lecture", "errata"]),
            ("lecture", ["lecture", "--language", "zh-Hant"]),
            .. Myelin.Lecture.Topics.TopicCatalog.All.Select(topic => ("lecture-show", (string[])["lecture", "show", topic.Slug])),
            ("runs", ["runs", runs]),
        ];
        foreach ((string schema, string[] line) in lines) Check(schema, Cli.Good([.. line, "--json"]), string.Join(' ', line));
        foreach (string run in Directory.EnumerateDirectories(runs))
        {
            Check("run-plan", File.ReadAllText(Path.Combine(run, "plan.json")), run);
            Check("run", File.ReadAllText(Path.Combine(run, "run.json")), run);
            foreach (string line in File.ReadLines(Path.Combine(run, "events.jsonl"))) Check("run-event", line, run);
        }

        string[] used = [.. lines.Select(line => line.Schema), "run-plan", "run", "run-event"];
        Assert.Equal(Directory.EnumerateFiles(Schemas, "*.json").Select(file => Path.GetFileName(file).Split('.')[0]).Order(StringComparer.Ordinal),
            used.Distinct().Order(StringComparer.Ordinal));
    }

    private static void Check(string name, string text, string what)
    {
        JsonSchema schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Schemas, $"{name}.schema.json")));
        using JsonDocument json = JsonDocument.Parse(text);
        EvaluationResults results = schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        string[] errors = [.. (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key} {error.Value}"))];
        Assert.True(results.IsValid, $"{what} does not have the form of {name}.schema.json:\n{string.Join('\n', errors)}\n{text}");
    }
}
