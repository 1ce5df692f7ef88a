using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Activations;
using Myelin.Cli.Datasets;
using Myelin.Cli.Models;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Training;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin train</c>: from data to a saved model, with its scores on rows that it never saw.</summary>
internal sealed class TrainCommand : MyelinCommand
{
    // An encoder's embedding is narrow already, so the layer before it is wide.
    private const string HiddenOfPredictor = "64,32";
    private const string HiddenOfEncoder = "256";
    private const int BatchOfPredictor = 32;
    private const int BatchOfEncoder = 128;

    private readonly Argument<string[]> data = new("data")
    {
        Description = "Files of one kind: CSV (plain or .gz), IDX images with their labels beside them, or CIFAR-10 records. '-' is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> target = Text("--target", "column", "The column to predict. By default the last.");
    private readonly TaskOption task = new("What is predicted: a number, one of two classes, one of several. By default read off the target.");
    private readonly ColumnOptions columns = new();

    private readonly Option<string?> test = Text("--test", "file", "A file of test rows; then none are set aside for the test.");
    private readonly NumberOption validationFraction = new("--validation-fraction", "The part of all rows that decides when to stop. 0 trains to the last epoch.", 0.15, part => part is >= 0 and < 1, "from 0 to less than 1");
    private readonly NumberOption testFraction = new("--test-fraction", "The part of all rows that is set aside to measure the result.", 0.2, part => part is >= 0 and < 1, "from 0 to less than 1");

    private readonly Option<string?> kind = Text("--model-kind", "name", $"What is trained: {string.Join(", ", ClassicalKind.Names)}. An ensemble is the mean of several networks, each trained on rows drawn anew. The others are one linear layer, solved in double precision: least squares, the same with a ridge penalty, logistic regression, a linear support vector machine.", ClassicalKind.Network);
    private readonly WholeOption members = new("--members", "The number of networks in an ensemble.", 10, 2, 1000);
    private readonly Option<string?> hidden = Text("--hidden", "sizes", $"Sizes of the fully connected hidden layers, or 'none'. By default {HiddenOfPredictor}, and {HiddenOfEncoder} for an encoder.");
    private readonly Option<string?> activation = Text("--activation", "name", "The activation behind each hidden layer; 'myelin list activations' shows them.", "relu");
    private readonly Option<string?> layers = Text("--layers", "text", "All layers but the output layer, in place of --hidden, such as \"conv:32,5 relu pool:2 flatten linear:128 relu\"; 'myelin list layers' shows them.");

    private readonly WholeOption embedding = new("--embedding", "The width of the embedding that an encoder gives, for --loss triplet.", 16, 1, 1 << 16);

    private readonly Option<string?> loss = Text("--loss", "name", "The loss, such as huber:delta=1, in the target's units; 'myelin list losses' shows them. By default mse, binary-cross-entropy or cross-entropy, as the task needs.");
    private readonly Option<string?> penalty = Text("--penalty", "name", "What is added to the training loss for the size of the weights, such as ridge:lambda=0.001; 'myelin list penalties' shows them. By default nothing.");
    private readonly Option<string?> optimizer = Text("--optimizer", "name", "The optimizer, such as sgd:momentum=0.9; 'myelin list optimizers' shows them.", "adam");
    private readonly Option<string?> learningRate = Text("--learning-rate", "x", "The learning rate: a number above 0, or a schedule such as cosine-decay:0.01,warm-up=5; 'myelin list schedules' shows them.", "0.001");
    private readonly NumberOption clipNorm = new("--clip-norm", "The largest norm of all gradients together; larger ones are scaled down. By default nothing is clipped.", null, norm => (float)norm > 0 && float.IsFinite((float)norm), "above 0");
    private readonly Option<string?> weightDecay = Text("--weight-decay", "x", "The decoupled weight decay of every step, with any optimizer: a number from 0, or a schedule such as linear-decay:0.01. By default the optimizer's own.");
    private readonly Option<string?> dropoutFactor = Text("--dropout-factor", "x", "What the rates of dropout layers are multiplied by: a number from 0, or a schedule such as linear-decay:1, with which dropout fades away. By default 1.");
    private readonly WholeOption batch = new("--batch", $"Rows a step. By default {BatchOfPredictor}, and {BatchOfEncoder} for an encoder, whose loss compares the rows of a batch: it should hold several of each class.", null, 1);
    private readonly WholeOption microBatch = new("--micro-batch", "The most rows of a batch that are computed at once, to train large rows in less memory; gradients are added up over the batch. By default all.", null, 1);
    private readonly Option<string?> monitor = Text("--monitor", "metric", "The metric of the validation rows that tells the best epoch and when to stop, such as f1-macro; 'myelin list metrics' shows them.", EvaluationMetric.Loss.Name);
    private readonly WholeOption epochs = new("--epochs", "The most passes over the training rows.", 200, 1);
    private readonly WholeOption patience = new("--patience", "Epochs without a better validation loss, or other metric, before stopping; 0 never stops early.", 20, 0);
    private readonly WholeOption shards = new("--shards", "In how many parts a batch is summed; part of what determines the weights.", 1, 1, 1 << 16);
    private readonly SeedOption seed = new("The seed of all that is random: equal seed, data and options give equal weights, bit for bit.", 1);

    private readonly Option<string?> model = Text("--model", "file", "Where the model goes. By default the data file's name with .safetensors, in the current folder.");
    private readonly Option<bool> force = Flag("--force", "Replace the file even if it is no model.");

    internal TrainCommand() : base("train", "Train a network on a table or on images, measure it on rows set aside, and save it.")
    {
        Add(data);
        AddSection("Columns of a table", [target, task, .. columns.All]);
        AddSection("Rows set aside", test, validationFraction, testFraction);
        AddSection("Model", kind, members);
        AddSection("Network", hidden, activation, layers, embedding);
        AddSection("Training", loss, penalty, optimizer, learningRate, weightDecay, dropoutFactor, clipNorm, batch, microBatch, epochs, monitor, patience, shards, seed, Threads);
        AddSection("Result", model, force, Json, Quiet);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("Classes from a table", "myelin train iris.csv --target species"),
        ("A number, with a loss that outliers do not pull", "myelin train housing.csv --target median_house_value --loss huber:delta=20000"),
        ("Logistic regression in place of a network", "myelin train adult.csv --model-kind logistic"),
        ("Ten networks, each on rows drawn anew, saved as one", "myelin train adult.csv --model-kind ensemble"),
        ("An encoder: rows of a class come to lie near each other, in 16 dimensions", "myelin train digits.csv --loss triplet --embedding 16"),
        ("Images, with a test set of their own", "myelin train train-images-idx3-ubyte.gz --test t10k-images-idx3-ubyte.gz --hidden 256"),
        ("A convolutional network", "myelin train data_batch_*.bin --layers \"conv:32,5 relu pool:2 conv:64,5 relu pool:2 flatten linear:128 relu\""),
    ];

    internal override string Remarks =>
        "Ctrl-C ends the training in order: the best model so far is saved, and the exit code is 130. When the loss stops being finite, the exit code is 1 and nothing is saved.";

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        var clock = Stopwatch.StartNew();
        Prepare(parsed, terminal);
        Loss? asked = parsed.GetValue(loss) is { } text ? Loss.Parse(text) : null;
        var classical = ClassicalKind.Parse(parsed.GetValue(kind)!);
        RefuseContradictions(parsed, asked, classical);
        Penalty? added = parsed.GetValue(penalty) is { } penaltyText ? Penalty.Parse(penaltyText) : null;
        if (classical is not null) added = classical.PenaltyFor(added);
        Optimizer rule = Optimizer.Parse(parsed.GetValue(optimizer)!);
        _ = LearningRate(parsed);
        _ = (Number(parsed, weightDecay), Number(parsed, dropoutFactor));
        EvaluationMetric watched = EvaluationMetric.Parse(parsed.GetValue(monitor)!);
        _ = Activation.Parse(parsed.GetValue(activation)!);
        var files = new DataFiles(parsed.GetValue(data)!, terminal);
        string path = parsed.GetValue(model) ?? ModelPath.Default(files);
        DataFiles? testFiles = parsed.GetValue(test) is { } testPath ? new DataFiles([testPath], terminal) : null;
        ModelPath.RequireWritable(path, parsed.GetValue(force), [.. files.FilesRead, .. testFiles?.FilesRead ?? []]);

        var warnings = new List<string>();
        TrainingData rows = Read(parsed, files, testFiles, asked, warnings);
        ModelPath.RequireRoom(rows.Encoding);
        if (classical is not null)
        {
            Warn(terminal, warnings);
            return Solve(parsed, terminal, files, rows, classical, added, path, clock);
        }

        Loss chosen = LossChoice.For(asked, rows.Encoding.Task);
        if (watched.WhyNot(chosen, rows.Training.ClassCount) is { } wrong) throw new InvalidInputException($"--monitor: {wrong}");
        int classes = rows.Encoding.Classes.Count, batchSize = BatchSize(parsed, chosen);
        if (IsEncoder(chosen) && Math.Min(batchSize, rows.Training.Count) > MinedTripletsOperation.MostRows)
            throw new InvalidInputException($"--batch is {batchSize}, but an encoder's loss compares every two rows of a batch; take at most {MinedTripletsOperation.MostRows} rows.");
        if (IsEncoder(chosen) && batchSize < 2 * classes)
            warnings.Add($"a batch of {batchSize} rows holds less than two of each of {classes} classes on average, so that most rows find no other of their class to learn from; raise --batch to {2 * classes} or more.");
        Warn(terminal, warnings);
        bool quiet = parsed.GetValue(Quiet);
        var training = new MemberTraining(
            ownSeed => Build(parsed, rows, chosen, ownSeed),
            (network, ownSeed) => new Trainer(network, chosen, Optimizer.Parse(rule.Canonical), TrainerOptions(parsed, chosen) with { Penalty = added, Seed = ownSeed }),
            parsed.GetValue(seed),
            rows.Encoding.InputShape,
            parsed.GetValue(kind) == ClassicalKind.Ensemble ? parsed.GetValue(members) : null);
        if (!quiet) rows.Notes.ToList().ForEach(terminal.Error.WriteLine);
        if (!quiet) terminal.Error.WriteLine($"Network: {training.Canonical}. Loss: {chosen}.{(added is null ? "" : $" Penalty: {added}.")} Rows: {rows.Training.Count} to train, {rows.Validation?.Count ?? 0} to validate, {rows.Test?.Count ?? 0} to test.");
        using var interrupt = new Interrupt(terminal.Interruption);
        IReadOnlyList<TrainingResult> results = training.Run(rows, name =>
        {
            if (name is not null && !quiet) terminal.Error.WriteLine(name);
            return Display(parsed, terminal);
        }, interrupt.Token);
        if (results.Count == 0)
        {
            terminal.Error.WriteLine("Interrupted before the first epoch ended: there is no model to save.");
            return ExitCode.Interrupted;
        }

        SavedModel saved = Describe(parsed, rows.Encoding, training.Result, chosen, Settings(parsed, files, chosen, added, rule, results));
        var report = new TrainingReport(rows, saved, path, results, training.IsInterrupted, chosen, clock);
        ModelPath.Save(path, saved, terminal);
        if (training.IsInterrupted && !quiet) terminal.Error.WriteLine(training.Members is null ? $"Interrupted: the model of epoch {results[0].BestEpoch}, the best so far, is saved." : $"Interrupted: the mean of {results.Count} of {training.Members} networks, the best so far, is saved.");
        Report(parsed, terminal, report);
        return training.IsInterrupted ? ExitCode.Interrupted : ExitCode.Good;
    }

