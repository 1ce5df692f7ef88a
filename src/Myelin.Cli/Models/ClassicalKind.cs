using System.Text.Json.Nodes;
using Myelin.Classical;
using Myelin.Cli.Datasets;
using Myelin.Cli.Reports;
using Myelin.Grammar;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Penalties;
using Myelin.Tables;

namespace Myelin.Cli.Models;

/// <summary>A model that is solved instead of trained step by step, and saved as the one linear layer that it is.</summary>
internal sealed class ClassicalKind
{
    /// <summary>The kind that is no classical one.</summary>
    internal const string Network = "network";

    /// <summary>The kind that is several networks.</summary>
    internal const string Ensemble = "ensemble";

    /// <summary>The setting of a support vector machine's margin, between inputs as they enter it.</summary>
    internal const string Margin = "margin";

    /// <summary>The setting of how many training rows hold the margin.</summary>
    internal const string SupportVectors = "support_vectors";

    private static readonly Penalty DefaultPenalty = Penalty.Of(new Ridge(0.0001f));

    private static readonly ClassicalKind[] All =
    [
        new("linear", "least squares", [TaskKind.Regression], "mse", takesPenalty: false),
        new("ridge", "least squares with a ridge penalty", [TaskKind.Regression], "mse", takesPenalty: true),
        new("logistic", "logistic regression", [TaskKind.Binary, TaskKind.Classes], null, takesPenalty: true),
        new("svm", "a linear support vector machine", [TaskKind.Binary], "hinge", takesPenalty: true),
    ];

    private readonly string description;
    private readonly TaskKind[] tasks;
    private readonly string? loss;
    private readonly bool takesPenalty;

    private ClassicalKind(string name, string description, TaskKind[] tasks, string? loss, bool takesPenalty) =>
        (Name, this.description, this.tasks, this.loss, this.takesPenalty) = (name, description, tasks, loss, takesPenalty);

    /// <summary>The names that the command line takes.</summary>
    internal static IEnumerable<string> Names => [Network, Ensemble, .. All.Select(kind => kind.Name)];

    /// <summary>The kind's name.</summary>
    internal string Name { get; }

    /// <summary>The kind of a name; null for a network and for several.</summary>
    /// <param name="name">What the command line names.</param>
    /// <exception cref="InvalidInputException">There is no such kind.</exception>
    internal static ClassicalKind? Parse(string name)
    {
        if (name is Network or Ensemble) return null;
        return Array.Find(All, kind => kind.Name == name)
            ?? throw new InvalidInputException($"--model-kind is '{name}'{Nearest.Hint(name, Names)}; there are {string.Join(", ", Names)}.");
    }

    /// <summary>The penalty that the kind adds: the one asked for or its own; null for none.</summary>
    /// <param name="asked">The penalty that the command line names, or null.</param>
    /// <exception cref="InvalidInputException">The kind takes no such penalty.</exception>
    internal Penalty? PenaltyFor(Penalty? asked)
    {
        if (!takesPenalty)
            return asked is null ? null : throw new InvalidInputException($"--model-kind {Name} has no penalty; leave --penalty out, or choose --model-kind ridge.");
        if (asked is null) return DefaultPenalty;
        if (asked.Function is not Ridge) throw new InvalidInputException($"--model-kind {Name} is solved for the penalty ridge alone, not for '{asked}'.");
        if (Name != "ridge" && asked.Biases) throw new InvalidInputException($"--model-kind {Name} does not penalise its bias; leave biases=true out.");
        if (Name != "ridge" && asked.Function is Ridge { Lambda: 0 }) throw new InvalidInputException($"--model-kind {Name} needs a penalty above 0, since classes that a plane separates would have coefficients without end; raise lambda.");
        return asked;
    }

    /// <summary>The loss that the kind makes small, and by which it is measured.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="InvalidInputException">The kind answers another question.</exception>
    internal Loss LossFor(TaskKind task)
    {
        if (tasks.Contains(task)) return LossChoice.For(loss is null ? null : Loss.Parse(loss), task);
        string[] fitting = [.. All.Where(kind => kind.tasks.Contains(task)).Select(kind => kind.Name)];
        throw new InvalidInputException($"--model-kind {Name} is {description}, for {LossChoice.Question(tasks[0])}, but the target holds {LossChoice.Question(task)}; choose one of {string.Join(", ", fitting.Append(Network).Append(Ensemble))}.");
    }

    /// <summary>Solves for the coefficients.</summary>
    /// <param name="rows">The rows; the training rows alone are looked at.</param>
    /// <param name="penalty">The penalty, as <see cref="PenaltyFor"/> gives it.</param>
    /// <param name="settings">Takes what is found beside the coefficients, to be saved with the model.</param>
    /// <exception cref="InvalidInputException">The steps did not converge.</exception>
    /// <exception cref="ArgumentException">The rows are of one class.</exception>
    internal Sequential Fit(TrainingData rows, Penalty? penalty, JsonObject settings)
    {
        double lambda = penalty is { Function: Ridge ridge } ? ridge.Lambda : 0;
        var samples = Samples.Of(rows.Training);
        try
        {
            LinearModel model = Name switch
            {
                "logistic" => LogisticRegression.Fit(samples, lambda),
                "svm" => Machine(samples, lambda, settings),
                _ => new LeastSquares(samples, penalty is { Biases: true }).WithRidge(lambda),
            };
            return model.ToNetwork(rows.Encoding.InputShape);
        }
        catch (NotConvergedException failure)
        {
            throw new InvalidInputException($"--model-kind {Name}: {failure}");
        }
    }

    private static LinearModel Machine(Samples samples, double lambda, JsonObject settings)
    {
        var machine = SupportVectorMachine.Fit(samples, lambda);
        (settings[Margin], settings[SupportVectors]) = (JsonText.Number(machine.Margin), machine.SupportVectors.Count);
        return machine.Model;
    }
}
