using Myelin.Models;
using Myelin.Models.Evaluations;
using Myelin.Training;

namespace Myelin.Cli.Reports;

/// <summary>Shows a run while it goes on. Warnings are always shown, notes and progress unless the command is to be quiet.</summary>
internal abstract class TrainingDisplay(Terminal terminal, Interrupt interrupt) : IRunListener, IDisposable
{
    private float rate;

    /// <summary>Where it is shown.</summary>
    protected Terminal Terminal => terminal;

    /// <inheritdoc/>
    public virtual void OnPlan(RunPlan plan, Recipe recipe)
    {
        Warn(plan.Data.Warnings);
        // What is solved for ends at once, and leaves nothing to be saved.
        if (plan.IsNetwork) interrupt.Arm();
    }

    /// <inheritdoc/>
    public virtual void OnMember(int member, int members) { }

    /// <inheritdoc/>
    public virtual void OnMemberEnd(int member, TrainingResult result) { }

    /// <inheritdoc/>
    public virtual void OnStep(in StepEvent step) => rate = step.LearningRate;

    /// <inheritdoc/>
    public abstract void OnEpoch(EpochEvent epoch);

    /// <inheritdoc/>
    public virtual void Dispose() { }

    /// <summary>Shows what looked odd.</summary>
    internal void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings) terminal.Warn(warning);
    }

    /// <summary>Loss, penalty, validation metric and rate of an epoch.</summary>
    protected string Describe(EpochEvent epoch)
    {
        string validation = "";
        if (epoch.Validation is { } result)
        {
            string metric = Scores.Of(result)?.Leading is var (name, value) ? $", {name} {value:G4}" : "";
            validation = $", validation loss {result.Loss:G4}{metric}";
        }

        string penalty = epoch.Penalty is { } added ? $", penalty {added:G4}" : "";
        return $"epoch {epoch.Epoch}/{epoch.Epochs}: loss {epoch.TrainingLoss:G4}{penalty}{validation}, rate {rate:G3}";
    }
}

/// <summary>A display that tells what is trained and on what.</summary>
internal abstract class TalkingDisplay(Terminal terminal, Interrupt interrupt) : TrainingDisplay(terminal, interrupt)
{
    /// <inheritdoc/>
    public override void OnPlan(RunPlan plan, Recipe recipe)
    {
        base.OnPlan(plan, recipe);
        foreach (string note in plan.Data.Notes) Terminal.Error.WriteLine(note);
        if (plan.Loss is null) return;
        string penalty = plan.Penalty is null ? "" : $" Penalty: {plan.Penalty}.";
        Terminal.Error.WriteLine($"{(plan.IsNetwork ? "Network" : "Model")}: {plan.Model}. Loss: {plan.Loss}.{penalty} Rows: "
            + $"{plan.Data.TrainingRows} to train, {plan.Data.ValidationRows} to validate, {plan.Data.TestRows} to test.");
    }

    /// <inheritdoc/>
    public override void OnMember(int member, int members)
    {
        if (members > 1) Terminal.Error.WriteLine($"Network {member} of {members}:");
    }
}