    private int Solve(ParseResult parsed, Terminal terminal, DataFiles files, TrainingData rows, ClassicalKind classical, Penalty? added, string path, Stopwatch clock)
    {
        Loss chosen = classical.LossFor(rows.Encoding.Task);
        bool quiet = parsed.GetValue(Quiet);
        if (!quiet) rows.Notes.ToList().ForEach(terminal.Error.WriteLine);
        if (!quiet) terminal.Error.WriteLine($"Model: {classical.Name}. Loss: {chosen}.{(added is null ? "" : $" Penalty: {added}.")} Rows: {rows.Training.Count} to train, {rows.Validation?.Count ?? 0} to validate, {rows.Test?.Count ?? 0} to test.");
        var settings = new JsonObject
        {
            ["data"] = JsonText.Texts(files.Names),
            ["test"] = TestName(parsed),
            ["validation_fraction"] = ValidationFraction(parsed),
            ["test_fraction"] = IsGiven(parsed, test) ? 0 : parsed.GetValue(testFraction),
            ["model_kind"] = classical.Name,
            ["penalty"] = added?.Canonical,
        };
        SavedModel saved = Describe(parsed, rows.Encoding, classical.Fit(rows, added, settings), chosen, settings);
        var report = new TrainingReport(rows, saved, path, [], isInterrupted: false, chosen, clock);
        ModelPath.Save(path, saved, terminal);
        Report(parsed, terminal, report);
        return ExitCode.Good;
    }

