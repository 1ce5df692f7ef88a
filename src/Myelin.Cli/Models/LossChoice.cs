using Myelin.Losses;
using Myelin.Tables;

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
        if (asked.Domain.Task == LossTask.Embedding && task != TaskKind.Regression) return asked;
        if ((int)asked.Domain.Task == (int)task) return asked;
        string[] fitting = [.. LossCatalog.All.Names.Where(name => (int)Loss.Parse(name).Domain.Task == (int)task)];
        string given = NameOf(asked);
        if (asked.Domain.Output == LossOutput.Scores && task == TaskKind.Classes)
            throw new InvalidInputException($"The loss '{given}' has one score for two classes, but the target holds several classes; choose {Defaults[(int)task]}.");
        string? near = Array.Find(fitting, name => name.EndsWith(given, StringComparison.Ordinal) || given.EndsWith(name, StringComparison.Ordinal));
        string remedy = near is null ? $"choose one of {string.Join(", ", fitting)}" : $"choose {near}";
        throw new InvalidInputException($"The loss '{given}' is for {Questions[(int)asked.Domain.Task]}, but the target holds {Questions[(int)task]}; {remedy}.");
    }

    /// <summary>Whether a model's loss trains an encoder, whose outputs are an embedding.</summary>
    /// <param name="loss">The loss as the model names it; a program may have used one of its own.</param>
    internal static bool TrainsEncoder(string loss) => OfCatalog(loss)?.Domain.Task == LossTask.Embedding;

    /// <summary>Whether a model's outputs are log odds, so that probabilities and a log loss follow from them; a loss outside the catalogue is taken to have such outputs.</summary>
    /// <param name="loss">The loss as the model names it.</param>
    internal static bool GivesProbabilities(string loss) => OfCatalog(loss) is not { } known || GivesProbabilities(known);

    /// <summary>Whether a model's outputs are log odds, so that probabilities and a log loss follow from them.</summary>
    internal static bool GivesProbabilities(Loss loss) => loss.Domain.Output is LossOutput.Logits or LossOutput.Probabilities;

    private static Loss? OfCatalog(string loss) => LossCatalog.All.Names.Contains(loss.Split(':')[0]) ? Loss.Parse(loss) : null;

    /// <summary>A loss's name without its options.</summary>
    internal static string NameOf(Loss loss) => loss.Canonical.Split(':')[0];
}
