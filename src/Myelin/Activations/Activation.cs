using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Activations;

/// <summary>
/// An activation function as an object: what layers hold and the catalogue makes. The maths is in the structs
/// (<see cref="Relu"/>, <see cref="Selu"/>, …); this type only carries one of them to where it is applied.
/// </summary>
public abstract class Activation
{
    private protected Activation() { }

    /// <summary>y = x.</summary>
    public static Activation Identity { get; } = Of(default(Identity));

    /// <summary>The function with all its constants, in the form that <see cref="Parse(string)"/> reads back.</summary>
    public abstract string Canonical { get; }

    /// <summary>The family of initialisers that suits the function.</summary>
    public abstract WeightScale Scale { get; }

    /// <summary>Whether the slope is 0 everywhere, so that nothing before the function can learn by gradients.</summary>
    public abstract bool IsFlat { get; }

    /// <summary>Whether this is y = x.</summary>
    public bool IsIdentity => this is Activation<Identity>;

    /// <summary>The function with its constants.</summary>
    public abstract IActivation Function { get; }

    /// <summary>Carries a function.</summary>
    /// <typeparam name="TFunction">The function's type.</typeparam>
    /// <param name="function">The function with its constants.</param>
    public static Activation Of<TFunction>(TFunction function) where TFunction : unmanaged, IActivation => new Activation<TFunction>(function);

    /// <summary>Makes the function that a text describes, such as <c>selu</c> or <c>leaky-relu:slope=0.1</c>.</summary>
    /// <param name="text">A text in the grammar; see <see cref="ActivationCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Activation Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A text in the grammar.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static Activation Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Activations.Parse(text);
    }

    /// <summary>y = f(x) element by element.</summary>
    /// <param name="x">Any shape.</param>
    public abstract Tensor Apply(Tensor x);

    /// <summary>y = f(x Wᵀ + b) in one operation.</summary>
    /// <param name="x">Rows of inputs, <c>[rows, inputs]</c>.</param>
    /// <param name="weight">The weights, <c>[outputs, inputs]</c>.</param>
    /// <param name="bias">The biases, <c>[outputs]</c>.</param>
    public abstract Tensor ApplyLinear(Tensor x, Tensor weight, Tensor bias);

    /// <summary>y = f(x ∗ W + b) in one operation.</summary>
    /// <param name="x">Images, <c>[rows, channels, height, width]</c>.</param>
    /// <param name="weight">The filters, <c>[filters, channels, kernel height, kernel width]</c>.</param>
    /// <param name="bias">The biases, <c>[filters]</c>.</param>
    /// <param name="stride">The step of the window.</param>
    /// <param name="padding">The rows and columns of zeros added on each side.</param>
    public abstract Tensor ApplyConvolution(Tensor x, Tensor weight, Tensor bias, int stride, int padding);

    /// <inheritdoc/>
    public override string ToString() => Canonical;
}

/// <summary>An activation function as an object, with the type of its function known to the compiler.</summary>
/// <typeparam name="TFunction">The function's type.</typeparam>
/// <param name="function">The function with its constants.</param>
public sealed class Activation<TFunction>(TFunction function) : Activation where TFunction : unmanaged, IActivation
{
    /// <inheritdoc/>
    public override string Canonical => function.Canonical;

    /// <inheritdoc/>
    public override WeightScale Scale => function.Scale;

    /// <inheritdoc/>
    public override bool IsFlat => TFunction.IsFlat;

    /// <inheritdoc/>
    public override IActivation Function => function;

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x) => UnaryOperation<TFunction>.Apply(x, function);

    /// <inheritdoc/>
    public override Tensor ApplyLinear(Tensor x, Tensor weight, Tensor bias) => LinearOperation<TFunction>.Apply(x, weight, bias, function);

    /// <inheritdoc/>
    public override Tensor ApplyConvolution(Tensor x, Tensor weight, Tensor bias, int stride, int padding) =>
        ConvolutionOperation<TFunction>.Apply(x, weight, bias, stride, padding, function);
}
