using System.CommandLine;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Models;
using Myelin.Models.Recipes;
using Myelin.Penalties;

namespace Myelin.Cli.Options;

/// <summary>
/// What is trained and how. An option is the recipe's setting of its name, so the catalogue of recipes says which kind takes it; a new one is a line
/// here and one in its recipe.
/// </summary>
internal sealed class RecipeOptions
{
    private const string Network = "network";
    private const string Encoder = "encoder";
    private const string Lambda = "lambda";
    private const string Biases = "biases";

    private static readonly string[] Kinds = [.. RecipeCatalog.All.Members.Where(member => RecipeCatalog.All.Parse(member.Name) is TargetRecipe)
        .Select(member => member.Name)];

    private readonly Option<string?> kind = Text("--model-kind", "name", $"What is trained: {string.Join(", ", Kinds)}. An ensemble is the mean of "
        + $"several networks, each trained on rows drawn anew. An encoder gives rows an embedding. The others are one linear layer, solved in "
        + $"double precision: least squares, the same with a ridge penalty, logistic regression, a linear support vector machine.", Network);
    private readonly WholeOption members = new("--members", "The number of networks in an ensemble.", 10, 2, 1000);
    private readonly SizesOption hidden = new("--hidden", "Sizes of the fully connected hidden layers, or 'none'. By default 64,32, and 256 for an encoder.");
    private readonly Option<string?> activation = Text("--activation", "name",
        "The activation behind each hidden layer; 'myelin list activations' shows them.", "relu");
    private readonly Option<string?> layers = Text("--layers", "text",
        "All layers but the output layer, in place of --hidden, such as \"conv:32,5 relu pool:2 flatten linear:128 relu\"; 'myelin list layers' shows them.");
    private readonly WholeOption embedding = new("--embedding", "The width of the embedding that an encoder gives, for --loss triplet.", 16, 1, 1 << 16);
    private readonly Option<string?> loss = Text("--loss", "name",
        "The loss, such as huber:delta=1, in the target's units; 'myelin list losses' shows them. By default mse, binary-cross-entropy or "
            + "cross-entropy, as the task needs.");
    private readonly Option<string?> penalty = Text("--penalty", "name",
        "What is added to the training loss for the size of the weights, such as ridge:lambda=0.001; 'myelin list penalties' shows them. By default nothing.");
    private readonly Option<string?> optimizer = Text("--optimizer", "name",
        "The optimizer, such as sgd:momentum=0.9; 'myelin list optimizers' shows them.", "adam");
    private readonly ScheduleOption learningRate = new("--learning-rate",
        "The learning rate: a number above 0, or a schedule such as cosine-decay:0.01,warm-up=5; 'myelin list schedules' shows them.", "0.001",
        mayBeZero: false, "cosine-decay:0.01");
    private readonly ScheduleOption weightDecay = new("--weight-decay",
        "The decoupled weight decay of every step, with any optimizer: a number from 0, or a schedule such as linear-decay:0.01. By default the "
            + "optimizer's own.", null, mayBeZero: true, "linear-decay:0.01");
    private readonly ScheduleOption dropoutFactor = new("--dropout-factor",
        "What the rates of dropout layers are multiplied by: a number from 0, or a schedule such as linear-decay:1, with which dropout fades away. "
            + "By default 1.", null, mayBeZero: true, "linear-decay:0.01");
    private readonly NumberOption clipNorm = new("--clip-norm",
        "The largest norm of all gradients together; larger ones are scaled down. By default nothing is clipped.", null,
        norm => (float)norm > 0 && float.IsFinite((float)norm), "above 0");
    private readonly WholeOption batch = new("--batch",
        "Rows a step. By default 32, and 128 for an encoder, whose loss compares the rows of a batch: it should hold several of each class.", null, 1);
    private readonly WholeOption microBatch = new("--micro-batch",
        "The most rows of a batch that are computed at once, to train large rows in less memory; gradients are added up over the batch. By "
            + "default all.", null, 1);
    private readonly WholeOption epochs = new("--epochs", "The most passes over the training rows.", 200, 1);
    private readonly Option<string?> monitor = Text("--monitor", "metric",
        "The metric of the validation rows that tells the best epoch and when to stop, such as f1-macro; 'myelin list metrics' shows them.", "loss");
    private readonly WholeOption patience = new("--patience",
        "Epochs without a better validation loss, or other metric, before stopping; 0 never stops early.", 20, 0);
    private readonly WholeOption shards = new("--shards", "In how many parts a batch is summed; part of what determines the weights.", 1, 1, 1 << 16);
    private readonly SeedOption seed = new("The seed of all that is random: equal seed, data and options give equal weights, bit for bit.", 1);

