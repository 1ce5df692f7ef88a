using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>start · factor^epochs, the epoch under way counted in part.</summary>
public sealed class ExponentialDecay : Decay
{
    private static readonly NumberOption FactorOption = new("factor", "what it is multiplied by in an epoch", 0.95f, NumberRange.Above(0, 1));

    private readonly float factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="start">The number at the beginning, finite and 0 or more.</param>
    /// <param name="factor">What it is multiplied by in an epoch, above 0 and at most 1; by default 0.95.</param>
    /// <param name="warmUp">The epochs in which it rises first; by default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public ExponentialDecay(float start, float factor = 0.95f, float warmUp = 0) : base(start, warmUp) => this.factor = FactorOption.Require(factor);

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "exponential-decay",
        "Is multiplied by a factor in each epoch.",
        spec => new ExponentialDecay(StartOption.Read(spec), FactorOption.Read(spec), WarmUpOption.Read(spec)),
        StartOption,
        FactorOption,
        WarmUpOption)
    {
        Suits = "trainings whose length is not known",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, StartOption.Text(Start), FactorOption.Text(factor), WarmUpOption.TextUnlessDefault(WarmUp));

    private protected override float Fall(in SchedulePoint point) => Start * Power(factor, point.Epochs);

    /// <summary>A power, the same bits everywhere.</summary>
    internal static float Power(float factor, double exponent) => VectorMath.Pow(Vector512.Create(factor), Vector512.Create((float)exponent)).ToScalar();
}
