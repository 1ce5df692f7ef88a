using Myelin.Losses;
using Myelin.Tables;
using Myelin.Tensors;

namespace Myelin.Cli.Models;

/// <summary>The loss for a task.</summary>
internal static class LossChoice
{
    private static readonly string[] Defaults = ["mse", "binary-cross-entropy", "cross-entropy"];
    private static readonly string[] Questions = ["a number", "two classes", "several classes", "target vectors of several numbers", "classes to embed"];

    /// <summary>What a task asks for, in words.</summary>
    internal static string Question(TaskKind task) => Questions[(int)task];

    /// <summary>The loss asked for, or the task's own.</summary>
    /// <param name="asked">The loss that the command line names, or null.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="InvalidInputException">The loss answers another question.</exception>
    internal static Loss For(Loss? asked, TaskKind task)
    {
        if (asked is null) return Loss.Parse(Defaults[(int)task]);
        if (Suits(asked, task)) return asked;
        string[] fitting = [.. LossCatalog.All.Names.Where(name => (int)Loss.Parse(name).Domain.Task == (int)task)];
        string given = NameOf(asked);
        if (asked.Domain.Output == LossOutput.Scores && task == TaskKind.Classes)
            throw new InvalidInputException($"The loss '{given}' has one score for two classes, but the target holds several classes; choose {Defaults[(int)task]}.");
        string? near = Array.Find(fitting, name => name.EndsWith(given, StringComparison.Ordinal) || given.EndsWith(name, StringComparison.Ordinal));
        string remedy = near is null ? $"choose one of {string.Join(", ", fitting)}" : $"choose {near}";
        throw new InvalidInputException($"The loss '{given}' is for {Questions[(int)asked.Domain.Task]}, but the target holds {Questions[(int)task]}; {remedy}.");
    }

    /// <summary>The loss that a model names, or null where it is one of a program's own.</summary>
    /// <param name="loss">The loss as the model names it.</param>
    internal static Loss? Known(string loss) => LossCatalog.All.TryParse(loss, out Loss? known) ? known : null;

    /// <summary>Whether a model's loss trains an encoder, whose outputs are an embedding.</summary>
    /// <param name="loss">The loss as the model names it; a program may have used one of its own.</param>
    internal static bool TrainsEncoder(string loss) => Known(loss)?.Domain.Task == LossTask.Embedding;

    /// <summary>Whether a model's outputs are log odds, so that probabilities and a log loss follow from them; a loss outside the catalogue is taken to have such outputs.</summary>
    /// <param name="loss">The loss as the model names it.</param>
    internal static bool GivesProbabilities(string loss) => Known(loss) is not { } known || GivesProbabilities(known);

    /// <summary>Whether a model's outputs are log odds, so that probabilities and a log loss follow from them.</summary>
    internal static bool GivesProbabilities(Loss loss) => loss.Domain.Output is LossOutput.Logits or LossOutput.Probabilities;

    /// <summary>Checks that a saved model's loss is one for its target; a loss outside the catalogue is taken to be.</summary>
    /// <param name="loss">The loss as the model names it.</param>
    /// <param name="task">The model's task.</param>
    /// <param name="classes">The number of its classes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidInputException">The loss answers another question, or weighs another number of classes.</exception>
    internal static void RequireFor(string loss, TaskKind task, int classes, string path)
    {
        // Clusters and projections have no target that a loss would be of.
        if (task is TaskKind.Clusters or TaskKind.Projection || Known(loss) is not { } known) return;
        if (!Suits(known, task))
            throw new InvalidInputException($"{path} is damaged: its loss '{loss}' is for {Questions[(int)known.Domain.Task]}, but its target holds {Questions[(int)task]}; take the file from its source again.");
        if (task != TaskKind.Classes || known.Domain.Task != LossTask.Classes) return;
        try
        {
            _ = known.Compute(Tensor.Full(new Shape(1, classes), 1f / classes), (Labels)new int[1]);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidInputException($"{path} is damaged: its loss '{loss}' does not fit its {classes} classes: {wrong} Take the file from its source again.", wrong);
        }
    }

    private static bool Suits(Loss loss, TaskKind task) => (int)loss.Domain.Task == (int)task || (loss.Domain.Task == LossTask.Embedding && task is TaskKind.Binary or TaskKind.Classes);

    /// <summary>A loss's name without its options.</summary>
    internal static string NameOf(Loss loss) => loss.Canonical.Split(':')[0];
}
