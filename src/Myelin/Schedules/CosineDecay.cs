using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Schedules;

/// <summary>
/// end + (start - end) · (1 + cos(π · progress)) / 2: slowly at first and at last. Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent
/// with warm restarts" (2017), without restarts.
/// </summary>
/// <param name="start">The number of the first step, finite and 0 or more.</param>
/// <param name="end">The number after the last step, finite and 0 or more; by default 0.</param>
/// <param name="warmUp">The epochs in which it rises first; by default 0.</param>
public sealed class CosineDecay(float start, float end = 0, float warmUp = 0) : Decay(start, warmUp)
{
    private readonly float end = EndOption.Require(end);

    /// <summary>The catalogue's entry.</summary>
    public static Member<Schedule> Member { get; } = new(
        "cosine-decay", "Falls as half a cosine: slowly at first and at last.", spec =>
            new CosineDecay(StartOption.Read(spec), EndOption.Read(spec), WarmUpOption.Read(spec)), StartOption, EndOption, WarmUpOption)
    {
        Suits = "most trainings whose length is known",
    };

    /// <inheritdoc/>
    public override string Canonical =>
        Spec.Canonical(Member.Name, StartOption.Text(Start), EndOption.TextUnlessDefault(end), WarmUpOption.TextUnlessDefault(WarmUp));

    private protected override float Fall(in SchedulePoint point) => end + ((Start - end) * Half(point.Progress));

    /// <summary>(1 + cos(π x)) / 2, the same bits everywhere.</summary>
    internal static float Half(double x) => (1 + VectorMath.Cos(Vector512.Create((float)(Math.PI * x))).ToScalar()) / 2;
}
