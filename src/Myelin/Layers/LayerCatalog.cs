using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Initializers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Every layer by name, and the grammar of networks: layers separated by spaces, activations by their own names, and
/// <c>residual(…)</c> around inner layers. Adding a layer adds a line here.
/// <c>linear:outputs[,initializer=…]</c>, <c>conv:filters,kernel[,stride=1][,padding=0][,initializer=…]</c>, <c>pool:window[,stride=window]</c>,
/// <c>flatten</c>, <c>dropout:rate</c>, <c>alpha-dropout:rate</c>, <c>batch-norm[:momentum=0.1][,epsilon=1E-05]</c>, <c>prelu[:slope=0.25][,per=layer|channel][,zero=slope|one]</c>,
/// <c>rrelu[:lower=0.125][,upper=0.33333334]</c>, <c>l2-normalize</c>.
/// A text has at most <see cref="MostLayers"/> layers and activations, inner ones included, in at most <see cref="LongestText"/> characters, and parentheses at most <see cref="MostDepth"/> deep.
/// </summary>
public static class LayerCatalog
{
    /// <summary>The most layers and activations that a text may have, inner ones included: 10,000.</summary>
    public const int MostLayers = 10_000;

    /// <summary>The most characters that a text may have, 2²¹: more than the canonical forms of <see cref="MostLayers"/> layers take.</summary>
    public const int LongestText = 1 << 21;

    /// <summary>How deep parentheses may lie inside each other, 8.</summary>
    public const int MostDepth = 8;

    private const int LargestSize = 1 << 20;

    /// <summary>The catalogue.</summary>
    public static Catalog<LayerFactory> All { get; } = new(
        "layer",
        [
            ("linear", ReadLinear),
            ("conv", ReadConv),
            ("pool", ReadPool),
            ("flatten", _ => new LayerFactory((_, _, _) => new Flatten())),
            ("dropout", ReadDropout),
            ("alpha-dropout", ReadAlphaDropout),
            ("batch-norm", ReadBatchNorm),
            ("prelu", ReadParametricRelu),
            ("rrelu", ReadRandomizedRelu),
            ("l2-normalize", _ => new LayerFactory((_, _, _) => new L2Normalize())),
            .. ActivationCatalog.All.Names.Select(name => (name, (Func<Spec, LayerFactory>)ReadActivation)),
        ]);

    private static LayerFactory ReadLinear(Spec spec)
    {
        int outputs = spec.Whole("outputs", null, 1, LargestSize, leading: true);
        Initializer? initializer = ReadInitializer(spec);
        return new LayerFactory(
            (input, random, activation) => new Linear(RequireVector(input), outputs, random, activation, initializer),
            input => (long)RequireVector(input) * outputs,
            TakesActivation: true);
    }

    private static LayerFactory ReadConv(Spec spec)
    {
        int filters = spec.Whole("filters", null, 1, LargestSize, leading: true);
        int kernel = spec.Whole("kernel", null, 1, 255, leading: true);
        int stride = spec.Whole("stride", 1, 1, 255), padding = spec.Whole("padding", 0, 0, 255);
        Initializer? initializer = ReadInitializer(spec);
        return new LayerFactory(
            (input, random, activation) => new Conv2d(RequireImage(input)[0], filters, kernel, random, stride, padding, activation, initializer),
            input => (long)RequireImage(input)[0] * filters * kernel * kernel,
            TakesActivation: true);
    }

    private static LayerFactory ReadPool(Spec spec)
    {
        int window = spec.Whole("window", null, 1, 255, leading: true);
        int stride = spec.Whole("stride", window, 1, 255);
        return new LayerFactory((_, _, _) => new MaxPool2d(window, stride));
    }

    private static LayerFactory ReadDropout(Spec spec)
    {
        float rate = ReadRate(spec, usual: 0.5f);
        return new LayerFactory((_, random, _) => new Dropout(rate, random));
    }

    private static LayerFactory ReadAlphaDropout(Spec spec)
    {
        float rate = ReadRate(spec, usual: 0.1f);
        return new LayerFactory((_, random, _) => new AlphaDropout(rate, random));
    }

    private static float ReadRate(Spec spec, float usual) => spec.Number("rate", usual, 0, MathF.BitDecrement(1), leading: true);

    private static LayerFactory ReadBatchNorm(Spec spec)
    {
        float momentum = spec.Number("momentum", BatchNorm.DefaultMomentum, 0, 1), epsilon = spec.Number("epsilon", BatchNorm.DefaultEpsilon, float.Epsilon, 1);
        return new LayerFactory((input, _, _) => new BatchNorm(input[0], momentum, epsilon), input => 2L * input[0]);
    }

