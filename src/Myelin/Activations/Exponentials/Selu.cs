using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>
/// y = λ x for x &gt; 0, else λ α (e^x - 1); y' = λ for x &gt; 0, else λ α e^x, so λ α = 1.7581 at the kink (as PyTorch).
/// λ = 1.0507009873554805, α = 1.6732632423543772. -∞ gives -λ α with derivative 0, +∞ stays; NaN for NaN.
/// Layers of it keep mean 0 and variance 1 with LeCun initialisation. Source: Klambauer et al., "Self-normalizing neural networks" (2017).
/// </summary>
/// <remarks>The derivative is not computed from the output: y + λ α of a rounded y loses all digits below -15.</remarks>
public readonly struct Selu : IActivation
{
    /// <summary>λ, the scale.</summary>
    public const double Lambda = 1.0507009873554804934193349852946;

    /// <summary>α, the depth of the negative part before scaling.</summary>
    public const double Alpha = 1.6732632423543772848170429916717;

    private const float NegativeScale = (float)(Lambda * Alpha);

    /// <inheritdoc/>
    public static string Name => "selu";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Activation> Member { get; } = new(Name,
        "λ x above 0, λ α (eˣ - 1) below, with the constants that keep mean 0 and variance 1 from layer to layer.",
        _ => Activation.Of(default(Selu)))
    { Suits = "deep networks of linear layers, with the initialiser lecun-normal and alpha-dropout" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Slope;

    /// <inheritdoc/>
    public string Canonical => Name;

    /// <inheritdoc/>
    public WeightScale Scale => WeightScale.LeCun;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => ExponentialUnit.Value(x, (float)Lambda, NegativeScale);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved)
    {
        _ = ValueAndSlope(saved, out Vector512<float> slope);
        return slope;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> ValueAndSlope(Vector512<float> x, out Vector512<float> slope) =>
        ExponentialUnit.ValueAndSlope(x, (float)Lambda, NegativeScale, out slope);
}
