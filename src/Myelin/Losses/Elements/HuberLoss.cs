using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Huber loss. Per element, with the residual r = prediction - target: value r²/2 for |r| ≤ δ, else δ (|r| - δ/2); derivative r for
/// |r| ≤ δ, else δ sign r. Both are continuous at δ. A row's loss is the mean over its elements. ±∞ gives ∞ with derivative ±δ; NaN
/// gives NaN. Squared error near the target, absolute error far from it, so outliers pull with the force δ at most.
/// Source: Huber, "Robust estimation of a location parameter" (1964). SmoothL1 with β is this divided by β.
/// </summary>
public sealed class HuberLoss : Loss
{
    /// <summary>The usual δ, 1, in the target's units.</summary>
    public const float DefaultDelta = 1;

    private static readonly NumberOption DeltaOption = new("delta", "where the square ends, in the target's units", DefaultDelta, NumberRange.Above(0));

    /// <summary>Creates the loss.</summary>
    /// <param name="delta">δ, where the square ends, above 0, in the target's units. By default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not above 0 and finite.</exception>
    public HuberLoss(float delta = DefaultDelta) => Delta = DeltaOption.Require(delta);

    /// <summary>δ, where the square ends.</summary>
    public float Delta { get; }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("huber", "Squared error near the target, absolute error beyond δ.",
        spec => new HuberLoss(DeltaOption.Read(spec)), DeltaOption)
    { Suits = "numbers with outliers" };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, DeltaOption.Text(Delta));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(new HuberLoss(Delta / scale), scale * scale);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<HuberError>.Apply(prediction, targets, rowWeights, reduction, new HuberError(Delta));
}

/// <summary>r²/2 for |r| ≤ δ, else δ (|r| - δ/2); derivative r held between -δ and δ.</summary>
internal readonly struct HuberError(float delta) : IElementLossFunction
{
    public static string Name => "huber";

    internal float Delta => delta;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> residual = prediction - target;
        Vector512<float> size = Vector512.Abs(residual);
        Vector512<float> limit = Vector512.Create(delta);
        derivative = Vector512.Max(Vector512.Min(residual, limit), -limit);
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(size, limit), residual * 0.5f * residual, limit * (size - limit * 0.5f));
    }
}
