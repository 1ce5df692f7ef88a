using Myelin.Classical;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
using Myelin.Penalties;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>A model that is solved for in double precision instead of trained step by step, and saved as the one linear layer that it is.</summary>
public abstract record SolvedRecipe : TargetRecipe
{
    private protected SolvedRecipe() { }

    /// <summary>The penalty on the coefficients; null for none.</summary>
    private protected abstract Penalty? Penalty { get; }

    /// <summary>What the model is, in words.</summary>
    private protected abstract string Description { get; }

    /// <summary>The tasks that it answers.</summary>
    private protected abstract IReadOnlyList<TaskKind> Tasks { get; }

    /// <summary>The loss that it makes small, and by which it is measured, for a task that it answers.</summary>
    private protected virtual Loss LossOf(TaskKind task) => TaskLosses.For(null, task);

    /// <summary>Solves for the coefficients.</summary>
    private protected abstract (LinearModel Model, MarginFacts? Margin) Solve(Samples samples);

    private protected sealed override ulong? RandomSeed => null;

    // Nothing is stopped or chosen by validation rows where a model is solved for, so they are of more use in the training.
    private protected sealed override double UsualValidationFraction => 0;

    private protected sealed override bool ScalesTarget => true;

    private protected sealed override Loss LossFor(TaskKind task)
    {
        if (Tasks.Contains(task)) return LossOf(task);
        string[] fitting = [.. RecipeCatalog.Solved.Where(recipe => recipe.Tasks.Contains(task)).Select(recipe => recipe.Kind), NetworkRecipe.Name,
            EnsembleRecipe.Name];
        throw new InvalidInputException($"{nameof(Kind)} {Kind} is {Description}, for {TaskLosses.Question(Tasks[0])}, but the target holds "
            + $"{TaskLosses.Question(task)}; choose one of {string.Join(", ", fitting)}.")
        { Setting = nameof(Kind) };
    }

    private protected sealed override Fitting Prepare(PreparedRows rows, Loss loss) => new(Kind, IsNetwork: false, Penalty?.Canonical, [], _ =>
    {
        try
        {
            (LinearModel model, MarginFacts? margin) = Solve(Samples.Of(rows.Training));
            SettingList settings = margin is null ? [] : new() { { "margin", margin.Margin }, { "support_vectors", margin.SupportVectors } };
            return new Fitted(model.ToNetwork(rows.Encoding.InputShape), RunEnd.Solved, settings) { Margin = margin };
        }
        catch (NotConvergedException failure)
        {
            throw new InvalidInputException($"{nameof(Kind)} {Kind}: {failure}") { Setting = nameof(Kind) };
        }
        catch (ArgumentException unfit)
        {
            // What the rows hold, such as a single class among those for training.
            throw new InvalidInputException($"{unfit}", unfit);
        }
    });
}
