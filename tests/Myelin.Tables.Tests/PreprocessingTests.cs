using System.Text.Json.Nodes;
using CsCheck;
using Myelin.Data;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Xunit;

namespace Myelin.Tables.Tests;

public class PreprocessingTests
{
    private const string Text = """
        size,colour,weight,y
        1,red,1,10
        3,blue,2,20
        ?,red,0.5,40
        5,,1,30.5
        """;

    private static readonly TableOptions Weighted = new() { WeightColumn = "weight" };

    private static (Preprocessing Preprocessing, Table Table, TableSchema Schema) Fit(string text, TableOptions? options = null, bool scaleTarget = true)
    {
        var table = TableText.Read(text, options);
        var schema = TableSchema.Infer(table, options ?? new TableOptions());
        return (Preprocessing.Fit(table, schema, schema.Rows, scaleTarget), table, schema);
    }

    private static Batch Fill(TableSource source, params int[] rows)
    {
        var batch = new Batch();
        source.Fill(rows.Length == 0 ? [.. Enumerable.Range(0, source.Count)] : rows, batch);
        return batch;
    }

    [Fact]
    public void Without_a_target_rows_are_inputs_and_weights_and_the_saved_form_reads_back()
    {
        var options = Weighted with { Task = TaskKind.Clusters };
        var (preprocessing, table, schema) = Fit(Text, options);
        var clusters = preprocessing.ForClusters(12);
        Assert.Equal(("cluster", false, 12, "10"), (clusters.Target.Name, clusters.Target.IsColumn, clusters.Target.Classes.Count, clusters.Target.Classes[9]));
        TableSource source = clusters.Encode(table, schema.Rows);
        Assert.Equal((0, 0, true, 7), (source.TargetCount, source.ClassCount, source.HasWeights, source.InputShape.Count));
        var again = Preprocessing.FromJson(JsonNode.Parse(clusters.ToJson().ToJsonString())!.AsObject());
        Assert.Equal(12, again.Target.Classes.Count);
        Assert.Equal(Fill(source).Inputs.ToArray(), Fill(again.Encode(table, schema.Rows)).Inputs.ToArray());
        Assert.Null(again.ReadOptions.Target);
        var projection = Preprocessing.FromJson(JsonNode.Parse(Fit(Text, Weighted).Preprocessing.ForProjection().ToJson().ToJsonString())!.AsObject());
        Assert.Equal((TaskKind.Projection, "projection"), (projection.Target.Task, projection.Target.Name));
        Assert.Equal(4, projection.EncodeInputs(table).Count);
        Assert.DoesNotContain("y", projection.ReadOptions.Categorical.Concat(projection.ReadOptions.Numeric));
    }

    [Fact]
    public void Numbers_are_standardised_and_categories_have_places()
    {
        var (preprocessing, table, schema) = Fit(Text, Weighted);
        Assert.Equal(6, preprocessing.Width);
        Assert.Equal(
            ["size", "size missing", "colour=blue", "colour=red", "colour other", "colour missing"],
            preprocessing.Features.SelectMany(feature => feature.InputNames));
        var batch = Fill(preprocessing.Encode(table, schema.Rows));
        float scaled = (float)(2 / Math.Sqrt(8 / 3.0));
        Assert.Equal(
            [
                -scaled, 0, 0, 1, 0, 0,
                0, 0, 1, 0, 0, 0,
                0, 1, 0, 1, 0, 0,
                scaled, 0, 0, 0, 0, 1,
            ],
            batch.Inputs.ToArray());
        Assert.Equal([1, 2, 0.5f, 1], batch.Weights.ToArray());
        Assert.Equal(0, batch.Targets.ToArray().Sum(), 1e-6);
        Assert.Equal(4, batch.Targets.ToArray().Sum(x => x * x), 1e-5);
    }

    [Fact]
    public void Wild_cells_are_held_at_four_standard_deviations()
    {
        string rows = string.Concat(Enumerable.Range(0, 24).Select(i => $"{i % 2},{i}.5\n"));
        var (preprocessing, table, schema) = Fit($"size,y\n{rows}100,1.5\n-9,2.5\n");
        float[] inputs = Fill(preprocessing.Encode(table, schema.Rows)).Inputs.ToArray();
        Assert.Equal(NumericFeature.Limit, inputs[24]);
        Assert.Equal(4, NumericFeature.Limit);
        Assert.InRange(inputs[25], -1, 0);
        Assert.Equal(-NumericFeature.Limit, Fill(preprocessing.EncodeInputs(TableText.Read("size\n-1e9\n2\n2\n"))).Inputs[0]);
    }

