using Myelin.Data;
using Myelin.Models.Evaluations;
using Myelin.Training;

namespace Myelin.Models;

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>The model was solved for.</summary>
    Solved,

    /// <summary>All epochs were taken.</summary>
    Completed,

    /// <summary>What is monitored had not improved for as many epochs as the patience allows.</summary>
    NoImprovement,

    /// <summary>A listener asked for the end.</summary>
    Stopped,

    /// <summary>The caller cancelled; the model is the best until then.</summary>
    Cancelled,
}

/// <summary>An epoch of a run.</summary>
/// <param name="Member">The network, counted from 1: that of an ensemble, otherwise 1.</param>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="TrainingLoss">The mean loss over the epoch's steps, in the target's units and without a penalty.</param>
/// <param name="Penalty">The mean penalty over the epoch's steps; null without one.</param>
/// <param name="ValidationLoss">The loss of the validation rows; null without them.</param>
/// <param name="Validation">The metrics of the validation rows; null without them.</param>
/// <param name="LearningRate">The rate of the epoch's last step.</param>
/// <param name="GradientNorm">The norm of all gradients together in the epoch's last step, as the optimizer took them: clipped, where they are.</param>
/// <param name="IsBest">Whether what is monitored is the best so far.</param>
/// <param name="Elapsed">Time since the network's training began.</param>
public sealed record EpochRecord(int Member, int Epoch, double TrainingLoss, double? Penalty, double? ValidationLoss, Scores? Validation,
    float LearningRate, double GradientNorm, bool IsBest, TimeSpan Elapsed);

/// <summary>A network of a run: the only one, or a member of an ensemble.</summary>
/// <param name="Result">How its training ended.</param>
/// <param name="Validation">Its own result on the validation rows; null without them.</param>
/// <param name="Test">Its own result on the test rows; null without them.</param>
public sealed record MemberRun(TrainingResult Result, ModelEvaluation? Validation, ModelEvaluation? Test);

/// <summary>
/// A training that has ended: its settings, what is known of its rows, how it went, the model, and how good it is. Everything is evaluated before a
/// run is given, so that nothing fails while it is shown.
/// </summary>
public sealed record Run
{
    /// <summary>The settings.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>What was trained, and on what.</summary>
    public required RunPlan Plan { get; init; }

    /// <summary>The model.</summary>
    public required TrainedModel Model { get; init; }

    /// <summary>The networks trained; none where the model was solved for.</summary>
    public IReadOnlyList<MemberRun> Members { get; init; } = [];

    /// <summary>Each epoch of each network, in order.</summary>
    public IReadOnlyList<EpochRecord> Curve { get; init; } = [];

    /// <summary>How good the model is on the rows that it learnt from; null for an encoder, whose rows would be compared with themselves.</summary>
    public required ModelEvaluation? Training { get; init; }

    /// <summary>How good it is on the validation rows; null without them.</summary>
    public ModelEvaluation? Validation { get; init; }

    /// <summary>How good it is on the test rows; null without them.</summary>
    public ModelEvaluation? Test { get; init; }

    /// <summary>
    /// What a prediction without looking at the inputs would score on the test rows, or on the validation rows without those; null without both, and
    /// without a target.
    /// </summary>
    public Baseline? Baseline { get; init; }

    /// <summary>The coefficients of a linear model, in the columns' units; null for other models and for images.</summary>
    public LinearFacts? Linear { get; init; }

    /// <summary>A support vector machine's margin and support vectors; null for other models.</summary>
    public MarginFacts? Margin { get; init; }

    /// <summary>Clusters; null for other models.</summary>
    public IReadOnlyList<ClusterFacts>? Clusters { get; init; }

    /// <summary>How clusters stand beside a column that they were found without; null where none was named.</summary>
    public ClusterComparison? Comparison { get; init; }

    /// <summary>Principal components; null for other models.</summary>
    public IReadOnlyList<ComponentFacts>? Components { get; init; }

    /// <summary>Why it ended.</summary>
    public required RunEnd End { get; init; }

    /// <summary>The seconds that it took, reading and evaluation included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The fingerprint of the weights.</summary>
    public string WeightsSha256 => Model.WeightsSha256;

    /// <summary>The rows that were learnt from, as the network takes them.</summary>
    public required IDataSource TrainingSource { get; init; }

    /// <summary>The main result in a line, such as <c>test: 30 rows: loss 0.19, accuracy 0.967, …</c>.</summary>
    public override string ToString() => (Test ?? Validation ?? Training) is { } judged
        ? $"{(Test is not null ? "test" : Validation is not null ? "validation" : "training")}: {judged}" : Plan.Model;
}
