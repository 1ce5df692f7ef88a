using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>Every schedule by name. Adding one adds a line here.</summary>
public static class ScheduleCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Schedule> All { get; } = new(
        "schedule",
        Constant.Member,
        LinearDecay.Member,
        StepDecay.Member,
        ExponentialDecay.Member,
        CosineDecay.Member,
        OneCycle.Member,
        WarmUp.Member,
        ReduceOnPlateau.Member);
}
