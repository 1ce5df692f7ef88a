using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>
/// A number that changes during a training, such as the learning rate. It depends on where the training stands alone, so a training that goes on
/// later has the numbers that it would have had. A number by itself is a <see cref="Constant"/>: <c>LearningRate = 0.01f</c>.
/// </summary>
public abstract class Schedule
{
    /// <summary>
    /// The schedule with its options, such as <c>constant:0.001</c>: two schedules of the same text give the same numbers. A training goes on only
    /// with the schedule that it had.
    /// </summary>
    public abstract string Canonical { get; }

    /// <summary>Makes the schedule that a text describes, such as <c>cosine-decay:0.01</c>; a number alone is a constant.</summary>
    /// <param name="text">A number, or a text in the grammar; see <see cref="ScheduleCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Schedule Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A number, or a text in the grammar.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static Schedule Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Schedules.Parse(NumberOption.TryParseNumber(text, out _) ? $"{Constant.Member.Name}:{text.Trim()}" : text);
    }

    /// <summary>The number for a step: finite and 0 or more, or the training stops with an error that names the step.</summary>
    /// <param name="point">Where the training stands.</param>
    public abstract float At(in SchedulePoint point);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <summary>The same number for every step.</summary>
    /// <param name="value">The number, finite and 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or negative.</exception>
    public static implicit operator Schedule(float value) => new Constant(value);
}

/// <summary>Where a training stands before a step.</summary>
/// <param name="Step">The step, counted from 0.</param>
/// <param name="TotalSteps">How many steps the training takes if it is not stopped early, at least 1.</param>
/// <param name="StepsPerEpoch">The steps of an epoch, at least 1.</param>
/// <param name="Losses">The validation loss of each finished epoch, or its training loss where there are no validation rows.</param>
public readonly record struct SchedulePoint(long Step, long TotalSteps, int StepsPerEpoch, IReadOnlyList<double> Losses)
{
    /// <summary>The epochs before the step, the one under way in part.</summary>
    public double Epochs => (double)Step / StepsPerEpoch;

    /// <summary>How much of the training lies before the step, from 0 to 1.</summary>
    public double Progress => Math.Min(1, (double)Step / TotalSteps);
}
