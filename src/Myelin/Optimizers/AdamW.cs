using Myelin.Grammar;

namespace Myelin.Optimizers;

/// <summary>
/// Adam with decoupled weight decay λ: w ← (1 - η λ) w, then Adam's step. The decay acts on every parameter, biases included (as
/// PyTorch), unless biases are left out. Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
/// </summary>
public sealed class AdamW : Optimizer
{
    /// <summary>The usual λ, 0.01.</summary>
    public const float DefaultWeightDecay = 0.01f;

    private static readonly NumberOption WeightDecayOption = new("weight-decay", "what part of each weight is taken away, times the rate, λ",
        DefaultWeightDecay, NumberRange.Between(0, 1));
    private static readonly ChoiceOption<bool> BiasesOption = new("biases", "whether biases, normalisations and slopes decay, too", ("true", true),
        ("false", false));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Optimizer> Member { get; } = new(
        "adamw",
        "Adam with decoupled weight decay: every step also shrinks the weights.",
        spec => new AdamW(WeightDecayOption.Read(spec), AdamRule.Beta1Option.Read(spec), AdamRule.Beta2Option.Read(spec),
            AdamRule.EpsilonOption.Read(spec), BiasesOption.Read(spec)),
        WeightDecayOption,
        AdamRule.Beta1Option,
        AdamRule.Beta2Option,
        AdamRule.EpsilonOption,
        BiasesOption)
    {
        Suits = "networks that learn their rows by heart",
    };

    private readonly AdamRule rule;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="weightDecay">λ, from 0 to 1; by default 0.01.</param>
    /// <param name="beta1">β₁, from 0 to below 1; by default 0.9.</param>
    /// <param name="beta2">β₂, from 0 to below 1; by default 0.999.</param>
    /// <param name="epsilon">ε, 0 or more; by default 1e-8.</param>
    /// <param name="biases">Whether biases, normalisations and slopes decay, too; by default true.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public AdamW(float weightDecay = DefaultWeightDecay, float beta1 = Adam.DefaultBeta1, float beta2 = Adam.DefaultBeta2,
        float epsilon = Adam.DefaultEpsilon, bool biases = true) : base(AdamRule.StateNames)
    {
        (WeightDecay, DecaysBiases) = (WeightDecayOption.Require(weightDecay), biases);
        rule = new AdamRule(beta1, beta2, epsilon);
    }

    /// <inheritdoc/>
    public override float WeightDecay { get; }

    /// <inheritdoc/>
    public override bool DecaysBiases { get; }

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, WeightDecayOption.Text(WeightDecay), rule.Options, BiasesOption.TextUnlessDefault(DecaysBiases));

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate) =>
        Update(weights, gradients, learningRate, weightFactor: 1);

    private protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate, float weightFactor) =>
        rule.Update(weights, gradients, State(0), State(1), Steps, learningRate, weightFactor);
}
