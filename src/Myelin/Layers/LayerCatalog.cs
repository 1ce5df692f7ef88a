using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Every layer by name, and the grammar of networks: layers separated by spaces, activations by their own names, and
/// <c>residual(…)</c> around inner layers. Adding a layer adds a line here; <see cref="Catalog{T}.Members"/> has the options.
/// A text has at most <see cref="MostLayers"/> layers and activations, inner ones included, in at most <see cref="LongestText"/> characters, and
/// parentheses at most <see cref="MostDepth"/> deep.
/// </summary>
public static class LayerCatalog
{
    /// <summary>The most layers and activations that a text may have, inner ones included: 10,000.</summary>
    public const int MostLayers = 10_000;

    /// <summary>The most characters that a text may have, 2²¹: more than the canonical forms of <see cref="MostLayers"/> layers take.</summary>
    public const int LongestText = 1 << 21;

    /// <summary>How deep parentheses may lie inside each other, 8.</summary>
    public const int MostDepth = 8;

    internal const int LargestSize = 1 << 20;

    /// <summary>The catalogue. Every activation is a layer, too, by its own name.</summary>
    public static Catalog<LayerFactory> All { get; } = new(
        "layer",
        Linear.Member,
        Conv2d.Member,
        MaxPool2d.Member,
        Flatten.Member,
        Dropout.Member,
        AlphaDropout.Member,
        BatchNorm.Member,
        ParametricRelu.Member,
        RandomizedRelu.Member,
        L2Normalize.Member);

    /// <summary>Builds a network.</summary>
    /// <param name="text">The layers.</param>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="random">Where initial weights come from.</param>
    /// <param name="catalogs">The catalogues; by default <see cref="Catalogs.Default"/>.</param>
    /// <param name="largestCount">The largest number of weights that the layers may have together; by default 2^28, which take 1 GiB.</param>
    /// <exception cref="InvalidInputException">An unknown layer or option, layers that do not fit each other, or too many weights, layers, characters
    /// or parentheses.</exception>
    public static Sequential Build(string text, Shape inputShape, RandomSource random, Catalogs? catalogs = null, long largestCount = 1 << 28)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(random);
        catalogs ??= Catalogs.Default;
        List<string> tokens = Split(text);
        var layers = new List<Layer>();
        Shape shape = inputShape;
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            try
            {
                LayerFactory factory = Factory(token, catalogs, largestCount);
                if (factory.Weights?.Invoke(shape) is { } weights && weights > largestCount)
                    throw new ArgumentException($"it has {weights} weights for rows of shape {shape}, and the layers before it leave "
                        + $"{largestCount} of those allowed.");
                bool merges = factory.TakesActivation && i + 1 < tokens.Count && IsActivation(tokens[i + 1], catalogs);
                Layer layer = factory.Create(new LayerContext(shape, random, merges ? Activation.Parse(tokens[++i], catalogs) : Activation.Identity, catalogs))
                    ?? throw new InvalidOperationException($"The factory of the layer '{token}' made nothing; it gives a layer.");
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

    private static LayerFactory Factory(string token, Catalogs catalogs, long largestCount)
    {
        if (token.StartsWith("residual(", StringComparison.Ordinal) && token[^1] == ')')
        {
            string inner = token["residual(".Length..^1];
            return new LayerFactory(context => new Residual(Build(inner, context.InputShape, context.Random, catalogs, largestCount)));
        }

        Spec spec = Spec.Parse("layer", token);
        if (catalogs.Layers.Find(spec.Name) is { } layer) return layer.Create(spec);
        if (catalogs.Activations.Find(spec.Name) is not { } member)
            throw catalogs.Layers.Unknown(spec, catalogs.Layers.Names.Concat(catalogs.Activations.Names));
        Activation activation = member.Create(spec);
        return new LayerFactory(_ => new ActivationLayer(activation));
    }

    private static bool IsActivation(string token, Catalogs catalogs) => catalogs.Activations.Find(token.Split(':', 2)[0].ToLowerInvariant()) is not null;

    /// <summary>The layers of a text, inner ones left in their parentheses.</summary>
    /// <exception cref="InvalidInputException">Too many layers, characters or parentheses, or parentheses that do not match.</exception>
    internal static List<string> Split(string text)
    {
        if (text.Length > LongestText)
            throw new InvalidInputException($"The layers '{Spec.Shown(text)}' have {text.Length} characters; a network's text has at most "
                + $"{LongestText}, so take fewer layers.");
        var tokens = new List<string>();
        int depth = 0, start = 0, layers = 0;
        char before = ' ';
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ' ';
            if ((before == '(' || char.IsWhiteSpace(before)) && c is not ('(' or ')') && !char.IsWhiteSpace(c) && ++layers > MostLayers)
                throw new InvalidInputException($"The layers '{Spec.Shown(text)}' are more than {MostLayers}, activations and inner layers "
                    + $"counted; take fewer.");
            before = c;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || depth > MostDepth || (i == text.Length && depth > 0))
                throw new InvalidInputException($"The layers '{Spec.Shown(text)}' have parentheses that do not match, or more than {MostDepth} "
                    + $"inside each other.");
            if (!char.IsWhiteSpace(c) || depth > 0) continue;
            if (i > start) tokens.Add(text[start..i]);
            start = i + 1;
        }

        return tokens;
    }
}
