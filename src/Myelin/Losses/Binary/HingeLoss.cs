using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Hinge loss of a support vector machine. Per element, with the score s, the target y and t = 2 y - 1, which is -1 for y = 0 and 1 for
/// y = 1: value max(0, 1 - t s), derivative -t where 1 - t s > 0, else 0, so 0 at the kink t s = 1. A row's loss is the mean over its elements.
/// A score is no log odds: no probability follows from it, only the class, 1 above 0. An infinite score gives 0 with derivative 0 on the target's
/// side and ∞ on the other; NaN gives NaN. Targets are values of the scores' shape, or labels 0 and 1 with one score a row; at y = 1/2 the loss is 1
/// for every finite score. Source: Cortes and Vapnik, "Support-vector networks" (1995).
/// </summary>
public sealed class HingeLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("hinge", "max(0, 1 - y s) for the score s and y = ±1: nothing beyond the margin.",
        _ => new HingeLoss())
    { Suits = "two classes, as a support vector machine; gives scores, no probabilities" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.BinaryFromScores;

    internal override bool IsOneOperation => true;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<Hinge>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>max(0, 1 - t s) with t = 2 y - 1; derivative -t where that is above 0, else 0.</summary>
internal readonly struct Hinge : IElementLossFunction
{
    public static string Name => "hinge";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        var missing = new MissingMargin(prediction, target);
        derivative = missing.Slope;
        return missing.Value;
    }
}
