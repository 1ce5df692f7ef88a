using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Grammar;
using Myelin.Kernels;

namespace Myelin.Optimizers;

/// <summary>
/// Stochastic gradient descent, with momentum μ: v ← μ v + g, w ← w - η v; with Nesterov's look-ahead w ← w - η (g + μ v). Without
/// momentum w ← w - η g. v starts at 0; there is no dampening (as PyTorch). A NaN or infinite gradient makes its weight so. Sources: Polyak (1964);
/// Sutskever et al., "On the importance of initialization and momentum" (2013).
/// </summary>
public sealed class Sgd : Optimizer
{
    private static readonly NumberOption MomentumOption = new("momentum", "the part μ of the last step that goes on", 0, NumberRange.Below(0, 1));
    private static readonly ChoiceOption<bool> NesterovOption = new("nesterov", "whether to look ahead, which needs a momentum above 0",
        ("false", false), ("true", true));

    /// <summary>Creates the optimizer.</summary>
    /// <param name="momentum">μ, from 0 to below 1; by default 0.</param>
    /// <param name="nesterov">Whether to look ahead; needs a momentum above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">μ out of range, or look-ahead without momentum.</exception>
    public Sgd(float momentum = 0, bool nesterov = false) : base(momentum > 0 ? ["momentum"] : [])
    {
        MomentumOption.Require(momentum);
        if (nesterov && momentum == 0) throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "Nesterov's look-ahead needs a momentum above 0.");
        (Momentum, Nesterov) = (momentum, nesterov);
    }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Optimizer> Member { get; } = new(
        "sgd",
        "Stochastic gradient descent: each step goes along the gradient, with momentum if asked.",
        spec => new Sgd(MomentumOption.Read(spec), NesterovOption.Read(spec)),
        MomentumOption,
        NesterovOption)
    {
        Suits = "networks whose rate is chosen with care, and comparisons with the lecture",
    };

    /// <summary>μ.</summary>
    public float Momentum { get; }

    /// <summary>Whether steps look ahead.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    public override string Canonical => Momentum == 0 ? Member.Name : Spec.Canonical(Member.Name, MomentumOption.Text(Momentum), NesterovOption.Text(Nesterov));

    /// <inheritdoc/>
    protected override void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate)
    {
        if (Momentum == 0)
        {
            Copy.Scaled(gradients, -learningRate, weights, accumulate: true);
            return;
        }

        Span<float> velocity = State(0);
        Elementwise.Map(new Velocity(Momentum), velocity, gradients, velocity);
        if (Nesterov) Elementwise.Map(new LookAhead(Momentum, learningRate), weights, velocity, gradients, weights);
        else Copy.Scaled(velocity, -learningRate, weights, accumulate: true);
    }

    private readonly struct Velocity(float momentum) : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> v, Vector512<float> g) => Subnormal.Flush(v * momentum + g);
    }

    private readonly struct LookAhead(float momentum, float learningRate) : ILaneMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> w, Vector512<float> v, Vector512<float> g) => w - (g + v * momentum) * learningRate;
    }
}
