using System.Runtime.Intrinsics;
using Myelin.Kernels;
using Myelin.Losses;
using Myelin.Reference;
using Myelin.Tensors;

namespace Myelin.Tests.Guides;

/// <summary>
/// Log-cosh loss. Per element, with the residual r = prediction - target: value ln cosh r, computed as |r| + ln(1 + e^-2|r|) - ln 2;
/// derivative tanh r. A row's loss is the mean over its elements. ±∞ gives ∞ with derivative ±1; NaN gives NaN. Half the squared error
/// near the target, the absolute error less ln 2 far from it, and smooth in between.
/// </summary>
public sealed class LogCoshLoss : Loss
{
    /// <inheritdoc/>
    public override string Canonical => LogCoshError.Name;

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override Tensor Compute(Tensor prediction, Targets targets, Tensor? rowWeights = null, Reduction reduction = Reduction.Mean) =>
        PairLossOperation<LogCoshError>.Apply(prediction, targets, rowWeights, reduction, default);
}

/// <summary>|r| + ln(1 + e^-2|r|) - ln 2; derivative tanh r.</summary>
public readonly struct LogCoshError : IPairKernel
{
    private const float LogOfTwo = 0.693147181f;

    /// <inheritdoc/>
    public static string Name => "log-cosh";

    /// <inheritdoc/>
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> residual = prediction - target;
        Vector512<float> size = Vector512.Abs(residual);
        derivative = VectorMath.Tanh(residual);
        return size + VectorMath.Log1p(VectorMath.Exp(size * -2f)) - Vector512.Create(LogOfTwo);
    }
}

/// <summary>The double-precision twin of <see cref="LogCoshError"/>.</summary>
public sealed record LogCoshReference : PairReference
{
    /// <inheritdoc/>
    public override double Value(double prediction, double target)
    {
        double size = Math.Abs(prediction - target);
        return size + Math.Log(1 + Math.Exp(-2 * size)) - Math.Log(2);
    }

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target) => Math.Tanh(prediction - target);

    /// <inheritdoc/>
    public override double ValueScale(double prediction, double target) => Math.Max(Math.Abs(prediction - target), Math.Log(2));
}
