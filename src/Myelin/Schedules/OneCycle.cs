using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>
/// Rises to a peak and falls to nearly nothing, both as half a cosine. Source: Smith and Topin, "Super-convergence: very fast training of neural
/// networks using large learning rates" (2018).
/// </summary>
public sealed class OneCycle : Schedule
{
    private static readonly NumberOption PeakOption = new("peak", "the largest number", 0.01f, NumberRange.AtLeast(0), isLeading: true);
    private static readonly NumberOption RiseOption = new("rise", "the part of the steps in which it rises", 0.3f, NumberRange.Between(0, 1));
    private static readonly NumberOption FromOption = new("from", "where it begins, as a part of the peak", 0.04f, NumberRange.Between(0, 1));
    private static readonly NumberOption ToOption = new("to", "what it falls to after the last step, as a part of the peak", 4e-6f, NumberRange.Between(0, 1));

    private readonly float peak;
    private readonly float rise;
    private readonly float from;
    private readonly float to;

    /// <summary>Creates the schedule.</summary>
    /// <param name="peak">The largest number, finite and 0 or more.</param>
    /// <param name="rise">The part of the steps in which it rises, from 0 to 1; by default 0.3.</param>
    /// <param name="from">Where it begins, as a part of the peak; by default 1/25.</param>
    /// <param name="to">What it falls to after the last step, as a part of the peak; by default 1/250,000, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public OneCycle(float peak, float rise = 0.3f, float from = 0.04f, float to = 4e-6f) =>
        (this.peak, this.rise, this.from, this.to) = (PeakOption.Require(peak), RiseOption.Require(rise), FromOption.Require(from), ToOption.Require(to));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "one-cycle",
        "Rises to a peak and falls to nearly nothing.",
        spec => new OneCycle(PeakOption.Read(spec), RiseOption.Read(spec), FromOption.Read(spec), ToOption.Read(spec)),
        PeakOption,
        RiseOption,
        FromOption,
        ToOption)
    {
        Suits = "short trainings with a large rate",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, PeakOption.Text(peak), RiseOption.Text(rise), FromOption.Text(from), ToOption.Text(to));

    /// <inheritdoc/>
    public override float At(in SchedulePoint point)
    {
        double x = point.Progress;
        float part = x < rise ? 1 - ((1 - from) * CosineDecay.Half(x / rise)) : rise == 1 ? 1 : to + ((1 - to) * CosineDecay.Half((x - rise) / (1 - rise)));
        return peak * part;
    }
}
