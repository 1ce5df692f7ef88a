using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Mean squared error. Per element, with the residual r = prediction - target: value r², derivative 2 r. A row's loss is the mean
/// over its elements (not half of it). ±∞ gives ∞ with derivative ±∞; NaN gives NaN. Its minimum is the mean of the targets, so
/// one wild target draws it far away: see <see cref="HuberLoss"/>.
/// </summary>
public sealed class MeanSquaredErrorLoss : Loss
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("mse", "Mean squared error: the square of the residual.",
        _ => new MeanSquaredErrorLoss())
    { Suits = "numbers whose errors are about normal; outliers pull hard" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(this, scale * scale);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<SquaredError>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>r² with r = prediction - target; derivative 2 r.</summary>
internal readonly struct SquaredError : IElementLossFunction
{
    public static string Name => "mse";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> residual = prediction - target;
        derivative = residual + residual;
        return residual * residual;
    }
}
