using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Cosine loss: how far the direction of a row of predictions u is from that of its target v. Value 1 - u·v / (‖u‖ ‖v‖), from 0 for the
/// same direction over 1 for a right angle to 2 for the opposite one; gradient (c û - v̂) / ‖u‖ with û = u / ‖u‖, v̂ = v / ‖v‖ and c = û·v̂.
/// Lengths do not count. Targets are values of the predictions' shape; a row is all elements behind the first axis, at least two of them for the loss
/// to say more than whether signs agree. A vector of zeros, of either side, has no direction: value 1, gradient 0. NaN or ±∞ in either gives NaN.
/// </summary>
public sealed class CosineLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("cosine", "1 - the cosine of the angle between two vectors.",
        _ => new CosineLoss())
    { Suits = "vectors of which only the direction counts" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyVector;

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(this, 1);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        CosineLossOperation.Apply(prediction, targets, rowWeights, reduction);
}
