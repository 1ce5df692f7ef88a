using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Half the mean squared error, whose derivative has no factor. Per element, with the residual r = prediction - target: value r² / 2,
/// derivative r. A row's loss is the mean over its elements. ±∞ gives ∞ with derivative ±∞; NaN gives NaN. The same minimum as
/// <see cref="MeanSquaredErrorLoss"/>.
/// </summary>
public sealed class HalfMeanSquaredErrorLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("half-mse", "Half the squared error, whose derivative is the residual itself.",
        _ => new HalfMeanSquaredErrorLoss())
    { Suits = "numbers, where the lecture's formulas are followed" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(this, scale * scale);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<HalfSquaredError>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>r² / 2 with r = prediction - target; derivative r.</summary>
internal readonly struct HalfSquaredError : IElementLossFunction
{
    public static string Name => "half-mse";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        derivative = prediction - target;
        return 0.5f * derivative * derivative;
    }
}
