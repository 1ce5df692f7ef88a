using Myelin.Grammar;
using Myelin.Optimizers;

namespace Myelin.Tests.Guides;

/// <summary>
/// Steps of one size along the sign of the mean gradient: m ← β m + (1 - β) g, w ← w - η sign m; m starts at 0, and a weight with m = 0 stays.
/// </summary>
public sealed class SignDescent : Optimizer
{
    private static readonly NumberOption BetaOption = new("beta", "how much of the mean gradient goes on", 0.9f, NumberRange.Below(0, 1));

    private readonly float beta;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="beta">β, from 0 to below 1; by default 0.9.</param>
    /// <exception cref="ArgumentOutOfRangeException">β out of range.</exception>
    public SignDescent(float beta = 0.9f) : base("mean_gradient") => this.beta = BetaOption.Require(beta);

    /// <summary>The catalogue's entry.</summary>
    public static Member<Optimizer> Member { get; } = new("sign-descent", "Steps of one size along the sign of the mean gradient.",
        spec => new SignDescent(BetaOption.Read(spec)), BetaOption);

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, BetaOption.Text(beta));

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate)
    {
        Span<float> mean = State(0);
        for (int i = 0; i < weights.Length; i++)
        {
            mean[i] = beta * mean[i] + (1 - beta) * gradients[i];
            weights[i] -= learningRate * MathF.Sign(mean[i]);
        }
    }
}
