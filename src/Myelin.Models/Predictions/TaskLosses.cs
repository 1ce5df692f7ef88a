using Myelin.Losses;
using Myelin.Tables;
using Myelin.Tensors;

namespace Myelin.Models.Predictions;

/// <summary>Which losses answer which question about a target.</summary>
internal static class TaskLosses
{
    /// <summary>What a task asks for, in words.</summary>
    internal static string Question(TaskKind task) => task switch
    {
        TaskKind.Regression => "a number",
        TaskKind.Binary => "two classes",
        TaskKind.Classes => "several classes",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "The task has no target."),
    };

    /// <summary>The loss asked for, or the task's own.</summary>
    /// <param name="asked">The loss that is wanted, or null.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="InvalidInputException">The loss answers another question.</exception>
    internal static Loss For(Loss? asked, TaskKind task)
    {
        if (asked is null) return Usual(task);
        if (Suits(asked, task)) return asked;
        string[] fitting = [.. LossCatalog.All.Names.Where(name => TaskOf(Loss.Parse(name)) == task)];
        string given = asked.Canonical.Split(':')[0];
        if (asked.Domain.Output == LossOutput.Scores && task == TaskKind.Classes)
            throw new InvalidInputException($"The loss '{given}' has one score for two classes, but the target holds several classes; choose {Usual(task)}.");
        string? near = Array.Find(fitting, name => name.EndsWith(given, StringComparison.Ordinal) || given.EndsWith(name, StringComparison.Ordinal));
        string remedy = near is null ? $"choose one of {string.Join(", ", fitting)}" : $"choose {near}";
        throw new InvalidInputException($"The loss '{given}' is for {Question(asked)}, but the target holds {Question(task)}; {remedy}.");
    }

    /// <summary>Whether a loss trains an encoder, whose outputs are coordinates.</summary>
    internal static bool TrainsEncoder(Loss? loss) => loss?.Domain.Task == LossTask.Embedding;

    /// <summary>
    /// Whether outputs are log odds, so that probabilities and a log loss follow from them; a loss outside the catalogue is taken to have such
    /// outputs.
    /// </summary>
    /// <param name="loss">The loss; null where a program used one of its own, which the catalogue does not know.</param>
    internal static bool GivesProbabilities(Loss? loss) =>
        loss is null || loss.Domain.Output == LossOutput.Logits || loss.Domain.Output == LossOutput.Probabilities;

    /// <summary>Checks that a model's loss is one of its task.</summary>
    /// <param name="loss">The model's loss; null for one of a program's own.</param>
    /// <param name="text">The loss as the model names it.</param>
    /// <param name="task">The model's task.</param>
    /// <param name="classes">The number of its classes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidInputException">The loss answers another question, or weighs another number of classes.</exception>
    internal static void RequireFor(Loss? loss, string text, TaskKind task, int classes, string path)
    {
        // Clusters and projections have no target that a loss would be of.
        if (task is TaskKind.Clusters or TaskKind.Projection || loss is null) return;
        if (!Suits(loss, task))
            throw new InvalidInputException($"{path} is damaged: its loss '{text}' is for {Question(loss)}, but its target holds {Question(task)}; "
                + $"take the file from its source again.");
        if (task != TaskKind.Classes || loss.Domain.Task != LossTask.Classes) return;
        try
        {
            _ = loss.Compute(Tensor.Full(new Shape(1, classes), 1f / classes), (Labels)new int[1]);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidInputException($"{path} is damaged: its loss '{text}' does not fit its {classes} classes: {wrong} Take the file from "
                + $"its source again.", wrong);
        }
    }

    private static Loss Usual(TaskKind task) => task switch
    {
        TaskKind.Regression => new MeanSquaredErrorLoss(),
        TaskKind.Binary => new BinaryCrossEntropyLoss(),
        _ => new CrossEntropyLoss(),
    };

    private static TaskKind? TaskOf(Loss loss) => loss.Domain.Task switch
    {
        LossTask.Regression => TaskKind.Regression,
        LossTask.Binary => TaskKind.Binary,
        LossTask.Classes => TaskKind.Classes,
        _ => null,
    };

    private static string Question(Loss loss) => loss.Domain.Task switch
    {
        LossTask.Vectors => "target vectors of several numbers",
        LossTask.Embedding => "classes to embed",
        _ => Question(TaskOf(loss)!.Value),
    };

    private static bool Suits(Loss loss, TaskKind task) => TaskOf(loss) == task || (TrainsEncoder(loss) && task is TaskKind.Binary or TaskKind.Classes);
}
