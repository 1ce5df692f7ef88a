using System.Text.Json;
using Myelin.Metrics;
using Xunit;

namespace Myelin.Tests.Metrics;

public sealed class ClassificationMetricsTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => MetricsCases.Names("classes").Select(name => new TheoryDataRow<string>(name));

    public static IEnumerable<TheoryDataRow<string>> LectureModels => LectureCases.OfTopic("error rate")
        .Select(id => new TheoryDataRow<string>(id[..id.IndexOf('.', StringComparison.Ordinal)])).DistinctBy(row => row.Data);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_are_those_of_scikit_learn(string name)
    {
        JsonElement item = MetricsCases.Get(name);
        int classes = item.GetProperty("classes").GetInt32();
        int[] labels = [.. item.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        var metrics = new ClassificationMetrics(classes);
        metrics.AddScores(MetricsCases.Floats(item, "scores"), labels, MetricsCases.Floats(item, "log_losses"), MetricsCases.Floats(item, "weights"));
        Assert.Equal(item.GetProperty("accuracy").GetDouble(), metrics.Accuracy, 14);
        Assert.Equal(1 - item.GetProperty("accuracy").GetDouble(), metrics.ErrorRate, 14);
        Assert.Equal(item.GetProperty("log_loss").GetDouble(), metrics.LogLoss, 7);
        Assert.Equal(MetricsCases.Doubles(item, "confusion"), metrics.ConfusionMatrix.Cast<double>());
        double[] macro = MetricsCases.Doubles(item, "macro");
        Assert.Equal(macro[0], metrics.PrecisionMacro, 14);
        Assert.Equal(macro[1], metrics.RecallMacro, 14);
        Assert.Equal(macro[2], metrics.F1Macro, 14);
        for (int label = 0; label < classes; label++)
        {
            Assert.Equal(MetricsCases.Doubles(item, "precision")[label], metrics.Precision(label), 14);
            Assert.Equal(MetricsCases.Doubles(item, "recall")[label], metrics.Recall(label), 14);
            Assert.Equal(MetricsCases.Doubles(item, "f1")[label], metrics.F1(label), 14);
            Assert.Equal(MetricsCases.Doubles(item, "support")[label], metrics.Support(label));
        }
    }

    [Theory]
    [MemberData(nameof(LectureModels))]
    public void Error_rates_are_those_of_the_lecture(string model)
    {
        JsonElement decision = LectureCases.Get($"{model}.decision");
        JsonElement errorRate = LectureCases.Get($"{model}.error_rate");
        string[] classes = Texts(decision.GetProperty("inputs"), "classes");
        int[] Indexes(string[] names) => [.. names.Select(name => Array.IndexOf(classes, name))];
        float[] probabilities = [.. decision.GetProperty("inputs").GetProperty("probabilities").EnumerateArray()
            .SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle())];

        int[] decisions = Indexes(Texts(decision, "expected"));
        var deciding = new ClassificationMetrics(classes.Length);
        deciding.AddScores(probabilities, decisions);
        Assert.Equal(1, deciding.Accuracy);

        var metrics = new ClassificationMetrics(classes.Length);
        metrics.Add(Indexes(Texts(errorRate.GetProperty("inputs"), "prediction")), Indexes(Texts(errorRate.GetProperty("inputs"), "target")));
        LectureCases.AssertMeets(errorRate, metrics.ErrorRate);
        LectureCases.AssertMeets(LectureCases.Get($"{model}.first_formula"), metrics.Accuracy);
    }

    [Fact]
    public void Batches_do_not_change_a_bit()
    {
        JsonElement item = MetricsCases.Get("three classes, weighted");
        int[] labels = [.. item.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        var (scores, losses, weights) = (MetricsCases.Floats(item, "scores"), MetricsCases.Floats(item, "log_losses"), MetricsCases.Floats(item, "weights"));
        var whole = new ClassificationMetrics(3);
        whole.AddScores(scores, labels, losses, weights);
        var cut = new ClassificationMetrics(3);
        for (int row = 0; row < labels.Length; row += 7)
        {
            int end = Math.Min(row + 7, labels.Length);
            cut.AddScores(scores.AsSpan()[(3 * row)..(3 * end)], labels.AsSpan()[row..end], losses.AsSpan()[row..end], weights.AsSpan()[row..end]);
        }

        Assert.Equal((whole.LogLoss, whole.Accuracy, whole.F1Macro, whole.TotalWeight), (cut.LogLoss, cut.Accuracy, cut.F1Macro, cut.TotalWeight));
    }

    [Fact]
    public void Scores_decide_as_documented()
    {
        var metrics = new ClassificationMetrics(2);
        metrics.AddScores([0f, float.Epsilon, float.NegativeInfinity], [0, 1, 0]);
        metrics.AddScores([1f, 1f, float.NegativeInfinity, -5f], [0, 1]);
        Assert.Equal(1, metrics.Accuracy);
        Assert.Throws<ArgumentException>(() => metrics.AddScores([0f, float.NaN], [0, 0]));
    }

    [Fact]
    public void Nothing_predicted_or_nothing_there_counts_as_zero()
    {
        var metrics = new ClassificationMetrics(4);
        metrics.Add([0, 0, 1], [0, 2, 1]);
        Assert.Equal((0, 0, 0), (metrics.Precision(2), metrics.Recall(2), metrics.F1(2)));
        Assert.Equal((0, 0, 0), (metrics.Precision(3), metrics.Recall(3), metrics.F1(3)));
        Assert.Equal(((2 / 3.0) + 1 + 0) / 3, metrics.F1Macro, 15);
        // Class 3, now predicted although it is not there, counts in the means.
        metrics.Add([3], [0]);
        Assert.Equal((0.5 + 1 + 0 + 0) / 4, metrics.F1Macro, 15);
    }

    [Fact]
    public void Log_loss_is_not_clipped_and_a_row_of_weight_zero_does_not_count()
    {
        var metrics = new ClassificationMetrics(2);
        metrics.Add([0, 0], [0, 1], [0.5f, float.PositiveInfinity], [1, 0]);
        Assert.Equal((0.5, 1.0), (metrics.LogLoss, metrics.Accuracy));
        metrics.Add([0], [1], [float.PositiveInfinity]);
        Assert.Equal(double.PositiveInfinity, metrics.LogLoss);
        metrics.Add([0], [1]);
        Assert.Equal(double.NaN, metrics.LogLoss);
    }

    [Fact]
    public void Without_rows_everything_is_nan()
    {
        var metrics = new ClassificationMetrics(2);
        metrics.Add([], []);
        Assert.All([metrics.Accuracy, metrics.ErrorRate, metrics.LogLoss, metrics.PrecisionMacro, metrics.RecallMacro, metrics.F1Macro,
            metrics.Precision(0), metrics.Recall(0), metrics.F1(0)], value => Assert.Equal(double.NaN, value));
        Assert.Equal(0, metrics.TotalWeight);
    }

    [Fact]
    public void The_confusion_matrix_is_a_copy()
    {
        var metrics = new ClassificationMetrics(2);
        metrics.Add([1], [0]);
        metrics.ConfusionMatrix[0, 1] = 9;
        Assert.Equal(1, metrics.ConfusionMatrix[0, 1]);
    }

    [Fact]
    public void Wrong_arguments_are_refused_and_add_nothing()
    {
        var metrics = new ClassificationMetrics(2);
        Assert.Throws<ArgumentException>(() => metrics.Add([0], [0, 1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([0, 2], [0, 1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([0, 0], [0, -1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([0, 0], [0, 1], [1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([0, 0], [0, 1], [], [1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([0, 0], [0, 1], [], [1, -1]));
        Assert.Throws<ArgumentException>(() => metrics.Add([0, 0], [0, 1], [], [1, float.NaN]));
        Assert.Throws<ArgumentException>(() => metrics.AddScores([0, 0, 0], [0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics(0));
        Assert.Equal(0, metrics.TotalWeight);
    }

    private static string[] Texts(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
}
