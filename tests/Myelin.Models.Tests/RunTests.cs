using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
using Myelin.Models.Recipes;
using Myelin.Training;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>What is known after a training.</summary>
public sealed class RunTests
{
    [Fact]
    public void Every_part_is_judged_and_every_epoch_kept()
    {
        var listener = new Counting();
        Run run = new NetworkRecipe { Epochs = 30, Patience = 5 }.Train(Flower.Rows, listener: listener);
        Assert.Equal((98, 22, 30), (run.Training!.Rows, run.Validation!.Rows, run.Test!.Rows));
        Assert.Equal((run.Plan.Data.TrainingRows, run.Plan.Data.ValidationRows, run.Plan.Data.TestRows), (98, 22, 30));
        Assert.Equal(run.Members[0].Result.Epochs, run.Curve.Count);
        EpochRecord best = run.Curve.Last(epoch => epoch.IsBest);
        Assert.Equal(run.Members[0].Result.BestEpoch, best.Epoch);
        Assert.Equal(run.Validation.Loss!.Value, best.ValidationLoss!.Value, 1e-12);
        Assert.Equal((1, 1, 1, run.Curve.Count), (listener.Plans, listener.Begun, listener.Ended, listener.Epochs));
        Assert.Equal("always 'Iris-versicolor'", $"{run.Baseline}");
        Assert.StartsWith("30 rows: loss ", $"{run.Test}");
        Assert.Null(run.Linear);
    }

    [Fact]
    public void Rows_of_their_own_are_the_test()
    {
        Run run = new LogisticRecipe().Train(Flower.Rows, new DataSplit { Test = Flower.Rows, TestFraction = 0.5 });
        Assert.Equal((150, null, 150), (run.Training!.Rows, run.Validation, run.Test!.Rows));
        Assert.Equal(RunEnd.Solved, run.End);
    }

    [Fact]
    public void Coefficients_are_in_the_columns_units()
    {
        var rows = Enumerable.Range(0, 200)
            .Select(i =>
            new
            {
                a = (i * 7 % 50) * 10,
                b = (i * 13 % 17) / 8.0,
                c = i % 2 == 0 ? "x" : "y",
                z = (3.0 * (i * 7 % 50) * 10) - (40 * (i * 13 % 17) / 8.0) + (i % 2 == 0 ? 5 : -5) + 1000
            });
        LinearFacts facts = new LinearRecipe().Train(Dataset.FromRecords(rows), new DataSplit { TestFraction = 0 }).Linear!;
        Assert.Equal(["a", "b", "c=x", "c=y", "c other"], facts.Inputs);
        LinearOutput only = Assert.Single(facts.Outputs);
        Assert.Equal("z", only.Output);
        Assert.Equal(3, only.Coefficients[0], 1e-3);
        Assert.Equal(-40, only.Coefficients[1], 1e-2);
        Assert.Equal(10, only.Coefficients[2] - only.Coefficients[3], 1e-2);
        Assert.Equal(1005, only.Intercept + only.Coefficients[2], 0.1);
    }

    [Fact]
    public void Scores_of_classes_follow_from_coefficients_in_the_columns_units()
    {
        Run run = new LogisticRecipe().Train(Flower.Rows);
        Flower flower = Flower.All[120];
        double[] row = [flower.SepalLength, flower.SepalWidth, flower.PetalLength, flower.PetalWidth];
        double[] scores = [.. run.Linear!.Outputs.Select(output => output.Intercept + output.Coefficients.Zip(row, (weight, value) => weight * value).Sum())];
        var found = (ClassPrediction)run.Model.PredictAll(Flower.Rows).ElementAt(120);
        double total = scores.Sum(Math.Exp);
        Assert.All(scores.Zip(found.Probabilities), pair => Assert.Equal(Math.Exp(pair.First) / total, pair.Second, 1e-4));
    }

    [Fact]
    public void Members_of_an_ensemble_have_scores_of_their_own()
    {
        Run run = new EnsembleRecipe { Members = 3, Epochs = 4 }.Train(Flower.Rows);
        Assert.Equal(3, run.Members.Count);
        Assert.All(run.Members, member => Assert.Equal((22, 30), (member.Validation!.Rows, member.Test!.Rows)));
        Assert.Equal([1, 2, 3], run.Curve.Select(epoch => epoch.Member).Distinct());
        Assert.Equal(3, run.Members.Select(member => member.Test!.Loss).Distinct().Count());
    }

    [Fact]
    public void Clusters_and_components_are_told_in_the_columns_units()
    {
        Run clusters = new ClusterRecipe { Compare = "species" }.Train(Dataset.FromCsv(Flower.Csv));
        Assert.Equal(150, clusters.Clusters!.Sum(cluster => cluster.Rows));
        Assert.All(clusters.Clusters!, cluster => Assert.InRange(cluster.Center[0].Value, 4.3, 7.9));
        Assert.Equal(150, clusters.Comparison!.Rows.Sum(counts => counts.Sum()));
        Run components = new ProjectionRecipe().Train(Dataset.FromCsv(Flower.Csv, options: new() { Ignore = ["species"] }));
        Assert.Equal(components.Training!.Scores!["explained_share"], components.Components!.Sum(component => component.ExplainedShare), 1e-9);
    }

    /// <summary>Rows of weight 0 are no rows, so the column beside the clusters must not be read by place.</summary>
    [Fact]
    public void The_column_beside_clusters_is_that_of_the_rows_that_count()
    {
        var none = Enumerable.Range(0, 40).Select(i => new { place = i % 7 * 10.0, weight = 0, name = i % 2 == 0 ? "a" : "b" });
        var rows = Enumerable.Range(0, 20).Select(i => new { place = (i / 10 * 100.0) + (i % 5), weight = 1, name = i < 10 ? "a" : "b" });
        Run run = new ClusterRecipe
        {
            Clusters = 2,
            Compare = "name"
        }.Train(Dataset.FromRecords(none.Concat(rows), options: new() { WeightColumn = "weight" }));
        Assert.All(run.Comparison!.Rows, counts => Assert.Equal([0, 10], counts.Order()));
    }

    [Fact]
    public void A_listener_stops_and_a_caller_cancels()
    {
        Run stopped = new NetworkRecipe().Train(Flower.Rows, listener: new Counting { StopAt = 3 });
        Assert.Equal((RunEnd.Stopped, 3), (stopped.End, stopped.Curve.Count));
        using var source = new CancellationTokenSource();
        Run cancelled = new NetworkRecipe().Train(Flower.Rows, listener: new Counting { CancelAt = 2, Source = source }, cancellationToken: source.Token);
        Assert.Equal((RunEnd.Cancelled, 2), (cancelled.End, cancelled.Curve.Count));
        Assert.ThrowsAny<OperationCanceledException>(() => new NetworkRecipe().Train(Flower.Rows, cancellationToken: new CancellationToken(canceled: true)));
    }

    private sealed class Counting : IRunListener
    {
        internal int StopAt { get; init; }

        internal int CancelAt { get; init; }

        internal CancellationTokenSource? Source { get; init; }

        internal int Plans { get; private set; }

        internal int Begun { get; private set; }

        internal int Ended { get; private set; }

        internal int Epochs { get; private set; }

        public void OnPlan(RunPlan plan, Recipe recipe) => Plans++;

        public void OnMember(int member, int members) => Begun++;

        public void OnMemberEnd(int member, TrainingResult result) => Ended++;

        public void OnEpoch(EpochEvent epoch)
        {
            Epochs++;
            if (epoch.Epoch == StopAt) epoch.Stop();
            if (epoch.Epoch == CancelAt) Source!.Cancel();
        }
    }
}
