using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Penalties;

/// <summary>
/// A penalty on weights as an object: what the catalogue makes and a training holds. The maths is in the structs (<see cref="Ridge"/>, <see cref="Lasso"/>,
/// <see cref="ElasticNet"/>). It acts on the weights of linear and convolutional layers (<see cref="ParameterKind.Weight"/>), on their biases only
/// where asked to, and never on parameters of normalisations and slopes of activations.
/// </summary>
/// <remarks>
/// The sum over all weights is added once to the mean loss of each step, so λ does not depend on the number of rows in a batch or on shards. What
/// training makes small is that total; the losses that are reported, and the validation loss that stops a training, leave the penalty out, so that
/// they compare with other trainings.
/// The weight decay of <see cref="Optimizers.AdamW"/> is something else: it multiplies every parameter, biases and normalisations included, by 1 -
/// rate · λ beside Adam's step. A penalty's gradient goes through the optimizer: with plain SGD ridge is a decay by 1 - 2 · rate · λ, with Adam it is
/// divided by √v like the rest of the gradient, so weights with large gradients shrink less. Source: Loshchilov and Hutter, "Decoupled weight decay
/// regularization" (2019).
/// </remarks>
public abstract class Penalty
{
    /// <summary>The usual λ, 0.01.</summary>
    public const float DefaultLambda = 0.01f;

    /// <summary>The largest λ.</summary>
    public const float LargestLambda = 1_000_000;

    internal static NumberOption LambdaOption { get; } = new("lambda", "the factor λ", DefaultLambda, NumberRange.Between(0, LargestLambda));

    internal static ChoiceOption<bool> BiasesOption { get; } = new("biases", "whether to act on biases too", ("false", false), ("true", true));

    /// <summary>Begins a penalty.</summary>
    /// <param name="biases">Whether to act on biases too.</param>
    protected Penalty(bool biases = false) => Biases = biases;

    /// <summary>Whether the penalty acts on biases too.</summary>
    public bool Biases { get; }

    /// <summary>The penalty with all its constants, in the form that <see cref="Parse(string)"/> reads back.</summary>
    public abstract string Canonical { get; }

    /// <summary>The function of one weight, with its constants; null for a penalty that is none, such as one on the norms of rows.</summary>
    public virtual IPenalty? Function => null;

    /// <summary>Carries a function.</summary>
    /// <typeparam name="TFunction">The function's type.</typeparam>
    /// <param name="function">The function with its constants.</param>
    /// <param name="biases">Whether to act on biases too.</param>
    public static Penalty Of<TFunction>(TFunction function, bool biases = false) where TFunction : unmanaged, IPenalty =>
        new Penalty<TFunction>(function, biases);

    /// <summary>Makes the penalty that a text describes, such as <c>ridge:lambda=0.001</c>.</summary>
    /// <param name="text">A text in the grammar; see <see cref="PenaltyCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Penalty Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A text in the grammar.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static Penalty Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Penalties.Parse(text);
    }

    /// <summary>The parameters that the penalty acts on, in the network's order.</summary>
    /// <param name="network">The network.</param>
    public Tensor[] WeightsOf(Layer network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [.. network.Parameters.Where(parameter => parameter.Kind == ParameterKind.Weight || (Biases && parameter.Kind == ParameterKind.Bias))
            .Select(parameter => parameter.Value)];
    }

    /// <summary>Adds the penalty to a loss, on the loss's tape, so that one backward pass gives the gradient of both.</summary>
    /// <param name="loss">The loss, a single number.</param>
    /// <param name="weights">The weights, of any shapes; none give a penalty of 0. Their sums are taken in float32, one after the other.</param>
    /// <param name="value">The penalty alone.</param>
    /// <returns>The loss and the penalty together.</returns>
    /// <exception cref="ArgumentException">The loss is not a single number.</exception>
    public virtual Tensor AddTo(Tensor loss, ReadOnlySpan<Tensor> weights, out float value)
    {
        if (loss.Count != 1)
            throw new ArgumentException($"A penalty is added to a single number, not to a loss of shape {loss.Shape}; take its mean or sum first.",
                nameof(loss));
        value = 0;
        foreach (Tensor weight in weights)
        {
            Tensor term = Apply(loss.Tape is { } tape && weight.Slot.Group is not null ? tape.Leaf(weight.Slot) : weight);
            if (term.Count != 1)
                throw new InvalidOperationException($"The penalty '{this}' gave the shape {term.Shape} for a weight; it must give a single number.");
            value += term.At(0);
            loss += term.Reshape(loss.Shape);
        }

        return loss;
    }

    /// <summary>The penalty of one parameter, a single number. A computation on the parameter's values is recorded where the loss is.</summary>
    /// <param name="weight">The parameter's values.</param>
    protected abstract Tensor Apply(Tensor weight);

    /// <inheritdoc/>
    public override string ToString() => Canonical;
}

/// <summary>A penalty as an object, with the type of its function known to the compiler.</summary>
/// <typeparam name="TFunction">The function's type.</typeparam>
public sealed class Penalty<TFunction> : Penalty where TFunction : unmanaged, IPenalty
{
    private readonly TFunction function;

    internal Penalty(TFunction function, bool biases) : base(biases) => this.function = function;

    /// <inheritdoc/>
    public override string Canonical => $"{function.Canonical},{BiasesOption.Text(Biases)}";

    /// <inheritdoc/>
    public override IPenalty Function => function;

    /// <inheritdoc/>
    public override Tensor AddTo(Tensor loss, ReadOnlySpan<Tensor> weights, out float value) =>
        PenaltyOperation<TFunction>.Apply(loss, weights, function, out value);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor weight) => UnaryOperation<TFunction>.Apply(weight, function).Sum();
}
