using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Xunit;

namespace Myelin.Tables.Tests;

public class RealDataTests
{
    [Theory]
    [InlineData("iris/iris.csv", false, null, 150, 5, TaskKind.Classes, 3)]
    [InlineData("wine/wine.csv", false, null, 178, 14, TaskKind.Classes, 3)]
    [InlineData("breast-cancer-wisconsin/wdbc.csv", true, "Diagnosis", 569, 32, TaskKind.Binary, 2)]
    [InlineData("diabetes/diabetes.csv", true, null, 442, 11, TaskKind.Regression, 0)]
    [InlineData("titanic/train.csv", true, "Survived", 891, 12, TaskKind.Binary, 2)]
    [InlineData("abalone/abalone.csv", false, null, 4177, 9, TaskKind.Regression, 0)]
    [InlineData("california-housing/housing.csv.gz", true, "median_house_value", 20640, 10, TaskKind.Regression, 0)]
    [InlineData("adult/adult-train.csv.gz", false, null, 32561, 15, TaskKind.Binary, 2)]
    [InlineData("adult/adult-test.csv.gz", false, null, 16281, 15, TaskKind.Binary, 2)]
    [InlineData("optdigits/optdigits_tra.csv.gz", true, null, 3823, 65, TaskKind.Classes, 10)]
    [InlineData("optdigits/optdigits_tes.csv.gz", true, null, 1797, 65, TaskKind.Classes, 10)]
    [InlineData("mammography/mammography.csv.gz", false, null, 11183, 7, TaskKind.Binary, 2)]
    public void Sizes_and_tasks(string file, bool hasHeader, string? target, int rows, int columns, TaskKind task, int classes)
    {
        var options = new TableOptions { HasHeader = hasHeader, Target = target };
        var table = CsvTable.Read(SharedData.Path(file), options);
        var schema = TableSchema.Infer(table, options);
        Assert.Equal((rows, columns, task, classes), (table.RowCount, table.Columns.Count, schema.Task, schema.Classes.Count));
        Assert.Equal(rows, schema.Rows.Length);
        Assert.Empty(schema.Warnings);
        foreach (var column in table.Columns) Assert.Equal(column.Name.Trim(), column.Name);
    }

    [Theory]
    [InlineData("mammography/mammography.csv.gz", "c7", "-1 10923, 1 260")]
    [InlineData("adult/adult-train.csv.gz", "c15", "<=50K 24720, >50K 7841")]
    [InlineData("adult/adult-test.csv.gz", "c15", "<=50K. 12435, >50K. 3846")]
    [InlineData("california-housing/housing.csv.gz", "ocean_proximity", "<1H OCEAN 9136, INLAND 6551, ISLAND 5, NEAR BAY 2290, NEAR OCEAN 2658")]
    [InlineData("abalone/abalone.csv", "c1", "F 1307, I 1342, M 1528")]
    [InlineData("wine/wine.csv", "c14", "1 59, 2 71, 3 48")]
    public void Categories_and_their_counts(string file, string name, string expected)
    {
        var column = CsvTable.Read(SharedData.Path(file),
            new TableOptions { HasHeader = file.StartsWith("california", StringComparison.Ordinal) })[name].AsText();
        var counts = column.Categories.Select((category, code) => $"{category} {column.Codes.ToArray().Count(c => c == code)}");
        Assert.Equal(expected, string.Join(", ", counts));
    }

    [Theory]
    [InlineData("titanic/train.csv", "Age", 177)]
    [InlineData("titanic/train.csv", "Cabin", 687)]
    [InlineData("titanic/train.csv", "Embarked", 2)]
    [InlineData("california-housing/housing.csv.gz", "total_bedrooms", 207)]
    public void Missing_cells(string file, string name, int expected)
    {
        var column = CsvTable.Read(SharedData.Path(file))[name];
        Assert.Equal(expected, column.Count - column.PresentRows().Length);
    }

    [Fact]
    public void Question_marks_are_missing()
    {
        var table = CsvTable.Read(SharedData.Path("adult/adult-train.csv.gz"), new TableOptions { HasHeader = false });
        Assert.Equal(2399, Enumerable.Range(0, table.RowCount).Count(row => table.Columns.Any(column => column.IsMissing(row))));
        Assert.Equal(41, table["c14"].AsText().Categories.Count);
    }

    [Fact]
    public void Names_and_identifiers_of_the_titanic_are_ignored()
    {
        var options = new TableOptions { Target = "Survived" };
        var table = CsvTable.Read(SharedData.Path("titanic/train.csv"), options);
        Assert.Equal("Braund, Mr. Owen Harris", table["Name"].AsText().Categories[table["Name"].AsText().Codes[0]]);
        var schema = TableSchema.Infer(table, options);
        Assert.Equal(
            ["PassengerId: ignored, whole numbers rising by one", "Name: ignored, text that differs in every row"],
            schema.Columns.Where(column => column.Kind == ColumnKind.Ignored).Select(column => column.ToString()));
        var preprocessing = Preprocessing.Fit(table, schema, schema.Rows);
        Assert.Equal(52, preprocessing.Features.Single(feature => feature.Name == "Cabin").Width);
    }

    [Fact]
    public void Test_labels_that_training_never_saw_are_named()
    {
        var options = new TableOptions { HasHeader = false };
        var table = CsvTable.Read(SharedData.Path("adult/adult-train.csv.gz"), options);
        var schema = TableSchema.Infer(table, options);
        var preprocessing = Preprocessing.Fit(table, schema, schema.Rows);
        var test = CsvTable.Read(SharedData.Path("adult/adult-test.csv.gz"), preprocessing.ReadOptions);
        string message = TableText.Error(() => preprocessing.Encode(test, test["c15"].PresentRows()));
        Assert.Contains("adult-test.csv.gz, line 1: training never saw the class '<=50K.'", message, StringComparison.Ordinal);
        Assert.Contains("did you mean '<=50K'?", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("iris.csv", "species", TaskKind.Classes, 150, 4)]
    [InlineData("housing.csv", "median_house_value", TaskKind.Regression, 2000, 15)]
    [InlineData("xor.csv", "y", TaskKind.Binary, 4, 2)]
    public void Samples(string file, string target, TaskKind task, int rows, int width)
    {
        var table = CsvTable.Read(SharedData.Sample(file));
        var schema = TableSchema.Infer(table, new TableOptions());
        Assert.Equal((target, task, rows), (schema.Target, schema.Task, table.RowCount));
        Assert.Equal(width, Preprocessing.Fit(table, schema, schema.Rows).Width);
    }
}
