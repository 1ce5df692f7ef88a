using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Tensors;

/// <summary>ln(1 + (r / w)²) of the residual r = prediction - target, with the width w.</summary>
internal sealed class LorentzLoss(float width) : Loss
{
    private static readonly NumberOption WidthOption = new("width", "where the square turns into a logarithm, in the target's units", 1, NumberRange.Above(0));

    public static Member<Loss> Member { get; } = new("lorentz", "The logarithm of 1 and the squared residual.",
        spec => new LorentzLoss(WidthOption.Read(spec)), WidthOption);

    public override string Canonical => Spec.Canonical(Member.Name, WidthOption.Text(width));

    public override LossDomain Domain => LossDomain.AnyValue;

    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(new LorentzLoss(width / scale), 1);

    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<LorentzError>.Apply(prediction, targets, rowWeights, reduction, new LorentzError(width));
}

/// <summary>With u = r / w: value ln(1 + u²), derivative 2 u / (w (1 + u²)).</summary>
internal readonly struct LorentzError(float width) : IElementLossFunction
{
    public static string Name => "lorentz";

    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> u = (prediction - target) / width;
        derivative = u * 2f / ((Vector512<float>.One + u * u) * width);
        return VectorMath.Log1p(u * u);
    }
}