    [Fact]
    public void Cells_missing_or_unseen_only_at_prediction()
    {
        var (preprocessing, _, _) = Fit("size,colour,y\n1,red,1.5\n3,blue,2\n3,red,3\n");
        Assert.Equal(["size", "colour=blue", "colour=red", "colour other"], preprocessing.Features.SelectMany(feature => feature.InputNames));
        var table = TableText.Read("colour,extra,size\ngreen,a,\n,b,?\n", preprocessing.ReadOptions);
        Assert.Equal([0, 0, 0, 1, 0, 0, 0, 1], Fill(preprocessing.EncodeInputs(table)).Inputs.ToArray());
    }

    [Fact]
    public void Only_training_rows_count()
    {
        var table = TableText.Read("x,c,y\n1,p,1\n1,p,2\n3,q,30\n");
        var schema = TableSchema.Infer(table, new TableOptions { Task = TaskKind.Regression });
        var preprocessing = Preprocessing.Fit(table, schema, [0, 1]);
        Assert.Equal(new Standardization(1, 1), Assert.IsType<NumericFeature>(preprocessing.Features[0]).Standardization);
        Assert.Equal(["p"], Assert.IsType<CategoricalFeature>(preprocessing.Features[1]).Categories);
        Assert.Equal(new Standardization(1.5, 0.5), preprocessing.Target.Standardization);
        Assert.Equal([2, 0, 1], Fill(preprocessing.Encode(table, [2])).Inputs.ToArray());
    }

