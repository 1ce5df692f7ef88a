using Myelin.Models.Datasets;
using Myelin.Models.Predictions;
using Myelin.Models.Recipes;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>The lines of C# in the README compile, run and learn.</summary>
public sealed class ReadmeTests : IDisposable
{
    private const string SampleHere = "TestData.Sample(\"iris.csv\")", SampleThere = "\"samples/iris.csv\"", ModelHere = "path",
        ModelThere = "\"iris.safetensors\"";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"iris-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_few_lines_train_save_and_predict()
    {
        Run run = new NetworkRecipe().Train(Dataset.FromCsv(TestData.Sample("iris.csv"), target: "species"));
        Console.WriteLine(run.Test);
        run.Model.Save(path);
        Prediction flower = TrainedModel.Load(path).Predict(new { sepal_length = 6.7, sepal_width = 3.1, petal_length = 5.6, petal_width = 2.4 });

        Assert.True(run.Test!.Scores!["accuracy"] > 0.8);
        Assert.Equal("Iris-virginica", flower.Text);
    }

    [Fact]
    public void The_readme_shows_those_lines()
    {
        string readme = File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "README.md")).ReplaceLineEndings("\n");
        string[] shown = readme.Split("```csharp\n")[1].Split("\n```")[0].Split('\n');
        string[] source =
        [
            .. File.ReadLines(Path.Combine(TestData.RepositoryRoot, "tests", "Myelin.Models.Tests", "ReadmeTests.cs"))
                .Select(line => line.Trim().Replace(SampleHere, SampleThere, StringComparison.Ordinal)
                    .Replace($"({ModelHere})", $"({ModelThere})", StringComparison.Ordinal)),
        ];
        Assert.Equal(4, shown.Length);
        Assert.Equal(shown, source.Skip(Array.IndexOf(source, shown[0])).Take(shown.Length));
    }
}
