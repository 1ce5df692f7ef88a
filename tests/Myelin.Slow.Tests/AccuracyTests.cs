using System.Text.Json.Nodes;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>What the command reaches on real data with its own settings, three seeds each (ten for iris).</summary>
public sealed class AccuracyTests
{
    [Fact]
    public void Iris() => AssertMean(0.93, "accuracy", Enumerable.Range(1, 10), TestData.Sample("iris.csv"), "--target", "species");

    [Fact]
    public void Optical_digits() => AssertMean(
        0.96, "accuracy", [1, 2, 3], TestData.Large("optdigits/optdigits_tra.csv.gz"), "--test", TestData.Large("optdigits/optdigits_tes.csv.gz"));

    [Fact]
    public void Optical_digits_by_an_encoder() => AssertMean(
        0.97, "nearest_neighbor_accuracy", [1, 2, 3], TestData.Large("optdigits/optdigits_tra.csv.gz"), "--test",
            TestData.Large("optdigits/optdigits_tes.csv.gz"), "--loss", "triplet");

    [Fact]
    public void Titanic() => AssertMean(0.78, "accuracy", [1, 2, 3], TestData.Large("titanic/train.csv"), "--target", "Survived");

    [Fact]
    public void Adult() => AssertMean(0.85, "accuracy", [1, 2, 3], TestData.Large("adult/adult-train.csv.gz"), "--no-header");

    [Fact]
    public void California_housing() => AssertMean(
        -54_000, "rmse", [1, 2, 3], TestData.Large("california-housing/housing.csv.gz"), "--target", "median_house_value");

    [Fact]
    public void Fashion() => AssertMean(
        0.88, "accuracy", [1, 2, 3], TestData.Large("fashion-mnist/train-images-idx3-ubyte.gz"), "--test",
            TestData.Large("fashion-mnist/t10k-images-idx3-ubyte.gz"), "--hidden", "256", "--epochs", "10", "--batch", "64");

    /// <summary>Trains once for each seed; the mean of a score must reach a floor, or, given as a negative number, stay below its size.</summary>
    private static void AssertMean(double floor, string score, IEnumerable<int> seeds, params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("myelin-accuracy-").FullName;
        try
        {
            double[] scores =
                [.. seeds.Select(seed => Train(Path.Combine(folder, "model.safetensors"), seed, arguments)["metrics"]!["test"]![score]!.GetValue<double>())];
            TestContext.Current.TestOutputHelper?.WriteLine($"{score}: {string.Join(", ", scores)}; mean {scores.Average()}");
            if (floor < 0) Assert.InRange(scores.Average(), 0, -floor);
            else Assert.InRange(scores.Average(), floor, 1);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Train(string model, int seed, string[] arguments)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "Myelin.Cli.dll");
        return JsonNode.Parse(Child.Run("dotnet", [command, "train", .. arguments, "--seed", $"{seed}", "--model", model, "--json", "--quiet"]))!.AsObject();
    }
}
