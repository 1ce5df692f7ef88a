using Myelin.Models.Datasets;
using Myelin.TestKit;

namespace Myelin.Models.Tests;

/// <summary>Rows for tests: a flower of iris as a program holds it, and the sample files.</summary>
internal sealed record Flower(double SepalLength, double SepalWidth, double PetalLength, double PetalWidth, string Species)
{
    internal static string Csv { get; } = TestData.Sample("iris.csv");

    internal static string Housing { get; } = TestData.Sample("housing.csv");

    /// <summary>The rows of the file, in its order.</summary>
    internal static IReadOnlyList<Flower> All { get; } = [.. File.ReadLines(Csv).Skip(1).Select(line => line.Split(',')).Select(cells =>
        new Flower(double.Parse(cells[0], null), double.Parse(cells[1], null), double.Parse(cells[2], null), double.Parse(cells[3], null), cells[4]))];

    internal static Dataset Rows { get; } = Dataset.FromCsv(Csv, target: "species");
}
