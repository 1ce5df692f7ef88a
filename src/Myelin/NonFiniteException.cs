using Myelin.Autograd;
using Myelin.Grammar;

namespace Myelin;

/// <summary>
/// A number that is none, NaN or ∞, came up where it would spoil weights or be reported as a result. The message is one line that says where, and
/// what to try.
/// </summary>
public abstract class NonFiniteException : Exception
{
    private protected NonFiniteException(string message, string layer = "", long step = 0, int epoch = 0, int batch = 0) : base(message) =>
        (Layer, Step, Epoch, Batch) = (layer, step, epoch, batch);

    /// <summary>The path of the layer where the number was seen first; empty where it was in none.</summary>
    public string Layer { get; }

    /// <summary>The step, counted from 1; 0 outside a training.</summary>
    public long Step { get; }

    /// <summary>The epoch, counted from 1; 0 outside a training.</summary>
    public int Epoch { get; }

    /// <summary>The batch in the epoch, counted from 1; 0 outside one.</summary>
    public int Batch { get; }

    private protected static string Place(long step, int epoch, int batch) => $"step {step} (epoch {epoch}, batch {batch})";

    /// <summary>The path of the layer that a parameter belongs to.</summary>
    private protected static string LayerOf(string parameter) => parameter.LastIndexOf('.') is var dot and > 0 ? parameter[..dot] : "";

    private protected static string Describe(Operation? operation) => operation switch
    {
        null => "the loss",
        { Scope: "" } => $"the {operation.Name}",
        _ => $"layer '{operation.Scope}' ({operation.Name})",
    };
}

/// <summary>
/// The loss of a batch is NaN or infinite, or that of the validation rows is NaN, so training has stopped. The weights are those before the step;
/// running statistics have seen its batch.
/// </summary>
public sealed class NonFiniteLossException : NonFiniteException
{
    internal NonFiniteLossException(long step, int epoch, int batch, Operation? first) : base(
        $"The loss is not finite at {Place(step, epoch, batch)}; the first value that is not comes from {Describe(first)}. Try a smaller learning "
            + $"rate, gradient clipping, or look for extreme inputs.",
        first?.Scope ?? "", step, epoch, batch)
    {
    }

    internal NonFiniteLossException(long step, int epoch, string metric) : base(
        $"The metric '{metric}' of the validation rows was not finite in any of {epoch} epochs (step {step}), so no weights can be chosen by it. "
            + $"Monitor another metric, or look for missing or extreme values among the validation rows.",
        step: step, epoch: epoch)
    {
    }

    internal NonFiniteLossException(long step, int epoch, double validation) : base(
        $"The loss of the validation rows is {(double.IsNaN(validation) ? "NaN" : "infinite")} after epoch {epoch} (step {step}), so no weights "
            + $"can be chosen by it. Look for missing or extreme values among the validation rows, or try a smaller learning rate.",
        step: step, epoch: epoch)
    {
    }
}

/// <summary>A gradient is NaN or infinite, so no step is taken with it. The weights are those before the step.</summary>
public sealed class NonFiniteGradientException : NonFiniteException
{
    private const string Remedy = "Look for a function without a finite slope there, such as a root at 0, or try a smaller learning rate.";

    internal NonFiniteGradientException(string parameter, long step)
        : base($"The gradient of '{parameter}' is not finite at the optimizer's step {step}. {Remedy}", LayerOf(parameter), step) { }

    internal NonFiniteGradientException(string parameter, long step, int epoch, int batch)
        : base($"The gradient of '{parameter}' is not finite at {Place(step, epoch, batch)}. {Remedy}", LayerOf(parameter), step, epoch, batch)
    {
    }
}

/// <summary>A weight is NaN or infinite: after a step that was too large, or in a network that is to be saved.</summary>
public sealed class NonFiniteWeightException : NonFiniteException
{
    internal NonFiniteWeightException(string tensor)
        : base($"'{tensor}' holds NaN or ∞, so the network predicts nothing of use, and it is not saved. Go back to weights before a step that "
            + $"failed.", LayerOf(tensor))
    { }

    internal NonFiniteWeightException(string tensor, long step, int epoch, int batch)
        : base($"'{tensor}' holds NaN or ∞ after {Place(step, epoch, batch)}. Try a smaller learning rate or gradient clipping.", LayerOf(tensor),
            step, epoch, batch)
    {
    }
}

/// <summary>
/// A network predicts NaN or ∞ for a row that is to be predicted or judged, or an embedding that is not finite for one that rows are compared with.
/// </summary>
public sealed class NonFinitePredictionException : NonFiniteException
{
    /// <summary>Creates the exception for a row that somebody predicts.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public NonFinitePredictionException(int row) : this(row, first: null) { }

    internal NonFinitePredictionException(int row, Operation? first, string? place = null) : base(
        Subject(row, place, "The network predicts NaN or ∞") + (first is null ? "" : $"; the first value that is none comes from {Describe(first)}")
            + ". Look at the row's inputs and at the network's weights.", first?.Scope ?? "")
    {
    }

    /// <summary>Creates the exception for an output that is a number, and none in the target's units.</summary>
    internal NonFinitePredictionException(int row, string? place, float output) : base(
        $"{Subject(row, place, $"The network predicts {Spec.Text(output)} times the target's scale")}, which is beyond float32. Look at the row's "
            + $"inputs, at the network's weights and at the scale of the target.")
    {
    }

    /// <summary>Creates the exception for a network that is not saved, since it predicts nothing of use.</summary>
    internal NonFinitePredictionException(string path) : base(
        $"The network predicts NaN or ∞ for a row of numbers from -1.5 to 1.5, so {OneLine.Quoted(path)} is not written. Try a smaller learning "
            + $"rate, or go back to weights before a step that failed.")
    {
    }

    internal NonFinitePredictionException(NonFinitePredictionException found, long step, int epoch)
        : base($"After epoch {epoch} (step {step}), among the validation rows: {found.Message}", found.Layer, step, epoch) { }

    private static string Subject(int row, string? place, string what) =>
        place is null ? $"{what} for row {row}" : $"{OneLine.Quoted(place)}: {char.ToLowerInvariant(what[0])}{what[1..]} for this row";
}
