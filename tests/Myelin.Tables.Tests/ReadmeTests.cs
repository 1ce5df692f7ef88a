using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Tables.Tests;

/// <summary>The lines of C# in the README compile, run and learn.</summary>
public sealed class ReadmeTests
{
    private const string SampleHere = "SharedData.Sample(\"iris.csv\")", SampleThere = "\"samples/iris.csv\"";

    [Fact]
    public void Ten_lines_train_a_network()
    {
        var options = new TableOptions { Target = "species" };
        Table table = CsvTable.Read(SharedData.Sample("iris.csv"), options);
        TableSchema schema = TableSchema.Infer(table, options);
        Split split = Split.Create(schema, validationFraction: 0.15, testFraction: 0.2, seed: 1);
        Preprocessing rows = Preprocessing.Fit(table, schema, split.Train);
        Sequential network = Sequential.Build("linear:64 relu linear:32 relu linear:3", new Shape(rows.Width), new RandomSource(seed: 1));
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam());
        TrainingResult result = trainer.Fit(rows.Encode(table, split.Train), rows.Encode(table, split.Validation));
        Evaluation test = Evaluation.Of(network, new CrossEntropyLoss(), rows.Encode(table, split.Test));
        Console.WriteLine($"best epoch {result.BestEpoch}, test accuracy {test.Classification!.Accuracy}");

        Assert.True(test.Classification!.Accuracy > 0.8);
    }

    [Fact]
    public void The_readme_shows_those_lines()
    {
        string readme = File.ReadAllText(Path.Combine(SharedData.Repository(), "README.md")).ReplaceLineEndings("\n");
        string[] shown = readme.Split("```csharp\n")[1].Split("\n```")[0].Split('\n');
        string[] source =
        [
            .. File.ReadLines(Path.Combine(SharedData.Repository(), "tests", "Myelin.Tables.Tests", "ReadmeTests.cs"))
                .Select(line => line.Trim().Replace(SampleHere, SampleThere, StringComparison.Ordinal)),
        ];
        Assert.Equal(10, shown.Length);
        Assert.Equal(shown, source.Skip(Array.IndexOf(source, shown[0])).Take(shown.Length));
    }
}