    private void Report(ParseResult parsed, Terminal terminal, TrainingReport report)
    {
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, report.ToJson());
        else report.Write(terminal);
    }

    private TrainingDisplay Display(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(Quiet)) return new SilentDisplay();
        return terminal.ErrorIsScreen ? new LiveDisplay(terminal.ErrorConsole(), parsed.GetValue(epochs)) : new PlainDisplay(terminal.Error);
    }

    private SavedModel Describe(ParseResult parsed, DataEncoding encoding, Sequential network, Loss chosen, JsonObject settings) => new()
    {
        Network = network,
        InputShape = encoding.InputShape,
        Loss = chosen.Canonical,
        Classes = encoding.Classes.Count == 0 ? null : encoding.Classes,
        Seed = parsed.GetValue(seed),
        Preprocessing = encoding.ToJson(),
        Training = settings,
    };

    private void RefuseContradictions(ParseResult parsed, Loss? asked, ClassicalKind? classical)
    {
        Option[] ofNetworks = [members, hidden, activation, layers, embedding, loss, optimizer, learningRate, weightDecay, dropoutFactor, clipNorm, batch, microBatch, epochs, monitor, patience, shards];
        if (classical is not null && Array.Find(ofNetworks, option => IsGiven(parsed, option)) is { } given)
            throw new InvalidInputException($"{given.Name} is for networks, but --model-kind {classical.Name} is solved at once; leave it out.");
        if (IsGiven(parsed, members) && parsed.GetValue(kind) != ClassicalKind.Ensemble)
            throw new InvalidInputException("--members is the number of networks in an ensemble; choose --model-kind ensemble, or leave it out.");
        if (parsed.GetValue(kind) == ClassicalKind.Ensemble && asked is not null && IsEncoder(asked))
            throw new InvalidInputException($"The embeddings of several encoders have no mean that means anything, so --model-kind ensemble takes no --loss {asked}; choose another.");
        if (IsGiven(parsed, embedding) && asked?.Domain.Task != LossTask.Embedding)
            throw new InvalidInputException("--embedding is the width of what an encoder gives; choose --loss triplet, or leave it out.");
        if (IsGiven(parsed, layers) && (IsGiven(parsed, hidden) || IsGiven(parsed, activation)))
            throw new InvalidInputException($"--layers stands in place of --hidden and --activation; leave {(IsGiven(parsed, hidden) ? "--hidden" : "--activation")} out.");
        if (IsGiven(parsed, monitor) && ValidationFraction(parsed) == 0)
            throw new InvalidInputException("--monitor watches the validation rows, and --validation-fraction 0 leaves none; leave one of them out.");
        if (IsGiven(parsed, test) && IsGiven(parsed, testFraction))
            throw new InvalidInputException("With --test the test rows come from that file; leave --test-fraction out.");
    }

    private TrainingData Read(ParseResult parsed, DataFiles files, DataFiles? testFiles, Loss? asked, List<string> warnings)
    {
        var split = new SplitSettings(ValidationFraction(parsed), testFiles is null ? parsed.GetValue(testFraction) : 0, parsed.GetValue(seed));
        if (files.HoldImages)
        {
            Option[] ofTables = [target, .. columns.All];
            if (Array.Find(ofTables, option => IsGiven(parsed, option)) is { } given)
                throw new InvalidInputException($"{given.Name} is for tables, but {files.Paths[0]} holds images; leave it out.");
            return TrainingData.OfImages(files, testFiles, parsed.GetValue(task), split, warnings);
        }

        TableOptions options = columns.Read(parsed) with { Target = parsed.GetValue(target), Task = parsed.GetValue(task) };
        bool scaleTarget = asked is null || float.IsNegativeInfinity(asked.Domain.LowestTarget);
        return TrainingData.OfTable(files, testFiles, options, split, scaleTarget, warnings);
    }

    private Sequential Build(ParseResult parsed, TrainingData rows, Loss chosen, ulong ownSeed)
    {
        DataEncoding encoding = rows.Encoding;
        int? width = IsEncoder(chosen) ? parsed.GetValue(embedding) : null;
        string sizes = parsed.GetValue(hidden) ?? (IsEncoder(chosen) ? HiddenOfEncoder : HiddenOfPredictor);
        string text = NetworkText.Of(parsed.GetValue(layers), sizes, parsed.GetValue(activation)!, width, encoding);
        Sequential network = Sequential.Build(text, encoding.InputShape, new RandomSource(ownSeed));
        NetworkMemory.RequireTraining(network, encoding.InputShape, Math.Min(MostAtOnce(parsed, chosen), rows.Training.Count));
        return network;
    }

    private TrainerOptions TrainerOptions(ParseResult parsed, Loss chosen) => new()
    {
        Epochs = parsed.GetValue(epochs),
        BatchSize = BatchSize(parsed, chosen),
        Patience = parsed.GetValue(patience),
        LearningRate = LearningRate(parsed),
        WeightDecay = Number(parsed, weightDecay),
        DropoutFactor = Number(parsed, dropoutFactor),
        MicroBatchSize = IsGiven(parsed, microBatch) ? parsed.GetValue(microBatch) : null,
        Monitor = EvaluationMetric.Parse(parsed.GetValue(monitor)!),
        ClipNorm = IsGiven(parsed, clipNorm) ? (float)parsed.GetValue(clipNorm) : null,
        Shards = parsed.GetValue(shards),
        Seed = parsed.GetValue(seed),
    };

    private Schedule LearningRate(ParseResult parsed)
    {
        string text = parsed.GetValue(learningRate)!;
        if (NumberOf(text) is not { } number) return Schedule.Parse(text);
        return (float)number > 0 && float.IsFinite((float)number) ? (float)number : throw new InvalidInputException($"--learning-rate is '{text}', but it must be a number above 0, or a schedule such as cosine-decay:0.01.");
    }

    private static Schedule? Number(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text) return null;
        if (NumberOf(text) is not { } number) return Schedule.Parse(text);
        return (float)number >= 0 && float.IsFinite((float)number) ? (float)number : throw new InvalidInputException($"{option.Name} is '{text}', but it must be a number from 0, or a schedule such as linear-decay:0.01.");
    }

    private static double? NumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    // Nothing is stopped or chosen by validation rows where a model is solved for, so they are of more use in the training.
    private double ValidationFraction(ParseResult parsed) =>
        !IsGiven(parsed, validationFraction) && ClassicalKind.Parse(parsed.GetValue(kind)!) is not null ? 0 : parsed.GetValue(validationFraction);

    private string? TestName(ParseResult parsed) => parsed.GetValue(test) is { } path ? Path.GetFileName(path) : null;

    private int BatchSize(ParseResult parsed, Loss chosen) => IsGiven(parsed, batch) ? parsed.GetValue(batch) : IsEncoder(chosen) ? BatchOfEncoder : BatchOfPredictor;

    private int MostAtOnce(ParseResult parsed, Loss chosen) => IsGiven(parsed, microBatch) ? Math.Min(parsed.GetValue(microBatch), BatchSize(parsed, chosen)) : BatchSize(parsed, chosen);

    private static bool IsEncoder(Loss chosen) => chosen.Domain.Task == LossTask.Embedding;

    // No time and no path, so that the same training gives the same file.
    private JsonObject Settings(ParseResult parsed, DataFiles files, Loss chosen, Penalty? added, Optimizer rule, IReadOnlyList<TrainingResult> results) => new()
    {
        ["data"] = JsonText.Texts(files.Names),
        ["test"] = TestName(parsed),
        ["validation_fraction"] = ValidationFraction(parsed),
        ["test_fraction"] = IsGiven(parsed, test) ? 0 : parsed.GetValue(testFraction),
        ["penalty"] = added?.Canonical,
        ["optimizer"] = rule.Canonical,
        ["learning_rate"] = NumberOf(parsed.GetValue(learningRate)!) is { } number ? number : LearningRate(parsed).Canonical,
        ["weight_decay"] = Number(parsed, weightDecay)?.Canonical,
        ["dropout_factor"] = Number(parsed, dropoutFactor)?.Canonical,
        ["clip_norm"] = IsGiven(parsed, clipNorm) ? parsed.GetValue(clipNorm) : null,
        ["batch"] = BatchSize(parsed, chosen),
        ["micro_batch"] = IsGiven(parsed, microBatch) ? parsed.GetValue(microBatch) : null,
        ["most_epochs"] = parsed.GetValue(epochs),
        ["monitor"] = parsed.GetValue(monitor),
        ["patience"] = parsed.GetValue(patience),
        ["shards"] = parsed.GetValue(shards),
        ["members"] = parsed.GetValue(kind) == ClassicalKind.Ensemble ? results.Count : null,
        ["epochs"] = results.Sum(result => result.Epochs),
        ["best_epoch"] = JsonText.OneOrMany([.. results.Select(result => result.BestEpoch)]),
    };
}
