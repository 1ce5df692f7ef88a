using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>A number that is multiplied by a factor after every few epochs.</summary>
public sealed class StepDecay : Decay
{
    private static readonly WholeOption EveryOption = new("every", "the epochs after which it falls", 30, 1, 1_000_000);
    private static readonly NumberOption FactorOption = new("factor", "what it is multiplied by", 0.1f, NumberRange.Between(0, 1));

    private readonly int every;
    private readonly float factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="start">The number at the beginning, finite and 0 or more.</param>
    /// <param name="every">The epochs after which it falls, at least 1; by default 30.</param>
    /// <param name="factor">What it is multiplied by, from 0 to 1; by default 0.1.</param>
    /// <param name="warmUp">The epochs in which it rises first; by default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public StepDecay(float start, int every = 30, float factor = 0.1f, float warmUp = 0) : base(start, warmUp) =>
        (this.every, this.factor) = (EveryOption.Require(every), FactorOption.Require(factor));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "step-decay",
        "Is multiplied by a factor after every few epochs.",
        spec => new StepDecay(StartOption.Read(spec), EveryOption.Read(spec), FactorOption.Read(spec), WarmUpOption.Read(spec)),
        StartOption,
        EveryOption,
        FactorOption,
        WarmUpOption)
    {
        Suits = "trainings as older papers describe them",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, StartOption.Text(Start), EveryOption.Text(every), FactorOption.Text(factor), WarmUpOption.TextUnlessDefault(WarmUp));

    private protected override float Fall(in SchedulePoint point) => Start * ExponentialDecay.Power(factor, point.Step / point.StepsPerEpoch / every);
}
