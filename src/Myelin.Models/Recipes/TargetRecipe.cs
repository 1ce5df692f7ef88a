using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
using Myelin.Serialization;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>A recipe of models that predict a target: rows are shared out, a model is fitted to those for training, and all parts are evaluated.</summary>
public abstract record TargetRecipe : Recipe
{
    // Escaped and quoted once more inside the file's header, a text grows to at most twice its length, but for rare characters.
    private const int LargestDescription = 40_000_000;

    private const ulong UsualSeed = 1;

    private protected TargetRecipe() { }

    /// <summary>The seed of all that is random: equal seed, data and settings give equal weights, bit for bit. Null where only the split is.</summary>
    private protected abstract ulong? RandomSeed { get; }

    /// <summary>The part of the rows for validation where nothing is said.</summary>
    private protected abstract double UsualValidationFraction { get; }

    /// <summary>The loss for a target.</summary>
    /// <exception cref="InvalidInputException">The recipe answers another question.</exception>
    private protected abstract Loss LossFor(TaskKind task);

    /// <summary>Whether a regression's target may be shifted and scaled.</summary>
    private protected abstract bool ScalesTarget { get; }

    /// <summary>Checks the settings against each other, before rows are read.</summary>
    /// <exception cref="InvalidInputException">They do not go together.</exception>
    private protected virtual void RequireConsistent(double validationFraction) { }

    /// <summary>Makes ready to fit: what depends on the rows is checked.</summary>
    private protected abstract Fitting Prepare(PreparedRows rows, Loss loss);

    private protected sealed override Run Train(TrainingCall call)
    {
        DataSplit split = call.Split;
        double validation = split.ValidationFraction ?? UsualValidationFraction, test = split.Test is null ? split.TestFraction : 0;
        ulong splitSeed = split.Seed ?? RandomSeed ?? UsualSeed;
        RequireConsistent(validation);
        PreparedRows rows = call.Dataset.Prepare(new Preparation(validation, test, split.Test, splitSeed, ScalesTarget));
        RequireRoom(rows.Encoding);
        Loss loss = LossFor(rows.Encoding.Task);
        Fitting fitting = Prepare(rows, loss);
        string[] warnings = [.. rows.Warnings, .. fitting.Warnings];
        var facts = new DataFacts(call.Dataset.Names, split.Test?.Names, rows.Encoding.Task, rows.Encoding.Target, rows.Training.Count,
            rows.Validation?.Count ?? 0, rows.Test?.Count ?? 0, rows.Notes, warnings);
        var plan = new RunPlan(fitting.Model, fitting.IsNetwork, loss.Canonical, fitting.Penalty, facts);
        call.Listener.OnPlan(plan, this);
        Fitted fitted = fitting.Fit(call);
        var settings = new SettingList
        {
            { "data", call.Dataset.Names },
            { "test", split.Test?.Names[0] },
            { "validation_fraction", validation },
            { "test_fraction", test },
            { "model_kind", Kind },
            { "penalty", fitting.Penalty },
        };
        settings.AddRange(fitted.Settings);
        settings.Add("recipe", Canonical);
        TrainedModel model = ModelOf(rows.Encoding, fitted.Network, loss.Canonical, RandomSeed ?? splitSeed, settings);
        return Evaluated(call, plan, rows, model, fitted);
    }

    private TrainedModel ModelOf(DataEncoding encoding, Sequential network, string loss, ulong seed, SettingList settings) => TrainedModel.Of(new SavedModel
    {
        Network = network,
        InputShape = encoding.InputShape,
        Loss = loss,
        Classes = encoding.Classes.Count == 0 ? null : encoding.Classes,
        Seed = seed,
        Preprocessing = encoding.ToJson(),
        Training = settings.ToJson(),
    });

    private Run Evaluated(TrainingCall call, RunPlan plan, PreparedRows rows, TrainedModel model, Fitted fitted)
    {
        bool embeds = model.Gives == PredictionKind.Embedding;
        model.RequireNumbers(rows.Training);
        ModelEvaluation? Evaluate(IDataSource? part) => part is null ? null : model.Evaluate(part, embeds ? rows.Training : null);
        ModelEvaluation? test = Evaluate(rows.Test), validation = Evaluate(rows.Validation);
        return new Run
        {
            Recipe = this,
            Plan = plan,
            Model = model,
            Members = fitted.Members,
            Curve = fitted.Curve,
            Training = embeds ? null : Evaluate(rows.Training),
            Validation = validation,
            Test = test,
            Baseline = (rows.Test ?? rows.Validation) is { } judged ? Baseline.Of(rows.Training, judged, rows.Encoding, model.Gives) : null,
            Linear = LinearOf(model),
            Margin = fitted.Margin,
            End = fitted.End,
            Seconds = call.Clock.Elapsed.TotalSeconds,
            TrainingSource = rows.Training,
        };
    }

    private static LinearFacts? LinearOf(TrainedModel model)
    {
        if (model.NamedInputs.Count == 0 || model.Network.Children is not [(_, Linear { Activation: null or { IsIdentity: true } } only)]) return null;
        IReadOnlyList<string> outputs = model.Task == TaskKind.Classes ? model.Classes : [model.Task == TaskKind.Binary ? model.Classes[1] : model.Target];
        return only.Outputs == outputs.Count ? LinearFacts.Of(Classical.LinearModel.Of(only), model.NamedInputs, model.TargetScaling, outputs) : null;
    }

    /// <summary>Checks that a description of how rows are taken has room in a model file, before work is done whose result would be lost.</summary>
    private static void RequireRoom(DataEncoding encoding)
    {
        int length = encoding.ToJson().ToJsonString().Length;
        if (length > LargestDescription)
            throw new InvalidInputException($"The names and categories of the columns take {length} characters, and a model file has room for "
                + $"{LargestDescription}; leave columns with a long text in each row out.");
    }
}

/// <summary>A model that is ready to be fitted.</summary>
/// <param name="Model">The network's layers, or what is solved for.</param>
/// <param name="IsNetwork">Whether it is trained step by step.</param>
/// <param name="Penalty">The penalty, or null.</param>
/// <param name="Warnings">What looks odd in the settings for these rows.</param>
/// <param name="Fit">Fits it.</param>
internal sealed record Fitting(string Model, bool IsNetwork, string? Penalty, IReadOnlyList<string> Warnings, Func<TrainingCall, Fitted> Fit);

/// <summary>What was fitted.</summary>
/// <param name="Network">The model's network.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Settings">What is saved of how it was fitted.</param>
internal sealed record Fitted(Sequential Network, RunEnd End, SettingList Settings)
{
    internal IReadOnlyList<MemberRun> Members { get; init; } = [];

    internal IReadOnlyList<EpochRecord> Curve { get; init; } = [];

    internal MarginFacts? Margin { get; init; }
}
