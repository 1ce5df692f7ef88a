using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Root mean squared error √(Σ w r² / Σ w) with the residual r = prediction - target of each element and the weight w of its row, in the target's unit:
/// the root of <see cref="MeanSquaredErrorLoss"/>, for every reduction. Derivative by one prediction: w r / (Σ w · elements a row · RMSE), and 0
/// where all residuals are 0, where the root has a kink. ±∞ gives ∞ with a derivative that is not finite; NaN gives NaN. Its minimum is that of the
/// mean squared error; only the length of its gradient differs, which does not shrink near the minimum, so a constant learning rate never comes to
/// rest.
/// </summary>
/// <remarks>
/// The root is taken of the mean over all rows given, so the loss of a batch is not the mean of its rows' losses, and what a training reports for an
/// epoch is the mean of the batches' roots. An <see cref="Training.Evaluation"/> takes one root over all rows.
/// </remarks>
public sealed class RootMeanSquaredErrorLoss : Loss
{
    private static readonly MeanSquaredErrorLoss Squared = new();

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("rmse", "The root of the mean squared error, in the target's units.",
        _ => new RootMeanSquaredErrorLoss())
    { Suits = "numbers; its gradient has the same size whatever the error" };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override Loss RowLoss => Squared;

    /// <inheritdoc/>
    public override double OfMean(double mean) => Math.Sqrt(mean);

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(this, scale);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        UnaryOperation<RootOfSquares>.Apply(Squared.Compute(prediction, targets, rowWeights, reduction), default);
}

/// <summary>√x of a sum of squares; slope 1 / (2 √x), and 0 at 0, where the slopes from either side of each residual are opposite.</summary>
internal readonly struct RootOfSquares : IUnaryFunction
{
    public static Saved Saves => Saved.Output;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) =>
        Vector512.ConditionalSelect(Vector512.Equals(saved, Vector512<float>.Zero), Vector512<float>.Zero, Vector512.Create(0.5f) / saved);
}
