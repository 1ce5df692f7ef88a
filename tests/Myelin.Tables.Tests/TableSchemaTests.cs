using Myelin.Tables.Columns;
using Xunit;

namespace Myelin.Tables.Tests;

public class TableSchemaTests
{
    [Theory]
    [InlineData("7,8,9,10", ColumnKind.Ignored, "whole numbers rising by one")]
    [InlineData("16777217,16777218,16777219,16777220", ColumnKind.Ignored, "whole numbers rising by one")]
    [InlineData("-1,0,1,2", ColumnKind.Ignored, "whole numbers rising by one")]
    [InlineData("1,2,,4", ColumnKind.Numeric, "numbers")]
    [InlineData("1,2,3,5", ColumnKind.Numeric, "numbers")]
    [InlineData("1,2,3,4.0", ColumnKind.Numeric, "numbers")]
    [InlineData("4,3,2,1", ColumnKind.Numeric, "numbers")]
    [InlineData("5,5,5,5", ColumnKind.Numeric, "numbers")]
    [InlineData("?,NA,,NaN", ColumnKind.Ignored, "every cell is missing")]
    [InlineData("p,q,r,s", ColumnKind.Ignored, "text that differs in every row")]
    [InlineData("p,q,,s", ColumnKind.Ignored, "text that differs in every row")]
    [InlineData("p,q,p,s", ColumnKind.Categorical, "text of 3 values")]
    [InlineData("p,p,p,p", ColumnKind.Categorical, "text of one value")]
    [InlineData("2024-01-31,2024-02-01,2024-02-01,?", ColumnKind.Ignored, "dates")]
    [InlineData("2024-01-31T10:00:00Z,2024-02-01 11:30,2024-02-01T00:00:00+01:00,", ColumnKind.Ignored, "dates")]
    [InlineData("31.1.2024,1.2.2024,1.2.2024,3.2.2024", ColumnKind.Ignored, "dates")]
    [InlineData("1/31/2024,2/1/2024,2/1/2024,2/3/2024", ColumnKind.Ignored, "dates")]
    [InlineData("3 Jan 2024,3 Jan 2024,5-Feb-2024,6-Mar-2024", ColumnKind.Ignored, "dates")]
    [InlineData("1.2.3,1.2.3,1.2.4,1.2.5", ColumnKind.Categorical, "text of 3 values")]
    public void What_a_column_is_taken_for(string cells, ColumnKind kind, string reason)
    {
        string rows = string.Concat(cells.Split(',').Select((cell, i) => $"{cell},{i * i}.5,{i % 2}\n"));
        var table = TableText.Read("x,z,y\n" + rows);
        Assert.Equal(new ColumnChoice("x", kind, reason), TableSchema.Infer(table, new TableOptions()).Columns[0]);
    }

    [Theory]
    [InlineData("a,b,a,b", TaskKind.Binary, "two values", "a|b")]
    [InlineData("b,a,C,a", TaskKind.Classes, "text of 3 values", "C|a|b")]
    [InlineData("2,5,2,5", TaskKind.Binary, "two values", "2|5")]
    [InlineData("0.5,1.5,0.5,0.5", TaskKind.Binary, "two values", "0.5|1.5")]
    [InlineData("10,9,1.0,9", TaskKind.Classes, "3 whole numbers", "1.0|10|9")]
    [InlineData("1,1.0,2.0,2", TaskKind.Binary, "two values", "1|2")]
    [InlineData("1,2,3.5,1", TaskKind.Regression, "numbers", "")]
    public void What_the_task_is_taken_for(string cells, TaskKind task, string reason, string classes)
    {
        var schema = TableSchema.Infer(WithTarget(cells.Split(',')), new TableOptions());
        Assert.Equal((task, reason, classes), (schema.Task, schema.TaskReason, string.Join('|', schema.Classes)));
    }

    [Theory]
    [InlineData(20, TaskKind.Classes)]
    [InlineData(21, TaskKind.Regression)]
    public void Whole_numbers_are_classes_up_to_twenty_values(int values, TaskKind task) =>
        Assert.Equal(task, TableSchema.Infer(WithTarget([.. Enumerable.Range(0, 2 * values).Select(i => $"{i % values * 3}")]), new TableOptions()).Task);

    [Fact]
    public void A_task_may_be_asked_for()
    {
        Assert.Equal(TaskKind.Regression, TableSchema.Infer(WithTarget(["1", "2", "1"]), new TableOptions { Task = TaskKind.Regression }).Task);
        Assert.Equal(3, TableSchema.Infer(WithTarget(["1.5", "2", "-3"]), new TableOptions { Task = TaskKind.Classes }).Classes.Count);
        Assert.Equal(2, TableSchema.Infer(WithTarget(["1", "2", "1"]), new TableOptions { Task = TaskKind.Classes }).Classes.Count);
    }

