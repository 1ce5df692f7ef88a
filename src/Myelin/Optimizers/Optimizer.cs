using Myelin.Layers;

namespace Myelin.Optimizers;

/// <summary>
/// A rule that turns gradients into changed weights, in one pass over the flat store. Its state is a few named buffers as long as the
/// store, and the count of steps; both are part of a training's state.
/// </summary>
public abstract class Optimizer
{
    private readonly (string Name, float[] Values)[] states;

    /// <summary>Creates the optimizer's state.</summary>
    /// <param name="stateNames">What the state buffers are called.</param>
    private protected Optimizer(params string[] stateNames) => states = [.. stateNames.Select(name => (name, Array.Empty<float>()))];

    /// <summary>The optimizer with its options, in the form that <see cref="Parse"/> reads back.</summary>
    public abstract string Canonical { get; }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>The state buffers by name; each is as long as the store after the first step.</summary>
    public IReadOnlyList<(string Name, float[] Values)> States => states;

    /// <summary>Makes the optimizer that a text describes.</summary>
    /// <param name="text">A text in the grammar; see <see cref="OptimizerCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Optimizer Parse(string text) => OptimizerCatalog.All.Parse(text);

    /// <summary>Changes the weights once.</summary>
    /// <param name="store">The weights and their gradients; always the same store.</param>
    /// <param name="learningRate">The learning rate, 0 or more.</param>
    public void Step(ParameterStore store, float learningRate)
    {
        ArgumentNullException.ThrowIfNull(store);
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Values.Length == 0) states[i].Values = new float[store.Length];
            else if (states[i].Values.Length != store.Length) throw new InvalidOperationException("An optimizer keeps state for one network; make another one for another network.");
        }

        store.CompleteGradients();
        Steps++;
        Update(store.Values, store.Gradients, learningRate);
    }

    /// <summary>Brings back a state that was saved.</summary>
    /// <param name="steps">The number of steps taken.</param>
    /// <param name="values">The state buffers, in the order of <see cref="States"/>.</param>
    /// <exception cref="ArgumentException">Not as many buffers.</exception>
    public void Restore(long steps, IReadOnlyList<float[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != states.Length) throw new ArgumentException($"{Canonical} has {states.Length} state buffers, not {values.Count}.", nameof(values));
        Steps = steps;
        for (int i = 0; i < states.Length; i++) states[i].Values = [.. values[i]];
    }

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <summary>Applies the rule to every weight.</summary>
    private protected abstract void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate);

    private protected Span<float> State(int index) => states[index].Values;
}
