using Myelin.Grammar;
using Myelin.Schedules;

/// <summary>A rate that is halved after each epoch whose loss was above that of the epoch before, down to a hundredth.</summary>
internal sealed class HalveOnRise(float start) : Schedule
{
    private static readonly NumberOption StartOption = new("start", "the rate at the beginning", 0.01f, NumberRange.AtLeast(0));

    public static Member<Schedule> Member { get; } = new("halve-on-rise", "Is halved when the loss has risen.",
        spec => new HalveOnRise(StartOption.Read(spec)), StartOption);

    public override string Canonical => Spec.Canonical(Member.Name, StartOption.Text(start));

    public override float At(in SchedulePoint point)
    {
        float rate = start;
        for (int epoch = 1; epoch < point.Losses.Count; epoch++)
        {
            if (point.Losses[epoch] > point.Losses[epoch - 1]) rate /= 2;
        }

        return Math.Max(rate, start / 100);
    }
}