    [Fact]
    public void Overrides_win()
    {
        var options = new TableOptions { Target = "y", WeightColumn = "w", Ignore = ["a"], Categorical = ["b"], Numeric = ["id"] };
        var table = TableText.Read("id,a,b,w,y,rest\n1,1.5,01,1,u,3\n2,2.5,02,1,v,1\n3,0.5,01,2,u,4\n", options);
        Assert.Equal(
            ["id: numeric, as asked for", "a: ignored, as asked for", "b: categorical, as asked for", "rest: numeric, numbers"],
            TableSchema.Infer(table, options).Columns.Select(column => column.ToString()));
    }

    [Fact]
    public void Rows_without_target_are_left_out_and_counted()
    {
        var schema = TableSchema.Infer(WithTarget(["a", "?", "b", "a", ""]), new TableOptions());
        Assert.Equal([0, 2, 3], schema.Rows);
        Assert.Equal([0, 1, 0], schema.RowClasses);
        Assert.Contains("2 of 5 rows", Assert.Single(schema.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("specis", "did you mean 'species'?")]
    [InlineData("zzz", "its columns are 'x', 'species'")]
    public void Unknown_target(string target, string expected) => Refused("x,species\n1,a\n2,b\n", new TableOptions { Target = target }, expected);

    [Theory]
    [InlineData(TaskKind.Clusters, "cluster")]
    [InlineData(TaskKind.Projection, "projection")]
    public void Without_a_target_every_column_is_an_input_and_every_row_counts(TaskKind task, string name)
    {
        var options = new TableOptions { Task = task, WeightColumn = "w", Ignore = ["z"] };
        var schema = TableSchema.Infer(TableText.Read("x,y,w,z\n1,a,1,5\n2,,1,6\n5,b,1,8\n", options), options);
        Assert.Equal((name, task, 3, 0), (schema.Target, schema.Task, schema.Rows.Length, schema.Classes.Count));
        Assert.Equal(["x: numeric, numbers", "y: categorical, text of 2 values", "z: ignored, as asked for"],
            schema.Columns.Select(column => column.ToString()));
    }

    public static TheoryData<string, TableOptions, string> WrongTables => new()
    {
        { "x,y\n1,a\n2,a\n", new(), "'a' in every row" },
        { "x,y\n1,5.5\n2,5.5\n", new(), "'5.5' in every row" },
        { "x,y\n1,?\n2,\n", new(), "every cell of the target column 'y' is missing" },
        { "y\na\nb\n", new(), "there is no other column" },
        { "x,y\n?,a\n,b\n", new(), "x: ignored, every cell is missing" },
        { "x,y\n1,a\n2,b\n3,a\n", new(), "Numeric or Categorical" },
        { "x,y\n1,a\n2,b\n", new() { Task = TaskKind.Regression }, "holds text, such as 'a'" },
        { "x,y\n1,a\n2,b\n", new() { Target = "y", Task = TaskKind.Regression }, "line 2: column 'y' holds 'a'" },
        { "x,y\n1,a\n2,b\n3,c\n", new() { Task = TaskKind.Binary }, "holds 3 different values" },
        { "x,y\n1,a\n2,b\n", new() { Ignore = ["xx"] }, "did you mean 'x'?" },
        { "x,y\n1,a\n2,b\n", new() { Categorical = ["xx"] }, "did you mean 'x'?" },
        { "x,y\n1,a\n2,b\n", new() { Numeric = ["xx"] }, "did you mean 'x'?" },
        { "x,y\n1,a\n2,b\n", new() { WeightColumn = "xx" }, "did you mean 'x'?" },
        { "x,y\n1,a\n2,b\n", new() { Ignore = ["x"], Numeric = ["x"] }, "both ignored and numeric" },
        { "x,y\n1,a\n2,b\n", new() { Ignore = ["y"] }, "both the target and ignored" },
        { "x,y\n1,5\n2,6\n", new() { WeightColumn = "y" }, "both the target and the weight column" },
        { "x,y\n1,5\n2,6\n", new() { Task = TaskKind.Clusters, Target = "y" }, "There is no target to predict, so the column 'y' cannot be it" },
        { "x,y\n1,5\n2,6\n", new() { Task = TaskKind.Projection, Ignore = ["x", "y"] }, "has no column to take rows from: x: ignored, as asked for" },
    };

    [Theory]
    [MemberData(nameof(WrongTables))]
    public void Refused(string text, TableOptions options, string expected) =>
        Assert.Contains(expected, TableText.Error(() => TableSchema.Infer(TableText.Read(text, options), options)), StringComparison.Ordinal);

    private static Table WithTarget(string[] cells) => TableText.Read("x,y\n" + string.Concat(cells.Select((cell, i) => $"{i * i}.5,{cell}\n")));
}
