using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Training;

namespace Myelin.Models.Recipes;

/// <summary>What all recipes of networks have: layers, and how they are trained step by step.</summary>
public abstract record NeuralRecipe : TargetRecipe
{
    private const int LargestLayer = 1 << 20;

    private static readonly WholesOption HiddenOption = new("hidden", "sizes of the fully connected hidden layers", 1, LargestLayer);
    private static readonly TextOption ActivationOption = new("activation", "the activation behind each hidden layer, by default relu", "an activation");
    private static readonly TextOption LayersOption = new("layers", "all layers but the output layer, in place of the hidden ones", "layers, in parentheses");
    private static readonly TextOption PenaltyOption = new("penalty",
        "what is added to the training loss for the size of the weights, by default nothing", "a penalty");
    private static readonly TextOption OptimizerOption = new("optimizer", "the optimizer, by default adam", "an optimizer");
    private static readonly TextOption LearningRateOption = new("learning-rate", "the learning rate, by default constant:0.001",
        "a schedule of numbers above 0");
    private static readonly TextOption WeightDecayOption = new("weight-decay",
        "the decoupled weight decay of every step, by default the optimizer's own", "a schedule of numbers from 0");
    private static readonly TextOption DropoutFactorOption = new("dropout-factor", "what the rates of dropout layers are multiplied by, by default 1",
        "a schedule of numbers from 0");
    private static readonly OptionalOption<float> ClipNormOption =
        new(new NumberOption("clip-norm", "the largest norm of all gradients together; larger ones are scaled down", 1, NumberRange.Above(0)));
    private static readonly OptionalOption<int> BatchSizeOption = new(new WholeOption("batch", "rows a step", null, 1, int.MaxValue));
    private static readonly OptionalOption<int> MicroBatchSizeOption =
        new(new WholeOption("micro-batch", "the most rows of a batch that are computed at once, by default all", null, 1, int.MaxValue));
    private static readonly WholeOption EpochsOption = new("epochs", "the most passes over the training rows", 200, 1, int.MaxValue);
    private static readonly TextOption MonitorOption = new("monitor",
        "the metric of the validation rows that tells the best epoch and when to stop, by default loss", "a metric");
    private static readonly WholeOption PatienceOption = new("patience",
        "epochs without a better value of the metric before stopping; 0 never stops early", 20, 0, int.MaxValue);
    private static readonly WholeOption ShardsOption = new("shards", "in how many parts a batch is summed; part of what determines the weights", 1, 1, 1 << 16);
    private static readonly SeedOption SeedOption = new("seed", "the seed of all that is random", 1);

    private protected NeuralRecipe() { }

    /// <summary>
    /// Sizes of the fully connected hidden layers, each from 1 to 1,048,576; empty for none; null, the default, takes 64 and 32, and 256 for an
    /// encoder.
    /// </summary>
    public IReadOnlyList<int>? Hidden { get; init => field = value is null ? null : [.. HiddenOption.Require(value, nameof(Hidden))!]; }

    /// <summary>The activation behind each hidden layer; null, the default, is ReLU.</summary>
    public Activation? Activation { get; init; }

    /// <summary>
    /// All layers but the output layer as text, such as <c>conv:32,5 relu pool:2 flatten linear:128 relu</c>, in place of <see cref="Hidden"/> and
    /// <see cref="Activation"/>; null for those.
    /// </summary>
    public string? Layers { get; init; }

    /// <summary>What is added to the training loss for the size of the weights; null, the default, adds nothing.</summary>
    public Penalty? Penalty { get; init; }

    /// <summary>The optimizer, of which each training takes a fresh one of the same settings; by default Adam.</summary>
    public Optimizer Optimizer { get; init => field = Given(value, nameof(Optimizer)); } = new Adam();

    /// <summary>The rates of the steps; by default 0.001 throughout.</summary>
    public Schedule LearningRate { get; init => field = Given(value, nameof(LearningRate)); } = 0.001f;

    /// <summary>The decoupled weight decay of every step, with any optimizer; null, the default, leaves the optimizer's own.</summary>
    public Schedule? WeightDecay { get; init; }

    /// <summary>What the rates of dropout layers are multiplied by; null, the default, is 1.</summary>
    public Schedule? DropoutFactor { get; init; }

    /// <summary>The largest norm of all gradients together, above 0; null, the default, clips nothing.</summary>
    public float? ClipNorm { get; init => field = ClipNormOption.Require(value, nameof(ClipNorm)); }

    /// <summary>Rows a step, at least 1; null, the default, takes 32, and 128 for an encoder.</summary>
    public int? BatchSize { get; init => field = BatchSizeOption.Require(value, nameof(BatchSize)); }

