using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>A number that falls on a straight line, from its start at the first step to its end after the last.</summary>
/// <param name="start">The number of the first step, finite and 0 or more.</param>
/// <param name="end">The number after the last step, finite and 0 or more; by default 0.</param>
/// <param name="warmUp">The epochs in which it rises first; by default 0.</param>
public sealed class LinearDecay(float start, float end = 0, float warmUp = 0) : Decay(start, warmUp)
{
    private readonly float end = EndOption.Require(end);

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "linear-decay", "Falls on a straight line.", spec =>
            new LinearDecay(StartOption.Read(spec), EndOption.Read(spec), WarmUpOption.Read(spec)), StartOption, EndOption, WarmUpOption)
    {
        Suits = "trainings whose length is known",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, StartOption.Text(Start), EndOption.TextUnlessDefault(end), WarmUpOption.TextUnlessDefault(WarmUp));

    private protected override float Fall(in SchedulePoint point) =>
        point.Step >= point.TotalSteps ? end : end + ((Start - end) * ((float)(point.TotalSteps - point.Step) / point.TotalSteps));
}