    private static LayerFactory ReadParametricRelu(Spec spec)
    {
        float slope = spec.Number("slope", ParametricRelu.DefaultSlope, -1, 1);
        bool perChannel = spec.Word("per", "layer", "layer", "channel") == "channel", zeroIsPositive = spec.Word("zero", "slope", "slope", "one") == "one";
        return new LayerFactory((input, _, _) => new ParametricRelu(perChannel ? input[0] : 1, slope, zeroIsPositive), input => perChannel ? input[0] : 1);
    }

    private static LayerFactory ReadRandomizedRelu(Spec spec)
    {
        float upper = spec.Number("upper", RandomizedRelu.DefaultUpper, 0, 1), lower = spec.Number("lower", MathF.Min(RandomizedRelu.DefaultLower, upper), 0, upper);
        return new LayerFactory((_, random, _) => new RandomizedRelu(lower, upper, random));
    }

    private static LayerFactory ReadActivation(Spec spec)
    {
        Activation activation = ActivationCatalog.All.Create(spec);
        return new LayerFactory((_, _, _) => new ActivationLayer(activation));
    }

    /// <summary>Builds a network.</summary>
    /// <param name="text">The layers.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="largestCount">The largest number of weights that the layers may have together; by default 2^28, which take 1 GiB.</param>
    /// <exception cref="InvalidInputException">An unknown layer or option, layers that do not fit each other, or too many weights, layers, characters or parentheses.</exception>
    public static Sequential Build(string text, Shape inputShape, RandomSource random, long largestCount = 1 << 28)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(random);
        List<string> tokens = Split(text);
        var layers = new List<Layer>();
        Shape shape = inputShape;
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            try
            {
                LayerFactory factory = Factory(token, largestCount);
                if (factory.Weights?.Invoke(shape) is { } weights && weights > largestCount)
                    throw new ArgumentException($"it has {weights} weights for rows of shape {shape}, and the layers before it leave {largestCount} of those allowed.");
                bool merges = factory.TakesActivation && i + 1 < tokens.Count && IsActivation(tokens[i + 1]);
                Layer layer = factory.Create(shape, random, merges ? Activation.Parse(tokens[++i]) : Activation.Identity);
                shape = layer.OutputShape(shape);
                layers.Add(layer);
                largestCount -= layer.ParameterCount;
            }
            catch (ArgumentException wrong)
            {
                throw new InvalidInputException($"Layer '{Spec.Shown(token)}' of '{Spec.Shown(text)}' does not fit: {wrong}", wrong);
            }
        }

        if (layers.Count == 0) throw new InvalidInputException("A network needs at least one layer, such as 'linear:64'.");
        return new Sequential([.. layers]);
    }

    private static LayerFactory Factory(string token, long largestCount)
    {
        if (!token.StartsWith("residual(", StringComparison.Ordinal) || token[^1] != ')') return All.Parse(token);
        string inner = token["residual(".Length..^1];
        return new LayerFactory((input, random, _) => new Residual(Build(inner, input, random, largestCount)));
    }

    private static bool IsActivation(string token) => ActivationCatalog.All.Names.Contains(token.Split(':', 2)[0].ToLowerInvariant());

    /// <summary>The layers of a text, inner ones left in their parentheses.</summary>
    /// <exception cref="InvalidInputException">Too many layers, characters or parentheses, or parentheses that do not match.</exception>
    internal static List<string> Split(string text)
    {
        if (text.Length > LongestText) throw new InvalidInputException($"The layers '{Spec.Shown(text)}' have {text.Length} characters; a network's text has at most {LongestText}, so take fewer layers.");
        var tokens = new List<string>();
        int depth = 0, start = 0, layers = 0;
        char before = ' ';
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            if ((before == '(' || char.IsWhiteSpace(before)) && c is not ('(' or ')') && !char.IsWhiteSpace(c) && ++layers > MostLayers)
                throw new InvalidInputException($"The layers '{Spec.Shown(text)}' are more than {MostLayers}, activations and inner layers counted; take fewer.");
            before = c;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || depth > MostDepth || (i == text.Length && depth > 0))
                throw new InvalidInputException($"The layers '{Spec.Shown(text)}' have parentheses that do not match, or more than {MostDepth} inside each other.");
            if (!char.IsWhiteSpace(c) || depth > 0) continue;
            if (i > start) tokens.Add(text[start..i]);
            start = i + 1;
        }

        return tokens;
    }

    private static Initializer? ReadInitializer(Spec spec)
    {
        string name = spec.Word("initializer", "", [.. Initializer.All.Names]);
        return name.Length == 0 ? null : Initializer.All.Parse(name);
    }

    private static int RequireVector(Shape input) => input.Rank == 1
        ? input[0]
        : throw new ArgumentException($"a linear layer takes rows of shape [inputs], but gets {input}; put 'flatten' before it.");

    private static Shape RequireImage(Shape input) => input.Rank == 3
        ? input
        : throw new ArgumentException($"a convolution takes rows of shape [channels, height, width], but gets {input}.");
}
