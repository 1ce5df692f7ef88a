using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Myelin.TestKit;

namespace Myelin.Classical.Tests;

/// <summary>The data sets as numbers, and what scikit-learn found in them (Golden/make_scikit_learn.py).</summary>
internal static class RealData
{
    private static readonly Lazy<JsonElement> Golden = new(() =>
        JsonDocument.Parse(
            File.ReadAllText(Path.Combine(TestData.RepositoryRoot, "tests", "Myelin.Classical.Tests", "Golden", "scikit-learn.json"))).RootElement);

    /// <summary>What scikit-learn found, by name.</summary>
    internal static JsonElement ScikitLearn(string name) => Golden.Value.GetProperty(name);

    internal static double[] Numbers(this JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    internal static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    internal static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    /// <summary>150 rows of 4 inputs, 50 of each species.</summary>
    internal static double[,] Iris() => Columns(TestData.Sample("iris.csv"), 0, 4);

    /// <summary>The species of iris, 0 to 2.</summary>
    internal static int[] Species() => [.. Enumerable.Range(0, 150).Select(row => row / 50)];

    /// <summary>The rows of some species, standardised among themselves, labelled 0 for the first, 1 for the second and so on.</summary>
    internal static Samples SomeSpecies(int[] classes)
    {
        int[] rows = [.. Enumerable.Range(0, 150).Where(row => classes.Contains(row / 50))];
        return Samples.Of(Standardised(Rows(Iris(), rows)), [.. rows.Select(row => Array.IndexOf(classes, row / 50))]);
    }

    /// <summary>442 rows of 10 inputs.</summary>
    internal static double[,] Diabetes() => Columns(TestData.Large("diabetes/diabetes.csv"), 0, 10);

    /// <summary>The target of diabetes.</summary>
    internal static double[,] DiabetesTarget() => Columns(TestData.Large("diabetes/diabetes.csv"), 10, 1);

    /// <summary>1,797 images of 8 x 8.</summary>
    internal static double[,] Digits() => Columns(TestData.Large("optdigits/optdigits_tes.csv.gz"), 0, 64);

    /// <summary>Some rows.</summary>
    internal static double[,] Rows(double[,] x, IReadOnlyList<int> rows) => Table(rows.Count, x.GetLength(1), (row, column) => x[rows[row], column]);

    /// <summary>Every column minus its mean, by its standard deviation (of n, not n - 1).</summary>
    internal static double[,] Standardised(double[,] x)
    {
        (int rows, int columns) = (x.GetLength(0), x.GetLength(1));
        var result = new double[rows, columns];
        for (int column = 0; column < columns; column++)
        {
            double[] values = [.. Enumerable.Range(0, rows).Select(row => x[row, column])];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            for (int row = 0; row < rows; row++) result[row, column] = (values[row] - mean) / deviation;
        }

        return result;
    }

    internal static double[,] Table(int rows, int columns, Func<int, int, double> value)
    {
        var table = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) table[row, column] = value(row, column);
        }

        return table;
    }

    private static double[,] Columns(string path, int first, int count)
    {
        using Stream file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        string[][] lines = [.. reader.ReadToEnd().Split('\n').Skip(1).Select(line => line.Trim().Split(',')).Where(cells => cells.Length > 1)];
        return Table(lines.Length, count, (row, column) => double.Parse(lines[row][first + column], CultureInfo.InvariantCulture));
    }
}
