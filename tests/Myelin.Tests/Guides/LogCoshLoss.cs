using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Reference.Twins;
using Myelin.Tensors;

namespace Myelin.Tests.Guides;

/// <summary>
/// Log-cosh loss. Per element, with the residual r = prediction - target and the width w: value w² ln cosh(r / w), derivative
/// w tanh(r / w), both smooth everywhere. A row's loss is the mean over its elements. ±∞ gives ∞ with derivative ±w; NaN gives NaN.
/// Near the target half the squared error, far from it w times the absolute error, less a constant.
/// </summary>
public sealed class LogCoshLoss : Loss
{
    private static readonly NumberOption WidthOption = new("width", "where the square turns into a line, in the target's units", 1, NumberRange.Above(0));

    /// <summary>Creates the loss.</summary>
    /// <param name="width">w, where the square turns into a line, above 0, in the target's units. By default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">w is not above 0 and finite.</exception>
    public LogCoshLoss(float width = 1) => Width = WidthOption.Require(width);

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("log-cosh", "The logarithm of the hyperbolic cosine of the residual.",
        spec => new LogCoshLoss(WidthOption.Read(spec)), WidthOption);

    /// <summary>w, where the square turns into a line.</summary>
    public float Width { get; }

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, WidthOption.Text(Width));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.AnyValue;

    /// <inheritdoc/>
    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(new LogCoshLoss(Width / scale), scale * scale);

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<LogCoshError>.Apply(prediction, targets, rowWeights, reduction, new LogCoshError(Width));
}

/// <summary>w² (|u| + ln(1 + e^-2|u|) - ln 2) with u = r / w, which does not overflow as cosh does; derivative w tanh u.</summary>
/// <param name="width">w.</param>
public readonly struct LogCoshError(float width) : IElementLossFunction
{
    private const float LogOfTwo = 0.693147181f;

    /// <inheritdoc/>
    public static string Name => "log-cosh";

    /// <summary>w.</summary>
    public float Width => width;

    /// <inheritdoc/>
    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> u = (prediction - target) / width;
        Vector512<float> size = Vector512.Abs(u);
        derivative = VectorMath.Tanh(u) * width;
        return (size + VectorMath.Log1p(VectorMath.Exp(size * -2f)) - Vector512.Create(LogOfTwo)) * (width * width);
    }
}

/// <summary>The double-precision twin of <see cref="LogCoshError"/>.</summary>
/// <param name="Width">w.</param>
public sealed record LogCoshReference(double Width) : ElementLossReference
{
    /// <inheritdoc/>
    public override double Value(double prediction, double target)
    {
        double size = Math.Abs(prediction - target) / Width;
        return Width * Width * (size + Math.Log(1 + Math.Exp(-2 * size)) - Math.Log(2));
    }

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target) => Width * Math.Tanh((prediction - target) / Width);

    /// <inheritdoc/>
    public override double ValueScale(double prediction, double target) =>
        Width * Width * Math.Max(Math.Abs(prediction - target) / Width, Math.Log(2));
}
