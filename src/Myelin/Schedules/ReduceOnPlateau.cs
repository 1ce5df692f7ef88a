using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>
/// A number that is multiplied by a factor each time the loss has not become better for some epochs; then they count anew. It sees the validation
/// loss, or the training loss where there are no validation rows.
/// </summary>
public sealed class ReduceOnPlateau : Decay
{
    private static readonly NumberOption FactorOption = new("factor", "what it is multiplied by", 0.1f, NumberRange.Between(0, 1));
    private static readonly WholeOption PatienceOption = new("patience", "the epochs without a better loss before it falls", 10, 1, 1_000_000);
    private static readonly NumberOption SmallestOption = new("smallest", "what it never falls below", 0, NumberRange.AtLeast(0));

    private readonly float factor;
    private readonly int patience;
    private readonly float smallest;

    /// <summary>Creates the schedule.</summary>
    /// <param name="start">The number at the beginning, finite and 0 or more.</param>
    /// <param name="factor">What it is multiplied by, from 0 to 1; by default 0.1.</param>
    /// <param name="patience">The epochs without a better loss before it falls, at least 1; by default 10.</param>
    /// <param name="smallest">What it never falls below; by default 0.</param>
    /// <param name="warmUp">The epochs in which it rises first; by default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option out of range.</exception>
    public ReduceOnPlateau(float start, float factor = 0.1f, int patience = 10, float smallest = 0, float warmUp = 0) : base(start, warmUp) =>
        (this.factor, this.patience, this.smallest) = (FactorOption.Require(factor), PatienceOption.Require(patience), SmallestOption.Require(smallest));

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "reduce-on-plateau",
        "Falls when the loss has not become better for some epochs.",
        spec => new ReduceOnPlateau(StartOption.Read(spec), FactorOption.Read(spec), PatienceOption.Read(spec), SmallestOption.Read(spec),
            WarmUpOption.Read(spec)),
        StartOption,
        FactorOption,
        PatienceOption,
        SmallestOption,
        WarmUpOption)
    {
        Suits = "trainings whose length is not known, with validation rows",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, StartOption.Text(Start), FactorOption.Text(factor), PatienceOption.Text(patience),
            SmallestOption.TextUnlessDefault(smallest), WarmUpOption.TextUnlessDefault(WarmUp));

    private protected override float Fall(in SchedulePoint point)
    {
        float value = Start;
        double best = double.PositiveInfinity;
        int since = 0;
        foreach (double loss in point.Losses)
        {
            since++;
            if (loss < best) (best, since) = (loss, 0);
            if (since < patience) continue;
            value *= factor;
            since = 0;
        }

        return MathF.Max(value, MathF.Min(smallest, Start));
    }
}
