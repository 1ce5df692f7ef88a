using Myelin.Autograd;

namespace Myelin.Training;

/// <summary>The loss of a batch is NaN or infinite, so training has stopped: the message says at which step, in which batch, and which layer gave the first such value.</summary>
public sealed class NonFiniteLossException : Exception
{
    internal NonFiniteLossException(long step, int epoch, int batch, Operation? first) : base(
        $"The loss is not finite at step {step} (epoch {epoch}, batch {batch}); the first value that is not comes from {Describe(first)}. Try a smaller learning rate, gradient clipping, or look for extreme inputs.")
    {
        (Step, Epoch, Batch, Layer) = (step, epoch, batch, first?.Scope ?? "");
    }

    /// <summary>The step, counted from 1.</summary>
    public long Step { get; }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in the epoch, counted from 1.</summary>
    public int Batch { get; }

    /// <summary>The path of the layer whose result was the first that is not finite; empty where it was the loss.</summary>
    public string Layer { get; }

    private static string Describe(Operation? operation) => operation switch
    {
        null => "the loss",
        { Scope: "" } => $"the {operation.Name}",
        _ => $"layer '{operation.Scope}' ({operation.Name})",
    };
}
