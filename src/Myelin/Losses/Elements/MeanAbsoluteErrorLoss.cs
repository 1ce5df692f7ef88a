using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Mean absolute error. Per element, with the residual r = prediction - target: value |r|, derivative sign r, 0 at r = 0 (as
/// PyTorch). A row's loss is the mean over its elements. ±∞ gives ∞ with derivative ±1; NaN gives NaN. Its minimum is the median of the targets.
/// </summary>
public sealed class MeanAbsoluteErrorLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("mae", "Mean absolute error: the size of the residual.",
        _ => new MeanAbsoluteErrorLoss())
    { Suits = "numbers with outliers; predicts the median" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(this, scale);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<AbsoluteError>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>|r| with r = prediction - target; derivative sign r.</summary>
internal readonly struct AbsoluteError : IElementLossFunction
{
    public static string Name => "mae";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> residual = prediction - target;
        derivative = Abs.Sign(residual);
        return Vector512.Abs(residual);
    }
}
