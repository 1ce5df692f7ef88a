using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>A number that rises on a straight line and then stays. The decays have the rise as an option.</summary>
public sealed class WarmUp : Schedule
{
    private static readonly NumberOption ValueOption = new("value", "the number after the rise", 0.001f, NumberRange.AtLeast(0), isLeading: true);
    private static readonly NumberOption EpochsOption = new("epochs", "the epochs in which it rises", 5, NumberRange.AtLeast(0));

    private readonly float value;
    private readonly float epochs;

    /// <summary>Creates the schedule.</summary>
    /// <param name="value">The number after the rise, finite and 0 or more.</param>
    /// <param name="epochs">The epochs in which it rises, 0 or more, parts allowed; by default 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public WarmUp(float value, float epochs = 5) => (this.value, this.epochs) = (ValueOption.Require(value), EpochsOption.Require(epochs));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "warm-up", "Rises on a straight line and then stays.", spec => new WarmUp(ValueOption.Read(spec), EpochsOption.Read(spec)), ValueOption, EpochsOption)
    { Suits = "large rates at the beginning" };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, ValueOption.Text(value), EpochsOption.Text(epochs));

    /// <inheritdoc/>
    public override float At(in SchedulePoint point) => Decay.Rising(value, epochs, point);
}
