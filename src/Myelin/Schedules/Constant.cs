using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>The same number for every step.</summary>
public sealed class Constant : Schedule
{
    internal static readonly NumberOption ValueOption = new("value", "the number", 0.001f, NumberRange.AtLeast(0), isLeading: true);

    private readonly float value;

    /// <summary>Creates the schedule.</summary>
    /// <param name="value">The number, finite and 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or negative.</exception>
    public Constant(float value) => this.value = ValueOption.Require(value);

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new("constant", "The same number for every step.", spec => new Constant(ValueOption.Read(spec)),
        ValueOption)
    { Suits = "first tries" };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, ValueOption.Text(value));

    /// <inheritdoc/>
    public override float At(in SchedulePoint point) => value;
}