    /// <summary>The options by section, in the order of the help page.</summary>
    internal (string Title, Option[] Options)[] Sections =>
    [
        ("Model", [kind, members]),
        ("Network", [hidden, activation, layers, embedding]),
        ("Training",
        [loss, penalty, optimizer, learningRate, weightDecay, dropoutFactor, clipNorm, batch, microBatch, epochs, monitor, patience, shards, seed]),
    ];

    /// <summary>The seed.</summary>
    internal ulong Seed(ParseResult parsed) => parsed.GetValue(seed);

    /// <summary>The most epochs, for a display.</summary>
    internal int Epochs(ParseResult parsed) => parsed.GetValue(epochs);

    /// <summary>The recipe that the command line describes.</summary>
    /// <exception cref="InvalidInputException">No such kind, or an option that the kind does not take.</exception>
    internal Recipe Read(ParseResult parsed)
    {
        Member<Recipe> chosen = Kind(parsed);
        var settings = new List<string>();
        foreach (Option option in Sections.SelectMany(section => section.Options).Where(option => option != kind && Given.Is(parsed, option)))
        {
            string key = option.Name[2..], value = parsed.GetResult(option)!.Tokens[0].Value;
            if (!HasMatchingParentheses(value)) throw new InvalidInputException($"{option.Name} is '{value}', whose parentheses do not match.");
            if (chosen.Options.Any(stated => stated.Key == key)) settings.Add($"{key}=({(option == hidden ? parsed.GetValue(hidden) : value)})");
            else if (option == penalty) settings.AddRange(SolvedPenalty(chosen, Penalty.Parse(value)));
            else if (option != seed) throw Refusal(chosen, option);
        }

        return RecipeCatalog.All.Parse(settings.Count == 0 ? chosen.Name : $"{chosen.Name}:{string.Join(',', settings)}");
    }

    // The recipe's text puts values in parentheses, and would tell of its own.
    private static bool HasMatchingParentheses(string value)
    {
        int depth = 0;
        foreach (char character in value)
        {
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (depth < 0) return false;
        }

        return depth == 0;
    }

    private Member<Recipe> Kind(ParseResult parsed)
    {
        string name = parsed.GetValue(kind)!;
        if (!Kinds.Contains(name))
            throw new InvalidInputException($"--model-kind is '{name}'{Nearest.Hint(name, Kinds)}; there are {string.Join(", ", Kinds)}.");
        bool embeds = parsed.GetValue(loss) is { } text && Loss.Parse(text).Domain.Task == LossTask.Embedding;
        if (embeds && name == "ensemble")
            throw new InvalidInputException($"The embeddings of several encoders have no mean that means anything, so --model-kind ensemble takes "
                + $"no --loss {parsed.GetValue(loss)}; choose another.");
        return RecipeCatalog.All.Find(embeds && name == Network ? Encoder : name)!;
    }

    private InvalidInputException Refusal(Member<Recipe> chosen, Option given)
    {
        if (RecipeCatalog.All.Parse(chosen.Name) is SolvedRecipe)
            return new($"{given.Name} is for networks, but --model-kind {chosen.Name} is solved at once; leave it out.");
        return given == embedding
            ? new("--embedding is the width of what an encoder gives; choose --loss triplet, or leave it out.")
            : new("--members is the number of networks in an ensemble; choose --model-kind ensemble, or leave it out.");
    }

    /// <summary>A ridge penalty as the settings of a model that is solved with it.</summary>
    private static List<string> SolvedPenalty(Member<Recipe> chosen, Penalty asked)
    {
        var settings = new List<string>();
        if (chosen.Options.FirstOrDefault(option => option.Key == Lambda) is not Grammar.NumberOption lambda)
            throw new InvalidInputException($"--model-kind {chosen.Name} has no penalty; leave --penalty out, or choose --model-kind ridge.");
        if (asked.Function is not Ridge ridge)
            throw new InvalidInputException($"--model-kind {chosen.Name} is solved for the penalty ridge alone, not for '{asked}'.");
        bool takesBiases = chosen.Options.Any(option => option.Key == Biases);
        if (asked.Biases && !takesBiases) throw new InvalidInputException($"--model-kind {chosen.Name} does not penalise its bias; leave biases=true out.");
        if (!lambda.Numbers.Contains(ridge.Lambda))
            throw new InvalidInputException($"--model-kind {chosen.Name} needs a penalty above 0, since classes that a plane separates would have "
                + $"coefficients without end; raise lambda.");
        settings.Add($"{Lambda}={Spec.Text(ridge.Lambda)}");
        if (asked.Biases) settings.Add($"{Biases}=true");
        return settings;
    }

    private static Option<string?> Text(string name, string value, string description, string? fallback = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        if (fallback is not null) option.DefaultValueFactory = _ => fallback;
        return option;
    }
}
