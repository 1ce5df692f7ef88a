
namespace Myelin.Losses;

/// <summary>The kind of question a loss answers.</summary>
public enum LossTask
{
    /// <summary>Target values of any kind, one prediction for each.</summary>
    Regression,

    /// <summary>Two classes: one logit for each target of 0 or 1.</summary>
    Binary,

    /// <summary>Several classes: one logit for each class, and a label or a distribution over the classes as target.</summary>
    Classes,

    /// <summary>Target vectors of several values, compared with the prediction as wholes; no question about a single target value.</summary>
    Vectors,

    /// <summary>
    /// Classes that shall lie apart: an embedding of any width for each row, and labels as targets. The rows of a batch are compared with each other.
    /// </summary>
    Embedding,
}

/// <summary>What a loss takes predictions for.</summary>
public enum LossOutput
{
    /// <summary>Values of the target's kind.</summary>
    Values,

    /// <summary>Logits: soft-max or a sigmoid makes probabilities of them.</summary>
    Logits,

    /// <summary>Scores whose sign is the class; no probabilities can be made of them.</summary>
    Scores,

    /// <summary>Probabilities from 0 to 1.</summary>
    Probabilities,
}

/// <summary>
/// Where a loss is defined, as data that tests and the command read. <see cref="Loss.Compute"/> refuses values outside. Rows of probabilities of
/// several classes, predicted or as targets, add up to 1 within <see cref="SumTolerance"/>.
/// </summary>
/// <param name="Task">The kind of question.</param>
/// <param name="LowestTarget">The smallest target value allowed.</param>
/// <param name="HighestTarget">The largest target value allowed.</param>
/// <param name="Output">What the loss takes predictions for.</param>
public sealed record LossDomain(LossTask Task, float LowestTarget, float HighestTarget, LossOutput Output)
{
    /// <summary>
    /// How far the sum of a row's probabilities, or of its target shares, may be from 1: room for float32, for half precision and for numbers written
    /// with four digits.
    /// </summary>
    public const float SumTolerance = 1e-3f;

    /// <summary>Any real target.</summary>
    public static LossDomain AnyValue { get; } = new(LossTask.Regression, float.NegativeInfinity, float.PositiveInfinity, LossOutput.Values);

    /// <summary>One logit, targets from 0 to 1.</summary>
    public static LossDomain BinaryFromLogits { get; } = new(LossTask.Binary, 0, 1, LossOutput.Logits);

    /// <summary>A logit for each class, targets from 0 to 1.</summary>
    public static LossDomain ClassesFromLogits { get; } = new(LossTask.Classes, 0, 1, LossOutput.Logits);

    /// <summary>One score, targets from 0 to 1.</summary>
    public static LossDomain BinaryFromScores { get; } = new(LossTask.Binary, 0, 1, LossOutput.Scores);

    /// <summary>The probability of class 1, targets from 0 to 1.</summary>
    public static LossDomain BinaryFromProbabilities { get; } = new(LossTask.Binary, 0, 1, LossOutput.Probabilities);

    /// <summary>A probability for each class, targets from 0 to 1.</summary>
    public static LossDomain ClassesFromProbabilities { get; } = new(LossTask.Classes, 0, 1, LossOutput.Probabilities);

    /// <summary>Any real target vector.</summary>
    public static LossDomain AnyVector { get; } = new(LossTask.Vectors, float.NegativeInfinity, float.PositiveInfinity, LossOutput.Values);

    /// <summary>An embedding for each row, labels from 0 on.</summary>
    public static LossDomain Embeddings { get; } = new(LossTask.Embedding, 0, float.PositiveInfinity, LossOutput.Values);

    /// <summary>Whether not every number is a target.</summary>
    internal bool LimitsTargets => float.IsFinite(LowestTarget) || float.IsFinite(HighestTarget);
}
