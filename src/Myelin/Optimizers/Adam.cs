using Myelin.Grammar;

namespace Myelin.Optimizers;

/// <summary>
/// Adam: m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ), w ← w - η m̂ / (√v̂ + ε);
/// m and v start at 0, t counts steps from 1, those of the optimizer: for a parameter that is unfrozen late m and v start at 0 then and t does not, so its
/// first steps are up to three times as long
/// (a smaller <see cref="Layers.Parameter.RateFactor"/> for some steps, or a training begun anew, makes up for it). A NaN or infinite gradient makes its weight
/// NaN for good; clipping does not mend it.
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
/// </summary>
public sealed class Adam : Optimizer
{
    /// <summary>The paper's β₁, 0.9.</summary>
    public const float DefaultBeta1 = 0.9f;

    /// <summary>The paper's β₂, 0.999.</summary>
    public const float DefaultBeta2 = 0.999f;

    /// <summary>The paper's ε, 1e-8.</summary>
    public const float DefaultEpsilon = 1e-8f;

    /// <summary>The catalogue's entry.</summary>
    public static Member<Optimizer> Member { get; } = new(
        "adam",
        "Adam: steps along the mean gradient, divided by the root of the mean squared one.",
        spec => new Adam(AdamRule.Beta1Option.Read(spec), AdamRule.Beta2Option.Read(spec), AdamRule.EpsilonOption.Read(spec)),
        AdamRule.Beta1Option,
        AdamRule.Beta2Option,
        AdamRule.EpsilonOption)
    {
        Suits = "most networks; its rate needs little care",
    };

    private readonly AdamRule rule;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="beta1">β₁, from 0 to below 1; by default 0.9.</param>
    /// <param name="beta2">β₂, from 0 to below 1; by default 0.999.</param>
    /// <param name="epsilon">ε, 0 or more; by default 1e-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public Adam(float beta1 = DefaultBeta1, float beta2 = DefaultBeta2, float epsilon = DefaultEpsilon) : base(AdamRule.StateNames) =>
        rule = new AdamRule(beta1, beta2, epsilon);

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, rule.Options);

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate) =>
        Update(weights, gradients, learningRate, weightFactor: 1);

    private protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate, float weightFactor) =>
        rule.Update(weights, gradients, State(0), State(1), Steps, learningRate, weightFactor);
}