    /// <summary>The most rows of a batch that are computed at once, at least 1; null, the default, takes all.</summary>
    public int? MicroBatchSize { get; init => field = MicroBatchSizeOption.Require(value, nameof(MicroBatchSize)); }

    /// <summary>The most passes over the training rows, at least 1; by default 200.</summary>
    public int Epochs { get; init => field = EpochsOption.Require(value, nameof(Epochs)); } = 200;

    /// <summary>The metric of the validation rows that tells the best epoch and when to stop; null, the default, is the loss.</summary>
    public EvaluationMetric? Monitor { get; init; }

    /// <summary>Epochs without a better value of <see cref="Monitor"/> before stopping; 0 never stops early; by default 20.</summary>
    public int Patience { get; init => field = PatienceOption.Require(value, nameof(Patience)); } = 20;

    /// <summary>In how many parts a batch is summed, from 1 to 65,536; by default 1. Part of what determines the weights.</summary>
    public int Shards { get; init => field = ShardsOption.Require(value, nameof(Shards)); } = 1;

    /// <summary>The seed of all that is random; by default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The catalogues that know the members of other families that the recipe names.</summary>
    public Catalogs Catalogs { get; init => field = Given(value, nameof(Catalogs)); } = Catalogs.Default;

    private protected sealed override ulong? RandomSeed => Seed;

    /// <summary>The options that all recipes of networks have.</summary>
    internal static IReadOnlyList<MemberOption> CommonOptions { get; } =
    [
        HiddenOption, ActivationOption, LayersOption, PenaltyOption, OptimizerOption, LearningRateOption, WeightDecayOption, DropoutFactorOption,
        ClipNormOption, BatchSizeOption, MicroBatchSizeOption, EpochsOption,
        MonitorOption, PatienceOption, ShardsOption, SeedOption,
    ];

    private protected sealed override double UsualValidationFraction => 0.15;

    /// <summary>Sizes of the hidden layers where nothing is said.</summary>
    private protected virtual IReadOnlyList<int> UsualHidden => [64, 32];

    /// <summary>Rows a step where nothing is said.</summary>
    private protected virtual int UsualBatchSize => 32;

    /// <summary>The output layer.</summary>
    private protected virtual string OutputLayer(DataEncoding data) => $"linear:{data.Outputs}";

    /// <summary>The number of networks; null for one that sees every row.</summary>
    private protected virtual int? MemberCount => null;

    /// <summary>What looks odd in the settings for these rows, or cannot be meant.</summary>
    private protected virtual IReadOnlyList<string> Check(PreparedRows rows, int batchSize) => [];

    /// <summary>Takes the common settings over from a text.</summary>
    internal static T Read<T>(T recipe, Spec spec, Catalogs catalogs) where T : NeuralRecipe => recipe with
    {
        Hidden = HiddenOption.Read(spec),
        Activation = ActivationOption.Read(spec) is { } activation ? catalogs.Activations.Parse(activation) : null,
        Layers = LayersOption.Read(spec),
        Penalty = PenaltyOption.Read(spec) is { } penalty ? catalogs.Penalties.Parse(penalty) : null,
        Optimizer = OptimizerOption.Read(spec) is { } optimizer ? catalogs.Optimizers.Parse(optimizer) : recipe.Optimizer,
        LearningRate = LearningRateOption.Read(spec) is { } rate ? Schedule.Parse(rate, catalogs) : recipe.LearningRate,
        WeightDecay = WeightDecayOption.Read(spec) is { } decay ? Schedule.Parse(decay, catalogs) : null,
        DropoutFactor = DropoutFactorOption.Read(spec) is { } factor ? Schedule.Parse(factor, catalogs) : null,
        ClipNorm = ClipNormOption.Read(spec),
        BatchSize = BatchSizeOption.Read(spec),
        MicroBatchSize = MicroBatchSizeOption.Read(spec),
        Epochs = EpochsOption.Read(spec),
        Monitor = MonitorOption.Read(spec) is { } monitor ? catalogs.Metrics.Parse(monitor) : null,
        Patience = PatienceOption.Read(spec),
        Shards = ShardsOption.Read(spec),
        Seed = SeedOption.Read(spec),
        Catalogs = catalogs,
    };

    /// <summary>The common settings as a text has them.</summary>
    private protected string Text(params ReadOnlySpan<string?> own) => Spec.Canonical(Kind,
    [
        .. own,
        HiddenOption.TextUnlessDefault(Hidden),
        ActivationOption.Text(Activation?.Canonical),
        LayersOption.Text(Layers),
        PenaltyOption.Text(Penalty?.Canonical),
        Optimizer.Canonical == new Adam().Canonical ? null : OptimizerOption.Text(Optimizer.Canonical),
        LearningRate.Canonical == ((Schedule)0.001f).Canonical ? null : LearningRateOption.Text(LearningRate.Canonical),
        WeightDecayOption.Text(WeightDecay?.Canonical),
        DropoutFactorOption.Text(DropoutFactor?.Canonical),
        ClipNormOption.Text(ClipNorm),
        BatchSizeOption.Text(BatchSize),
        MicroBatchSizeOption.Text(MicroBatchSize),
        EpochsOption.TextUnlessDefault(Epochs),
        MonitorOption.Text(Monitor?.Name),
        PatienceOption.TextUnlessDefault(Patience),
        ShardsOption.TextUnlessDefault(Shards),
        SeedOption.TextUnlessDefault(Seed),
    ]);

