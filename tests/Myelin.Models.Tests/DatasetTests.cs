using Microsoft.Data.Sqlite;
using Myelin.Models.Datasets;
using Myelin.Models.Recipes;
using Myelin.Tables.Columns;
using Myelin.Tables.Reading;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>The same rows give the same model, wherever they come from.</summary>
public sealed class DatasetTests
{
    private static readonly NetworkRecipe Short = new() { Epochs = 3 };

    private enum Colour
    {
        Red,
        Green,
    }

    private sealed record Order(int Items, decimal Price);

    public static TheoryData<string> Sources => ["records", "anonymous", "dictionaries", "table", "numbers in a database", "texts in a database", "stream"];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Rows_from_anywhere_give_the_weights_of_the_file(string source)
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        Dataset rows = source switch
        {
            "records" => Dataset.FromRecords(Flower.All),
            "anonymous" =>
                Dataset.FromRecords(
                Flower.All.Select(flower =>
                new { a = (float)flower.SepalLength, b = (decimal)flower.SepalWidth, c = (double?)flower.PetalLength, flower.PetalWidth, flower.Species })),
            "dictionaries" =>
                Dataset.FromRecords(Flower.All.Select(flower => new Dictionary<string,
                object?>
                {
                    ["a"] = flower.SepalLength,
                    ["b"] = flower.SepalWidth,
                    ["c"] = flower.PetalLength,
                    ["d"] = flower.PetalWidth,
                    ["e"] = flower.Species
                })),
            "table" => Dataset.FromTable(CsvTable.Read(Flower.Csv)),
            "numbers in a database" => Dataset.FromReader(Query(database, "REAL")),
            "texts in a database" => Dataset.FromReader(Query(database, "TEXT")),
            _ => Dataset.FromCsv(File.OpenRead(Flower.Csv), "a stream"),
        };
        Assert.Equal(Short.Train(Flower.Rows).WeightsSha256, Short.Train(rows).WeightsSha256);
    }

    [Fact]
    public void Rows_that_are_read_once_train_twice()
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        Dataset rows = Dataset.FromReader(Query(database, "REAL"), target: "species");
        Assert.Equal(Short.Train(rows).WeightsSha256, Short.Train(rows).WeightsSha256);
        Assert.Equal(150, Short.Train(rows).Model.PredictAll(rows).Count());
    }

    [Fact]
    public void Cells_of_all_types_become_what_a_file_would_hold()
    {
        var day = new DateTime(2026, 11, 30);
        Table table = CellTable.Read(Enumerable.Range(0, 4).Select(i => new
        {
            Number = i == 3 ? null : (float?)(i + 0.1f),
            Whole = 16_777_217 + (2 * i),
            Large = long.MaxValue - i,
            Money = 12.50m + i,
            Truth = i % 2 == 0,
            Colour = (Colour)(i % 2),
            Day = day.AddDays(i),
            Moment = day.AddHours(i + 1),
            Text = i == 0 ? "  " : " a ",
            Digits = $"{i}",
            Nested = new { i },
        }), "records");
        string?[] Texts(string name) =>
            [.. Enumerable.Range(0, 4)
            .Select(row => table[name].IsMissing(row) ? null : table[name].AsText() is var text ? text.Categories[text.Codes[row]] : "")];
        Assert.Equal(["0.1", "1.1", "2.1", null], Texts("Number"));
        Assert.Equal(["16777217", "16777219", "16777221", "16777223"], Texts("Whole"));
        Assert.Equal(["12.50", "13.50", "14.50", "15.50"], Texts("Money"));
        Assert.Equal(["true", "false", "true", "false"], Texts("Truth"));
        Assert.Equal(["Red", "Green", "Red", "Green"], Texts("Colour"));
        Assert.Equal("2026-11-30", Texts("Day")[0]);
        Assert.Equal("2026-11-30T01:00:00", Texts("Moment")[0]);
        Assert.Equal([null, "a", "a", "a"], Texts("Text"));
        Assert.IsType<NumericColumn>(table["Digits"]);
        Assert.Equal("9223372036854775807", Texts("Large")[0]);
        Assert.Equal("records: the property Nested holds", Assert.Single(table.Warnings)[..34]);
    }

    [Fact]
    public void What_can_be_no_row_is_told()
    {
        Assert.Contains("holds no rows", Wrong(() => CellTable.Read(Array.Empty<Flower>(), "flowers")));
        Assert.Contains("no public property that holds a number", Wrong(() => CellTable.Read([new { Inner = new { a = 1 } }], "records")));
        Assert.Contains("records, row 2: the record is null", Wrong(() => CellTable.Read(new Flower?[] { Flower.All[0], null }, "records")));
        Assert.Contains("row 2: column 'a' holds Byte[]", Wrong(() => CellTable.Read([new { a = (object)1 }, new { a = (object)new byte[1] }], "records")));
        Assert.Contains("row 3: column 'a' holds '∞'",
            Wrong(() => CellTable.Read([new { a = 1.0 }, new { a = 2.0 }, new { a = double.PositiveInfinity }], "records"))
            .Replace("Infinity", "∞", StringComparison.Ordinal));
        Assert.Contains("no column 'specis' (did you mean 'Species'?)", Wrong(() => Short.Train(Dataset.FromRecords(Flower.All, target: "specis"))));

        static string Wrong(Action act) => Assert.Throws<InvalidInputException>(act).Message;
    }

    /// <summary>The guide shows these lines. Rows are read when they are needed, so the files need not be there.</summary>
    [Fact]
    public void Rows_come_from_anywhere()
    {
        using var database = new SqliteConnection("Data Source=:memory:");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = "SELECT 1 AS left";
        Order[] list = [new(1, 2)];
        Dataset flowers = Dataset.FromCsv("iris.csv", target: "species");
        Dataset customers = Dataset.FromReader(command.ExecuteReader(), target: "left");
        Dataset orders = Dataset.FromRecords(list, target: nameof(Order.Price));
        Dataset digits = Dataset.FromImages(["train-images-idx3-ubyte.gz"]);
        Assert.Equal(["species", "left", "Price", "label"], new[] { flowers, customers, orders, digits }.Select(rows => rows.Targets[0]));
        Assert.Equal(["iris.csv", "the query", "Order", "train-images-idx3-ubyte.gz"],
            new[] { flowers, customers, orders, digits }.Select(rows => rows.Names[0]));
    }

    [Fact]
    public void Keys_that_a_record_lacks_are_missing_cells()
    {
        Table table = CellTable.Read([new Dictionary<string, object?> { ["a"] = 1 }, new Dictionary<string, object?> { ["b"] = "x" }], "records");
        Assert.Equal((true, false, false, true), (table["b"].IsMissing(0), table["b"].IsMissing(1), table["a"].IsMissing(0), table["a"].IsMissing(1)));
    }

    private static SqliteDataReader Query(SqliteConnection database, string type)
    {
        database.Open();
        Run($"CREATE TABLE iris (sepal_length {type}, sepal_width {type}, petal_length {type}, petal_width {type}, species TEXT)");
        foreach (string line in File.ReadLines(Flower.Csv).Skip(1))
            Run($"INSERT INTO iris VALUES ({string.Join(", ", line.Split(',').Select(cell => $"'{cell}'"))})");
        SqliteCommand query = database.CreateCommand();
        query.CommandText = "SELECT * FROM iris";
        return query.ExecuteReader();

        void Run(string text)
        {
            using SqliteCommand command = database.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
