using System.Runtime.Intrinsics;
using Myelin.Activations;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Initializers;
using Myelin.Losses;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Guides;

namespace Myelin.Tests.Extensions;

/// <summary>Members of a program's own, one of each family, and the catalogues that know them.</summary>
internal static class OwnMembers
{
    internal static Catalogs Catalogs { get; } = Catalogs.Default
        .With(Swish.Member).With(Gate.Member).With(LogCosh.Member).With(SignDescent.Member).With(GroupLasso.Member).With(OneNumber.Member);
}

internal readonly struct Swish(float beta) : IActivation
{
    private static readonly NumberOption BetaOption = new("beta", "how steep the gate is", 1, NumberRange.Between(0, 10));

    public static string Name => "swish";

    public static Member<Activation> Member { get; } = new(Name, "x times its own sigmoid.", spec => Activation.Of(new Swish(BetaOption.Read(spec))),
        BetaOption);

    public static Saved Saves => Saved.Input;

    public string Canonical => Spec.Canonical(Name, BetaOption.Text(beta));

    public WeightScale Scale => WeightScale.He;

    public Vector512<float> Value(Vector512<float> x) => x * VectorMath.Sigmoid(x * beta);

    public Vector512<float> Derivative(Vector512<float> saved) => VectorMath.Sigmoid(saved * beta) + saved * beta * VectorMath.SigmoidDerivative(saved * beta);
}

internal sealed class LogCosh : Loss
{
    public static Member<Loss> Member { get; } = new("log-cosh", "ln cosh of the residual.", _ => new LogCosh());

    public override string Canonical => Member.Name;

    public override LossDomain Domain => LossDomain.AnyValue;

    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        Tensor r = prediction - targets.Values;
        Tensor rows = ((r.Exp() + (-r).Exp()) / 2).Log().Reshape(r.Shape[0], -1).Mean(1).Reshape(-1);
        return reduction == Reduction.None ? rows : rows.Mean();
    }
}

/// <summary>The sum of the norms of rows: whole neurons go to 0.</summary>
internal sealed class GroupLasso(float lambda) : Penalty
{
    private static readonly NumberOption Lambda = new("lambda", "the factor", 0.01f, NumberRange.AtLeast(0));

    public static Member<Penalty> Member { get; } = new("group-lasso", "The norms of rows.", spec => new GroupLasso(Lambda.Read(spec)), Lambda);

    public override string Canonical => Spec.Canonical(Member.Name, Lambda.Text(lambda));

    protected override Tensor Apply(Tensor weight) => lambda * (weight * weight).Sum(-1).Sqrt().Sum();
}

internal sealed class OneNumber(float value) : Initializer
{
    private static readonly NumberOption ValueOption = new("value", "the number", 0.1f, NumberRange.Between(-1, 1));

    public static Member<Initializer> Member { get; } = new("constant", "One number for all.", spec => new OneNumber(ValueOption.Read(spec)), ValueOption);

    public override string Canonical => Spec.Canonical(Member.Name, ValueOption.Text(value));

    public override Tensor Draw(Shape shape, int inputs, int outputs, Philox random) => Tensor.Full(shape, value);
}
