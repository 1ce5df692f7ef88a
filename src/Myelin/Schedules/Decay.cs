using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>
/// A number that begins at a value, after a rise on a straight line where asked, and then falls: value · fall(point) · min(1, steps taken / steps of
/// the rise). The fall counts from the first step.
/// </summary>
public abstract class Decay : Schedule
{
    private protected static readonly NumberOption StartOption = new("start", "the number at the beginning", 0.001f, NumberRange.AtLeast(0), isLeading: true);
    private protected static readonly NumberOption EndOption = new("end", "the number at the end", 0, NumberRange.AtLeast(0));
    private protected static readonly NumberOption WarmUpOption = new("warm-up",
        "the epochs in which the number rises on a straight line, before it counts in full", 0, NumberRange.AtLeast(0));

    private protected Decay(float start, float warmUp) => (Start, WarmUp) = (StartOption.Require(start), WarmUpOption.Require(warmUp));

    /// <summary>The number at the beginning.</summary>
    public float Start { get; }

    /// <summary>The epochs in which it rises.</summary>
    public float WarmUp { get; }

    /// <inheritdoc/>
    public sealed override float At(in SchedulePoint point) => Rising(Fall(point), WarmUp, point);

    /// <summary>A value, or the part of it that a rise on a straight line over some epochs has reached.</summary>
    internal static float Rising(float value, float epochs, in SchedulePoint point)
    {
        double rise = (double)epochs * point.StepsPerEpoch;
        return point.Step + 1 < rise ? (float)(value * ((point.Step + 1) / rise)) : value;
    }

    /// <summary>The number without the rise.</summary>
    private protected abstract float Fall(in SchedulePoint point);
}
