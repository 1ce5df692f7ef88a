using Myelin.Layers;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
using Myelin.Models.Recipes;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tables.Splits;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>From raw rows to predictions and back from a file.</summary>
public sealed class TrainedModelTests : IDisposable
{
    private static readonly Lazy<Run> Classes = new(() => new NetworkRecipe { Epochs = 20 }.Train(Flower.Rows));
    private static readonly Lazy<Run> Numbers = new(() => new NetworkRecipe { Epochs = 20 }.Train(Dataset.FromCsv(Flower.Housing)));

    private readonly string path = Path.Combine(Path.GetTempPath(), $"myelin-models-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_few_lines_do_what_the_parts_do()
    {
        Table table = CsvTable.Read(Flower.Csv);
        TableSchema schema = TableSchema.Infer(table, new TableOptions { Target = "species" });
        Split rows = Split.Create(schema, validationFraction: 0.15, testFraction: 0.2, seed: 1);
        Preprocessing preprocessing = Preprocessing.Fit(table, schema, rows.Train);
        var network = Sequential.Build("linear:64 relu linear:32 relu linear:3", new Shape(preprocessing.Width), new RandomSource(1));
        TrainingResult result = new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 20 })
            .Fit(preprocessing.Encode(table, rows.Train), preprocessing.Encode(table, rows.Validation));
        Evaluation test = Evaluation.Of(network, new CrossEntropyLoss(), preprocessing.Encode(table, rows.Test));
        Run run = Classes.Value;
        Assert.Equal(new SavedModel { Network = network, InputShape = new Shape(preprocessing.Width), Loss = "cross-entropy" }.WeightsSha256,
            run.WeightsSha256);
        Assert.Equal((result.Epochs, result.BestEpoch), (run.Members[0].Result.Epochs, run.Members[0].Result.BestEpoch));
        Assert.Equal((test.Loss, test.Classification!.Accuracy), (run.Test!.Loss, run.Test.Scores!["accuracy"]));
    }

    [Fact]
    public void A_file_brings_back_the_same_predictions_on_many_threads()
    {
        TrainedModel model = Classes.Value.Model;
        model.Save(path);
        TrainedModel loaded = TrainedModel.Load(path);
        string[] expected = [.. model.PredictAll(Flower.Rows).Select(prediction => $"{prediction}")];
        Assert.Equal(expected, loaded.PredictAll(Flower.All.Select(Columns)).Select(prediction => $"{prediction}"));
        var single = new string[Flower.All.Count];
        Parallel.For(0, single.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => single[i] = $"{loaded.Predict(Columns(Flower.All[i]))}");
        Assert.Equal(expected, single);
    }

    [Fact]
    public void A_class_has_the_probability_of_each()
    {
        var flower = (ClassPrediction)Classes.Value.Model.Predict(Columns(Flower.All[0]));
        Assert.Equal(("Iris-setosa", "Iris-setosa"), (flower.Label, flower.Text));
        Assert.Equal(1, flower.Probabilities.Sum(), 1e-6);
        Assert.Equal(flower.Probabilities[0], flower["Iris-setosa"]);
        Assert.Equal(flower.Probability, flower["Iris-setosa"]);
        Assert.Throws<ArgumentException>(() => flower["Iris"]);
    }

    [Fact]
    public void A_number_is_in_the_targets_units()
    {
        TrainedModel model = Numbers.Value.Model;
        Table table = CsvTable.Read(Flower.Housing);
        float[] targets = ((NumericColumn)table.Columns[^1]).Values.ToArray();
        float[] found = [.. model.PredictAll(Dataset.FromTable(table)).Cast<NumberPrediction>().Select(prediction => prediction.Value)];
        Assert.InRange(found.Average(), targets.Average() * 0.8, targets.Average() * 1.2);
        double mse = found.Zip(targets, (a, b) => Math.Pow(a - b, 2)).Average();
        Assert.Equal(Math.Sqrt(mse), model.Evaluate(Dataset.FromTable(table)).Scores!["rmse"], Math.Sqrt(mse) * 1e-4);
    }

    public static TheoryData<string, PredictionKind> Kinds => new()
    {
        { "network", PredictionKind.Class },
        { "network:loss=binary-brier", PredictionKind.Class },
        { "network:loss=hinge", PredictionKind.Score },
        { "svm", PredictionKind.Score },
        { "logistic", PredictionKind.Class },
        { "encoder", PredictionKind.Embedding },
        { "clusters", PredictionKind.Cluster },
        { "projection", PredictionKind.Projection },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_a_model_gives_follows_from_its_task_and_loss(string recipe, PredictionKind kind)
    {
        Dataset two = Dataset.FromRecords(Flower.All.Take(100));
        Run run = RecipeCatalog.All.Parse(recipe).Train(two);
        run.Model.Save(path);
        foreach (TrainedModel model in (TrainedModel[])[run.Model, TrainedModel.Load(path)])
        {
            Assert.Equal(kind, model.Gives);
            Assert.All(model.PredictAll(two), prediction => Assert.Equal(kind, prediction switch
            {
                NumberPrediction => PredictionKind.Number,
                ClassPrediction => PredictionKind.Class,
                ScorePrediction => PredictionKind.Score,
                ClusterPrediction => PredictionKind.Cluster,
                _ => recipe == "encoder" ? PredictionKind.Embedding : PredictionKind.Projection,
            }));
            ModelEvaluation evaluation = model.Evaluate(two);
            Assert.Equal(100, evaluation.Rows);
        }
    }

    [Fact]
    public void A_single_score_is_that_of_the_second_class_against_0()
    {
        Dataset two = Dataset.FromRecords(Flower.All.Take(100));
        TrainedModel machine = new SupportVectorRecipe().Train(two).Model;
        ScorePrediction[] found = [.. machine.PredictAll(two).Cast<ScorePrediction>()];
        Assert.All(found,
            prediction =>
            Assert.Equal((0f, prediction.Scores[1] > 0 ? prediction.Classes[1] : prediction.Classes[0]), (prediction.Scores[0], prediction.Label)));
        Assert.Contains(found, prediction => prediction.Scores[1] < -1);
    }

    [Fact]
    public void A_threshold_moves_the_border_between_two_classes_alone()
    {
        Dataset two = Dataset.FromRecords(Flower.All.Skip(50));
        TrainedModel model = new LogisticRecipe().Train(two).Model, careful = model.WithThreshold(0.05);
        int Second(TrainedModel with) => with.PredictAll(two).Count(prediction => prediction.Text == "Iris-virginica");
        Assert.True(Second(careful) > Second(model));
        Assert.All(careful.PredictAll(two).Cast<ClassPrediction>(),
            prediction => Assert.Equal(prediction["Iris-virginica"] >= 0.05f, prediction.Label == "Iris-virginica"));
        Assert.Throws<InvalidOperationException>(() => Classes.Value.Model.WithThreshold(0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.WithThreshold(1));
    }

    /// <summary>As example 03 saves it: the preprocessing of a table, by a program of one's own.</summary>
    [Fact]
    public void A_model_that_a_program_put_together_predicts_raw_rows()
    {
        SavedModel content = Classes.Value.Model.Content;
        var preprocessing = Preprocessing.FromJson(content.Preprocessing!);
        ModelFile.Save(path, content with { Preprocessing = preprocessing.ToJson() });
        Assert.Equal($"{Classes.Value.Model.Predict(Columns(Flower.All[0]))}", $"{TrainedModel.Load(path).Predict(Columns(Flower.All[0]))}");
        ModelFile.Save(path, content with { Preprocessing = null });
        Assert.Contains("does not say how raw rows become inputs", Assert.Throws<InvalidInputException>(() => TrainedModel.Load(path)).Message);
    }

    [Fact]
    public void A_hidden_layer_gives_its_outputs_as_coordinates()
    {
        TrainedModel model = Classes.Value.Model;
        HiddenLayer hidden = model.UpToLayer("0");
        Assert.Equal(64, ((CoordinatesPrediction)hidden.Model.Predict(Columns(Flower.All[0]))).Values.Count);
        Assert.Equal("2", model.UpToLayer().Layer);
        Assert.Contains("layer is '7', but the hidden layers of The model are 0 (linear:64 relu), 2",
            Assert.Throws<InvalidInputException>(() => model.UpToLayer("7")).Message);
    }

    [Fact]
    public void A_record_that_does_not_fit_is_told()
    {
        TrainedModel model = Classes.Value.Model;
        Assert.Contains("the record lacks the column 'petal_width'",
            Assert.Throws<InvalidInputException>(() => model.Predict(new { sepal_length = 1, sepal_width = 2, petal_length = 3 })).Message);
        Assert.Contains("'much', which is not a number",
            Assert.Throws<InvalidInputException>(() =>
            model.Predict(new { sepal_length = "much", sepal_width = 2, petal_length = 3, petal_width = 1 })).Message);
        Assert.Empty(model.PredictAll(Array.Empty<Flower>()));
        Assert.Contains("is no encoder", Assert.Throws<InvalidInputException>(() => model.Evaluate(Flower.Rows, neighbors: Flower.Rows)).Message);
        Assert.IsType<ClassPrediction>(model.Predict(new Dictionary<string,
            object?>
        { ["sepal_length"] = null, ["sepal_width"] = 2, ["petal_length"] = 3, ["petal_width"] = 1 }));
    }

    private static Dictionary<string, object?> Columns(Flower flower) =>
        new()
        {
            ["sepal_length"] = flower.SepalLength,
            ["sepal_width"] = flower.SepalWidth,
            ["petal_length"] = flower.PetalLength,
            ["petal_width"] = flower.PetalWidth
        };
}