    private protected override void RequireConsistent(double validationFraction)
    {
        if (Layers is not null && (Hidden is not null || Activation is not null))
            throw new InvalidInputException($"{nameof(Layers)} stands in place of {nameof(Hidden)} and {nameof(Activation)}; leave "
                + $"{(Hidden is not null ? nameof(Hidden) : nameof(Activation))} out.")
            { Setting = nameof(Layers) };
        if (Monitor is not null && validationFraction == 0)
            throw new InvalidInputException($"{nameof(Monitor)} watches the validation rows, and {nameof(DataSplit.ValidationFraction)} 0 leaves "
                + $"none; leave one of them out.")
            { Setting = nameof(Monitor) };
    }

    private protected sealed override Fitting Prepare(PreparedRows rows, Loss loss)
    {
        if (Monitor?.WhyNot(loss, rows.Training.ClassCount) is { } wrong)
            throw new InvalidInputException($"{nameof(Monitor)}: {wrong}") { Setting = nameof(Monitor) };
        int batchSize = BatchSize ?? UsualBatchSize;
        IReadOnlyList<string> warnings = Check(rows, batchSize);
        string text = LayerText(rows.Encoding);
        int atOnce = Math.Min(Math.Min(MicroBatchSize ?? batchSize, batchSize), rows.Training.Count);
        var training = new MemberTraining(seed => Build(text, rows.Encoding, atOnce, seed),
            (network, seed) => new Trainer(network, loss, FreshOptimizer(), Options(batchSize, seed)), Seed, rows, loss, MemberCount);
        return new Fitting(training.Canonical, IsNetwork: true, Penalty?.Canonical, warnings,
            call => training.Run(call, results => Settings(batchSize, results)));
    }

    private Sequential Build(string text, DataEncoding data, int atOnce, ulong seed)
    {
        Sequential network = Sequential.Build(text, data.InputShape, new RandomSource(seed), Catalogs);
        NetworkMemory.RequireTraining(network, data.InputShape, atOnce);
        return network;
    }

    private Optimizer FreshOptimizer() => Catalogs.Optimizers.Parse(Optimizer.Canonical);

    private TrainerOptions Options(int batchSize, ulong seed) => new()
    {
        Epochs = Epochs,
        BatchSize = batchSize,
        Patience = Patience,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        DropoutFactor = DropoutFactor,
        MicroBatchSize = MicroBatchSize,
        Monitor = Monitor ?? EvaluationMetric.Loss,
        ClipNorm = ClipNorm,
        Shards = Shards,
        Penalty = Penalty,
        Seed = seed,
    };

    private SettingList Settings(int batchSize, IReadOnlyList<TrainingResult> results) => new()
    {
        { "optimizer", Optimizer.Canonical },
        { "learning_rate", Number(LearningRate) },
        { "weight_decay", WeightDecay?.Canonical },
        { "dropout_factor", DropoutFactor?.Canonical },
        { "clip_norm", ClipNorm },
        { "batch", batchSize },
        { "micro_batch", MicroBatchSize },
        { "most_epochs", Epochs },
        { "monitor", (Monitor ?? EvaluationMetric.Loss).Name },
        { "patience", Patience },
        { "shards", Shards },
        { "members", MemberCount is null ? null : results.Count },
        { "epochs", results.Sum(result => result.Epochs) },
        { "best_epoch", results.Count == 1 ? results[0].BestEpoch : results.Select(result => result.BestEpoch).ToArray() },
    };

    private string LayerText(DataEncoding data)
    {
        string output = OutputLayer(data);
        if (Layers is not null) return $"{Layers.Trim()} {output}".TrimStart();
        string behind = (Activation ?? Myelin.Activations.Activation.Of(default(Relu))).Canonical;
        IEnumerable<string> parts = (Hidden ?? UsualHidden).Select(size => $"linear:{size} {behind}").Append(output);
        return string.Join(' ', data.InputShape.Rank > 1 ? parts.Prepend("flatten") : parts);
    }

    private static T Given<T>(T value, string name) where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    // A rate that does not change is a number in the file.
    private static object Number(Schedule schedule) => schedule is Constant ? schedule.At(default) : schedule.Canonical;
}
