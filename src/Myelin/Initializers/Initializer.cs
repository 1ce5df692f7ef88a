using System.Runtime.Intrinsics;
using Myelin.Activations;
using Myelin.Kernels;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Initializers;

/// <summary>Draws the initial weights of a layer, the same on every machine for the same random stream.</summary>
public abstract class Initializer
{
    // Weights and biases of a layer share its random stream and are told apart by the step in it.
    internal const uint WeightDraw = 0;
    private const uint BiasDraw = 1;

    /// <summary>
    /// The initialiser with its options, in the form that <see cref="Parse(string)"/> reads back. In the text of a layer it stands behind
    /// <c>initializer=</c>, so it has at most one option.
    /// </summary>
    public abstract string Canonical { get; }

    /// <summary>Makes the initialiser that a text describes, such as <c>he-normal</c>.</summary>
    /// <param name="text">A text in the grammar; see <see cref="InitializerCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Initializer Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A text in the grammar.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static Initializer Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Initializers.Parse(text);
    }

    /// <summary>The initialiser for weights before an activation: its family; normal for LeCun, as in the paper on SELU, else uniform.</summary>
    /// <param name="activation">The activation behind the weights.</param>
    public static Initializer For(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return new VarianceInitializer(activation.Scale, activation.Scale == WeightScale.LeCun ? WeightDistribution.Normal : WeightDistribution.Uniform);
    }

    /// <summary>Draws weights.</summary>
    /// <param name="shape">The shape of the weights, outputs first.</param>
    /// <param name="inputs">How many inputs each output is computed from.</param>
    /// <param name="outputs">How many outputs each input has a part in.</param>
    /// <param name="random">The random stream; draw with step 0, since step 1 is that of the biases.</param>
    public abstract Tensor Draw(Shape shape, int inputs, int outputs, Philox random);

    /// <summary>
    /// Draws initial biases, uniform between -1/√inputs and 1/√inputs as PyTorch does: with biases of 0 every ReLU would bend at the
    /// same place, the mean of the data.
    /// </summary>
    /// <param name="count">The number of biases.</param>
    /// <param name="inputs">How many inputs each output is computed from.</param>
    /// <param name="random">The random stream; the same one as for the weights.</param>
    public static Tensor DrawBias(int count, int inputs, Philox random) => Uniform(new Shape(count), 1 / MathF.Sqrt(inputs), random, BiasDraw);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    internal static Tensor Uniform(Shape shape, float limit, Philox random, uint draw)
    {
        var values = new float[shape.Count];
        random.FillUniform(values, draw, row: 0);
        Elementwise.Map(new Spread(limit), values, values);
        return new Tensor(shape, values);
    }

    private readonly struct Spread(float limit) : ILaneMap1
    {
        public Vector512<float> Invoke(Vector512<float> uniform) => uniform * (2 * limit) - Vector512.Create(limit);
    }
}
