using Myelin.Grammar;

namespace Myelin.Training;

/// <summary>The learning rate of each step.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>The schedule with its options, such as <c>constant:0.001</c>: two schedules of the same text give the same rates. A training goes on only with the schedule that it had.</summary>
    public abstract string Canonical { get; }

    /// <summary>The rate for a step: finite and 0 or more, or the training stops with an error that names the step.</summary>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="totalSteps">How many steps the training takes if it is not stopped early.</param>
    public abstract float Rate(long step, long totalSteps);

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <summary>Checks a rate.</summary>
    /// <param name="rate">The rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a finite number of 0 or more.</exception>
    private protected static float Require(float rate) => rate >= 0 && float.IsFinite(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"A learning rate is a finite number of 0 or more, not {Spec.Text(rate)}.");
}

/// <summary>The same rate for every step.</summary>
/// <param name="rate">The rate, finite and 0 or more.</param>
public sealed class ConstantRate(float rate) : LearningRateSchedule
{
    private readonly float rate = Require(rate);

    /// <inheritdoc/>
    public override string Canonical => $"constant:{Spec.Text(rate)}";

    /// <inheritdoc/>
    public override float Rate(long step, long totalSteps) => rate;
}

/// <summary>A rate that falls on a straight line from its start to 0 at the last step.</summary>
/// <param name="start">The rate of the first step, finite and 0 or more.</param>
public sealed class LinearDecay(float start) : LearningRateSchedule
{
    private readonly float start = Require(start);

    /// <inheritdoc/>
    public override string Canonical => $"linear-decay:{Spec.Text(start)}";

    /// <inheritdoc/>
    public override float Rate(long step, long totalSteps) => step >= totalSteps ? 0 : start * ((float)(totalSteps - step) / totalSteps);
}