    [Fact]
    public void A_constant_column_is_0_whatever_the_number_of_rows()
    {
        string rows = string.Concat(Enumerable.Range(0, 1000).Select(i => $"0.1,{i * i}.5\n"));
        var (preprocessing, table, schema) = Fit("x,y\n" + rows);
        Assert.All(Fill(preprocessing.Encode(table, schema.Rows)).Inputs.ToArray(), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Of_many_categories_the_rarest_share_a_place()
    {
        // Category k occurs k + 1 times; of 60 the first ten are the rarest.
        string rows = string.Concat(Enumerable.Range(0, 60).SelectMany(k => Enumerable.Repeat($"k{k:00},{k}.5\n", k + 1)));
        var (preprocessing, table, schema) = Fit("c,y\n" + rows);
        var feature = Assert.IsType<CategoricalFeature>(preprocessing.Features[0]);
        Assert.Equal(Enumerable.Range(10, 50).Select(k => $"k{k:00}"), feature.Categories);
        Assert.Equal(51, feature.Width);
        var inputs = Fill(preprocessing.Encode(table, schema.Rows), 0).Inputs.ToArray();
        Assert.Equal(1, inputs[50]);
        Assert.Equal(1, inputs.Sum());
    }

    [Fact]
    public void Equally_rare_categories_are_kept_in_ordinal_order()
    {
        string rows = string.Concat(Enumerable.Range(0, 51).Reverse().SelectMany(k => Enumerable.Repeat($"k{k:00},{k}.5\n", 2)));
        Assert.DoesNotContain("k50", Assert.IsType<CategoricalFeature>(Fit("c,y\n" + rows).Preprocessing.Features[0]).Categories);
    }

    [Fact]
    public void Targets_of_each_task()
    {
        var (binary, table, schema) = Fit("x,y\n1,no\n2,yes\n4,no\n");
        var source = binary.Encode(table, schema.Rows);
        Assert.Equal((2, 0), (source.ClassCount, source.TargetCount));
        Assert.Equal([0, 1, 0], Fill(source).Labels.ToArray());

        var (classes, threeClasses, rows) = Fit("x,y\n1,c\n2,a\n4,B\n");
        source = classes.Encode(threeClasses, rows.Rows);
        Assert.Equal((3, 0), (source.ClassCount, source.TargetCount));
        Assert.Equal([2, 1, 0], Fill(source).Labels.ToArray());
        Assert.Equal(["B", "a", "c"], classes.Target.Classes);
    }

    [Fact]
    public void A_batch_takes_the_rows_it_is_asked_for()
    {
        var options = new TableOptions { WeightColumn = "w" };
        var (preprocessing, table, _) = Fit("w,x,y\n1,1,a\n2,2,b\n3,4,c\n4,9,a\n", options);
        var batch = Fill(preprocessing.Encode(table, [1, 2, 3]), 2, 0, 2);
        Assert.Equal([0, 1, 0], batch.Labels.ToArray());
        Assert.Equal([4, 2, 4], batch.Weights.ToArray());
        Assert.Equal(batch.Inputs[0], batch.Inputs[2]);
        Assert.True(batch.Inputs[0] > batch.Inputs[1]);
        var (numbers, values, _) = Fit("x,y\n1,0.5\n2,1.5\n4,3\n", scaleTarget: false);
        Assert.Equal([3, 1.5f], Fill(numbers.Encode(values, [0, 1, 2]), 2, 1).Targets.ToArray());
    }

    [Fact]
    public void Regression_predictions_come_back_in_the_targets_units()
    {
        var (preprocessing, table, schema) = Fit(Text, Weighted);
        var targets = Fill(preprocessing.Encode(table, schema.Rows)).Targets.ToArray();
        Assert.Equal(["10", "20", "40", "30.5"], targets.Select(preprocessing.Target.Text));
        var unscaled = Fit(Text, Weighted, scaleTarget: false);
        Assert.Equal([10, 20, 40, 30.5f], Fill(unscaled.Preprocessing.Encode(table, schema.Rows)).Targets.ToArray());
    }

    [Fact]
    public void Class_labels_keep_the_files_text_and_other_files_may_write_the_number_otherwise()
    {
        var (preprocessing, _, _) = Fit("x,y\n1,1.0\n2,2.0\n4,3.0\n");
        Assert.Equal(["1.0", "2.0", "3.0"], preprocessing.Target.Classes);
        var other = TableText.Read("x,y\n1,3\n2,1.00\n", preprocessing.ReadOptions);
        Assert.Equal([2, 0], Fill(preprocessing.Encode(other, [0, 1])).Labels.ToArray());
    }

    [Theory]
    [InlineData("x,c,y\n1,p,10\n", "x", "lacks the column 'z'")]
    [InlineData("x,z,y\n1,3,10\n", "c", "lacks the column 'c'")]
    [InlineData("x,c,z,y\nabc,p,1,10\n", "x", "line 2: column 'x' holds 'abc'")]
    [InlineData("x,c,z,y\n1,p,1,\n", "y", "line 2: the target 'y' is missing")]
    [InlineData("x,c,z\n1,p,1\n", "y", "no column 'y'")]
    [InlineData("x,c,z,y\n1,p,1,abc\n", "y", "line 2: column 'y' holds 'abc'")]
    public void Tables_that_do_not_fit(string text, string about, string expected)
    {
        var (preprocessing, _, _) = Fit("x,c,z,y\n1,p,1,10.5\n2,q,7,20\n4,p,3,30\n");
        string message = TableText.Error(() => preprocessing.Encode(TableText.Read(text, preprocessing.ReadOptions), [0]));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains($"'{about}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,-1,1", "line 3: the weight is -1")]
    [InlineData("1,,1", "line 3: the weight is missing")]
    [InlineData("0,0,0", "every weight in column 'w' is 0")]
    [InlineData("1,x,1", "line 3: column 'w' holds 'x'")]
    [InlineData("1,inf,1", "line 3: column 'w' holds 'inf'")]
    public void Wrong_weights(string weights, string expected)
    {
        string rows = string.Concat(weights.Split(',').Select((weight, i) => $"{i * i},{weight},{i}.5\n"));
        string message = TableText.Error(() =>
        {
            var (preprocessing, table, schema) = Fit("x,w,y\n" + rows, new TableOptions { WeightColumn = "w", Target = "y" });
            preprocessing.Encode(table, schema.Rows);
        });
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_weight_zero_are_left_out_of_everything_and_counted()
    {
        var options = new TableOptions { WeightColumn = "w", Target = "y" };
        string good = "1.5,p,1,10\n2,q,2,20\n3,p,0.5,35\n4,q,1,41\n5,p,1,54\n6,q,1,66\n";
        var (expected, few, _) = Fit("x,c,w,y\n" + good, options);
        var (found, table, schema) = Fit("x,c,w,y\n" + good + "1e6,r,0,-1e9\n", options);
        Assert.Equal([0, 1, 2, 3, 4, 5], schema.Rows.ToArray());
        Assert.Contains(schema.Warnings, warning => warning.Contains("1 of 7 rows have the weight 0 and are left out", StringComparison.Ordinal));
        Assert.Equal(Fill(expected.Encode(few, schema.Rows)).Inputs.ToArray(), Fill(found.Encode(table, schema.Rows)).Inputs.ToArray());
        Assert.Equal(expected.Target.Standardization, found.Target.Standardization);
        // So a part of the rows never has none that counts; another file's rows may, and whoever evaluates them says so.
        Assert.Equal([0f], Fill(found.Encode(table, [6])).Weights.ToArray());
    }

    [Fact]
    public void A_file_without_header_stands_for_the_training_columns_with_or_without_target()
    {
        var options = new TableOptions { HasHeader = false, Target = "c1" };
        var (preprocessing, table, schema) = Fit("a,1,p\nb,2,q\na,4,p\n", options);
        var expected = Fill(preprocessing.Encode(table, schema.Rows)).Inputs.ToArray();
        Assert.Equal(expected, Fill(preprocessing.EncodeInputs(TableText.Read("1,p\n2,q\n4,p\n", preprocessing.ReadOptions))).Inputs.ToArray());
        Assert.Equal(expected, Fill(preprocessing.EncodeInputs(TableText.Read("a,1,p\nb,2,q\na,4,p\n", preprocessing.ReadOptions))).Inputs.ToArray());

        var named = Fit("y,x,c\na,1,p\nb,2,q\na,4,p\n", new TableOptions { Target = "y" }).Preprocessing;
        Assert.Equal(expected, Fill(named.EncodeInputs(TableText.Read("1,p\n2,q\n4,p\n", named.ReadOptions with { HasHeader = false }))).Inputs.ToArray());
    }

    [Fact]
    public void A_row_alone_has_the_bits_it_has_among_others_and_json_keeps_them()
    {
        var cells = Gen.Select(Gen.OneOf("", "?", "0.1", "-3", "1e30", "7.25", "123456.789"), Gen.OneOf("", "a", "b", "é", "<x>"),
            Gen.OneOf("1.5", "2", "-7e5", "0.001"));
        cells.Array[3, 40].Sample(
            rows =>
            {
                string text = "x,c,y\n0.5,a,1.25\n-1,b,3\n2,a,5\n" + string.Concat(rows.Select(row => $"{row.Item1},{row.Item2},{row.Item3}\n"));
                var (preprocessing, table, schema) = Fit(text, new TableOptions { Task = TaskKind.Regression });
                var source = preprocessing.Encode(table, schema.Rows);
                var all = Fill(source);
                var saved = Preprocessing.FromJson(Assert.IsType<JsonObject>(JsonNode.Parse(preprocessing.ToJson().ToJsonString())));
                var again = Fill(saved.Encode(table, schema.Rows));
                Assert.Equal(Bits(all.Inputs), Bits(again.Inputs));
                Assert.Equal(Bits(all.Targets), Bits(again.Targets));
                Assert.Equal(preprocessing.Target.Text(0.7f), saved.Target.Text(0.7f));
                for (int row = 0; row < source.Count; row++)
                {
                    var alone = Fill(
                        preprocessing.EncodeInputs(TableText.Read("x,c\n" + string.Join(',', text.Split('\n')[row + 1].Split(',')[..2]) + "\n",
                        saved.ReadOptions)));
                    Assert.Equal(Bits(all.Inputs.Slice(row * source.InputShape.Count, source.InputShape.Count)), Bits(alone.Inputs));
                }
            },
            iter: 20);
    }

    [Fact]
    public void Json_keeps_everything()
    {
        foreach (string text in new[] { Text, "id,d,x,c,y\n1,2024-01-01,0.5,p,u\n2,2024-01-02,1,q,v\n3,2024-01-02,7,p,u\n", "x,y\n1,a\n2,b\n4,c\n" })
        {
            var json = Fit(text, text == Text ? Weighted : null).Preprocessing.ToJson();
            Assert.Equal(json.ToJsonString(), Preprocessing.FromJson((JsonObject)JsonNode.Parse(json.ToJsonString())!).ToJson().ToJsonString());
        }
    }

    [Theory]
    [InlineData("mean", "1e39")]
    [InlineData("mean", "-1.79e308")]
    [InlineData("scale", "1e300")]
    [InlineData("scale", "1.7e308")]
    [InlineData("scale", "0")]
    public void A_scaling_that_nobody_writes_is_damage_and_the_file_is_named(string field, string value)
    {
        foreach (string place in (string[])["target", "features"])
        {
            JsonObject json = Fit("x,y\n1,1.5\n2,2.5\n4,7.25\n", null).Preprocessing.ToJson();
            JsonNode part = place == "target" ? json[place]! : json[place]![0]!;
            part[field] = JsonNode.Parse(value);
            string message = Assert.Throws<InvalidInputException>(() =>
                Preprocessing.FromJson((JsonObject)JsonNode.Parse(json.ToJsonString())!, "m.safetensors")).Message;
            Assert.StartsWith($"m.safetensors is damaged: preprocessing.{place}{(place == "target" ? "" : "[0]")}.{field} is ", message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_json_is_refused_whatever_is_changed()
    {
        var (preprocessing, _, _) = Fit(Text, Weighted);
        string json = preprocessing.ToJson().ToJsonString();
        int changed = 0;
        foreach (string replacement in new[] { "null", "7", "\"x\"", "[]", "{}", "[1]", "-1e999" })
        {
            for (int node = 0; ; node++)
            {
                var root = (JsonObject)JsonNode.Parse(json)!;
                var places = Places(root).ToList();
                if (node == places.Count) break;
                if (places[node]?.ToJsonString() is "null") continue;
                places[node]!.ReplaceWith(JsonNode.Parse(replacement));
                // A text may become another text and a number another number; the rest must be refused, and nothing else is thrown.
                try
                {
                    Preprocessing.FromJson(root);
                }
                catch (InvalidInputException e)
                {
                    Assert.Contains("preprocessing is damaged", e.Message, StringComparison.Ordinal);
                    changed++;
                }
            }
        }

        Assert.True(changed > 100, $"Only {changed} changes were refused.");
        Assert.Throws<InvalidInputException>(() => Preprocessing.FromJson([]));
        Assert.Throws<InvalidInputException>(() => Preprocessing.FromJson((JsonObject)JsonNode.Parse("""{"features":[],"features":[]}""")!));
        foreach (string odd in (string[])["""{"a":1,"a":2}""", """ "\ud800" """, """[{"\ud800":1}]""", "1e999"])
        {
            var damaged = (JsonObject)JsonNode.Parse($"{{\"odd\":{odd},{json[1..]}")!;
            Assert.Contains("is damaged", Assert.Throws<InvalidInputException>(() => Preprocessing.FromJson(damaged)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidInputException>(() =>
            Preprocessing.FromJson((JsonObject)JsonNode.Parse(json.Replace("\"scale\":", "\"scale\":-", StringComparison.Ordinal))!));
    }

    [Fact]
    public void Filling_a_batch_again_allocates_nothing()
    {
        var (preprocessing, table, schema) = Fit(Text, Weighted);
        var source = preprocessing.Encode(table, schema.Rows);
        var batch = Fill(source, 0, 1, 2);
        int[] rows = [3, 1, 0];
        source.Fill(rows, batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) source.Fill(rows, batch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IEnumerable<JsonNode?> Places(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(pair => Places(pair.Value).Prepend(pair.Value)),
        JsonArray a => a.SelectMany(item => Places(item).Prepend(item)),
        _ => [],
    };

    private static uint[] Bits(ReadOnlySpan<float> values)
    {
        var bits = new uint[values.Length];
        for (int i = 0; i < bits.Length; i++) bits[i] = BitConverter.SingleToUInt32Bits(values[i]);
        return bits;
    }
}
