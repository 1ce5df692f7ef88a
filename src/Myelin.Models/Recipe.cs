using System.Diagnostics;
using Myelin.Models.Datasets;

namespace Myelin.Models;

/// <summary>
/// A kind of model with its settings, and how it comes from raw rows: a network, an ensemble, an encoder, a model that is solved for, clusters, a
/// projection. It never changes; <c>with</c> gives another one. Its text form is that of all of Myelin, <c>network:hidden=64/32,epochs=50</c>, and
/// <see cref="Recipes.RecipeCatalog"/> reads it.
/// </summary>
/// <example>
/// <code>
/// Run run = new NetworkRecipe { Epochs = 50 }.Train(Dataset.FromCsv("iris.csv", target: "species"));
/// Console.WriteLine(run.Test);
/// run.Model.Save("iris.safetensors");
/// </code>
/// </example>
public abstract record Recipe
{
    private protected Recipe() { }

    /// <summary>The kind's name.</summary>
    public abstract string Kind { get; }

    /// <summary>The recipe as a text that gives an equal one back: all settings that are not the defaults.</summary>
    public abstract string Canonical { get; }

    /// <summary>Reads rows, trains on them, and evaluates the result.</summary>
    /// <param name="dataset">The raw rows.</param>
    /// <param name="split">How they are shared out; by default 15 % for validation where a model is trained step by step, and 20 % for the test.</param>
    /// <param name="listener">Hears what happens; null for nobody.</param>
    /// <param name="cancellationToken">Ends the training after the step under way; the model of the best epoch so far is the result.</param>
    /// <exception cref="InvalidInputException">The rows cannot be read, nothing can be learnt from them, or the settings do not fit them or each
    /// other.</exception>
    /// <exception cref="NonFiniteException">The loss, a gradient, a weight or a prediction is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch ended, so that there is no model.</exception>
    public Run Train(Dataset dataset, DataSplit? split = null, IRunListener? listener = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        IRunListener hearing = listener ?? new NoListener();
        Run run = Train(new TrainingCall(dataset, split ?? new DataSplit(), hearing, Stopwatch.StartNew(), cancellationToken));
        hearing.OnRun(run);
        return run;
    }

    /// <summary>The text form.</summary>
    public sealed override string ToString() => Canonical;

    private protected abstract Run Train(TrainingCall call);

    private sealed class NoListener : IRunListener;
}

/// <summary>What a training is asked for.</summary>
internal sealed record TrainingCall(Dataset Dataset, DataSplit Split, IRunListener Listener, Stopwatch Clock, CancellationToken CancellationToken);
