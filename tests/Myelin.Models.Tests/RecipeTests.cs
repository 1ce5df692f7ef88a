using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Recipes;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Schedules;
using Myelin.Training;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>A recipe is its text.</summary>
public sealed class RecipeTests
{
    private static readonly NetworkRecipe Changed = new()
    {
        Hidden = [8, 4],
        Activation = Activation.Parse("leaky-relu:slope=0.1"),
        Loss = Loss.Parse("huber:delta=2"),
        Penalty = Penalty.Of(new Ridge(0.5f), biases: true),
        Optimizer = Optimizer.Parse("sgd:momentum=0.9,nesterov=true"),
        LearningRate = Schedule.Parse("cosine-decay:0.01,warm-up=5"),
        WeightDecay = 0.25f,
        DropoutFactor = Schedule.Parse("linear-decay:1"),
        ClipNorm = 1.5f,
        BatchSize = 16,
        MicroBatchSize = 4,
        Epochs = 7,
        Monitor = EvaluationMetric.Parse("rmse"),
        Patience = 3,
        Shards = 2,
        Seed = ulong.MaxValue,
    };

    public static IEnumerable<TheoryDataRow<Recipe>> All =>
    [
        Changed,
        Changed with { Hidden = [], Layers = null },
        new NetworkRecipe { Layers = "conv:32,5 relu residual(linear:8 relu) pool:2 flatten" },
        new EnsembleRecipe { Members = 3, Loss = Loss.Parse("mae"), Epochs = 2 },
        new EncoderRecipe { Embedding = 3, Loss = Loss.Parse("triplet:mining=batch-hard"), BatchSize = 64 },
        new LinearRecipe(),
        new RidgeRecipe { Lambda = 0.5f, Biases = true },
        new LogisticRecipe { Lambda = 2 },
        new SupportVectorRecipe { Lambda = 3 },
        new ClusterRecipe { Clusters = 5, Starts = 2, Seed = 9, Compare = "a, b" },
        new ProjectionRecipe { Components = 4 },
        .. RecipeCatalog.All.Members.Select(member => RecipeCatalog.All.Parse(member.Name)),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void A_recipe_comes_back_from_its_text(Recipe recipe)
    {
        Recipe again = RecipeCatalog.All.Parse(recipe.Canonical);
        Assert.Equal(recipe.GetType(), again.GetType());
        Assert.Equal(recipe.Canonical, again.Canonical);
        Assert.Equal(recipe.Canonical, recipe.ToString());
    }

    /// <summary>A setting that its recipe does not state, or does not write, would be lost.</summary>
    [Fact]
    public void Every_setting_is_in_the_text()
    {
        string[] stated = [.. RecipeCatalog.All.Find("network")!.Options.Select(option => option.Key).Where(key => key != "layers")];
        Assert.All(stated, key => Assert.Contains($"{key}=", Changed.Canonical, StringComparison.Ordinal));
        Assert.Equal(stated.Length + 2, typeof(NetworkRecipe).GetProperties().Count(property => property.SetMethod is not null));
    }

    [Fact]
    public void The_text_trains_what_the_settings_do()
    {
        NetworkRecipe recipe = Changed with { Loss = null, Monitor = null };
        Assert.Equal(recipe.Train(Flower.Rows).WeightsSha256, RecipeCatalog.All.Parse(recipe.Canonical).Train(Flower.Rows).WeightsSha256);
    }

    [Fact]
    public void A_value_out_of_range_names_the_property()
    {
        Assert.Contains("from 1 to", Assert.Throws<ArgumentOutOfRangeException>(nameof(NeuralRecipe.Epochs), () => new NetworkRecipe { Epochs = 0 }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(nameof(NeuralRecipe.Hidden), () => new NetworkRecipe { Hidden = [8, 0] });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(NeuralRecipe.ClipNorm), () => new NetworkRecipe { ClipNorm = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(EnsembleRecipe.Members), () => new EnsembleRecipe { Members = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(LogisticRecipe.Lambda), () => new LogisticRecipe { Lambda = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(DataSplit.TestFraction), () => new DataSplit { TestFraction = 1 });
        Assert.Throws<ArgumentException>(() => new NetworkRecipe { Loss = new TripletLoss() });
        Assert.Throws<ArgumentException>(() => new EncoderRecipe { Loss = new MeanSquaredErrorLoss() });
    }

    [Theory]
    [InlineData("network:epochs=0", "epochs is a whole number from 1 to")]
    [InlineData("network:epoch=3", "did you mean 'epochs'?")]
    [InlineData("networc", "did you mean 'network'?")]
    [InlineData("network:loss=(hubr)", "Unknown loss 'hubr'")]
    [InlineData("network:loss=()", "The loss '' has no name")]
    [InlineData("network:loss=(mse", "opens a parenthesis that is not closed")]
    [InlineData("network:loss=mse)", "closes a parenthesis that is not open")]
    [InlineData("network:loss=triplet", "does not fit")]
    [InlineData("network:hidden=8/x", "whole numbers from 1 to 1048576")]
    [InlineData("logistic:lambda=0", "lambda is a number above 0")]
    public void A_wrong_text_says_what_is_wrong(string text, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidInputException>(() => RecipeCatalog.All.Parse(text)).Message);

    [Fact]
    public void Settings_that_exclude_each_other_are_refused_before_rows_are_read()
    {
        Dataset nowhere = Dataset.FromCsv("nowhere.csv");
        InvalidInputException layers = Assert.Throws<InvalidInputException>(() => new NetworkRecipe { Layers = "linear:3", Hidden = [4] }.Train(nowhere));
        Assert.Equal(("Layers stands in place of Hidden and Activation; leave Hidden out.", "Layers"), (layers.Message, layers.Setting));
        Assert.Equal("Monitor",
            Assert.Throws<InvalidInputException>(() =>
            new NetworkRecipe { Monitor = EvaluationMetric.Loss }.Train(nowhere, new DataSplit { ValidationFraction = 0 })).Setting);
    }

    /// <summary>Rows of different parts of a batch are not compared, so a part must hold several of a class.</summary>
    [Fact]
    public void An_encoder_looks_at_the_rows_that_are_compared()
    {
        string Warning(EncoderRecipe recipe) => string.Join(' ', (recipe with { Epochs = 1 }).Train(Flower.Rows).Plan.Data.Warnings);
        Assert.StartsWith("a micro-batch of 4 rows holds less than two of each of 3 classes", Warning(new EncoderRecipe { MicroBatchSize = 4 }),
            StringComparison.Ordinal);
        Assert.StartsWith("a batch of 4 rows holds less", Warning(new EncoderRecipe { BatchSize = 4, MicroBatchSize = 8 }), StringComparison.Ordinal);
        Assert.Empty(Warning(new EncoderRecipe { BatchSize = 17_000, MicroBatchSize = 64 }));
    }

    [Fact]
    public void Members_of_own_catalogues_are_found_by_name()
    {
        Catalogs own = Catalogs.Default.With(new Member<Loss>("my-loss", "The mean squared error under another name.", _ => new MeanSquaredErrorLoss()));
        Assert.IsType<MeanSquaredErrorLoss>(((NetworkRecipe)RecipeCatalog.With(own).Parse("network:loss=my-loss")).Loss);
        Assert.Throws<InvalidInputException>(() => RecipeCatalog.All.Parse("network:loss=my-loss"));
    }
}
