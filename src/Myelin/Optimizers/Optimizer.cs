using Myelin.Grammar;
using Myelin.Kernels;
using Myelin.Layers;

namespace Myelin.Optimizers;

/// <summary>
/// A rule that turns gradients into changed weights, in one pass over the flat store. Its state is a few named buffers as long as the
/// store, and the count of steps; both are part of a training's state.
/// </summary>
/// <remarks>
/// Parameters may have a rate and a weight decay of their own (<see cref="Parameter.RateFactor"/>, <see cref="Parameter.WeightDecay"/>) or be frozen
/// (<see cref="Parameter.IsFrozen"/>), with any optimizer: neighbours that are alike are updated together. Weight decay λ is decoupled: w ← (1 - η λ)
/// w with the parameter's rate η, before the rule's own change; η λ is from 0 to 1.
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019).
/// </remarks>
public abstract class Optimizer
{
    private readonly float[][] states;
    private ParameterStore? served;
    private bool hasTrainer;
    private long partition = -1;
    private Part[] parts = [];
    private int start;
    private int length;

    /// <summary>Creates the optimizer's state.</summary>
    /// <param name="stateNames">What the state buffers are called.</param>
    protected Optimizer(params IReadOnlyList<string> stateNames)
    {
        ArgumentNullException.ThrowIfNull(stateNames);
        (StateNames, states) = ([.. stateNames], [.. stateNames.Select(_ => Array.Empty<float>())]);
    }

    /// <summary>The optimizer with its options, in the form that <see cref="Parse(string)"/> reads back.</summary>
    public abstract string Canonical { get; }

    /// <summary>The weight decay λ of parameters without one of their own; by default 0.</summary>
    public virtual float WeightDecay => 0;

    /// <summary>
    /// Whether the weight decay acts on biases, normalisations and slopes, too, where they have none of their own; by default true. False leaves it
    /// to <see cref="ParameterKind.Weight"/> alone.
    /// </summary>
    public virtual bool DecaysBiases => true;

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>What the state buffers are called, in their order.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>The values of a state buffer, one for each place of the store; none before the first step.</summary>
    /// <param name="index">The buffer, as in <see cref="StateNames"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such buffer.</exception>
    public ReadOnlySpan<float> StateValues(int index) => (uint)index < (uint)states.Length ? states[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"'{Canonical}' has {states.Length} state buffers.");

    /// <summary>Makes the optimizer that a text describes.</summary>
    /// <param name="text">A text in the grammar; see <see cref="OptimizerCatalog"/> for the names.</param>
    /// <exception cref="InvalidInputException">Unknown name or option, or a value out of range.</exception>
    public static Optimizer Parse(string text) => Parse(text, Catalogs.Default);

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="text">A text in the grammar.</param>
    /// <param name="catalogs">The catalogues that know the name.</param>
    public static Optimizer Parse(string text, Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return catalogs.Optimizers.Parse(text);
    }

    /// <summary>Changes the weights once.</summary>
    /// <param name="store">The weights and their gradients, <see cref="Layer.Store"/> of one network; always the same.</param>
    /// <param name="learningRate">The learning rate, finite and 0 or more.</param>
    /// <param name="weightDecay">
    /// λ in place of <see cref="WeightDecay"/> in this step, finite and 0 or more; null leaves it. Times the rate it is at most 1.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate or the weight decay is negative, infinite or NaN, their product for a parameter is not from 0 to 1, or the rate times a parameter's
    /// factor is infinite. Nothing has changed then.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer has taken steps with the store of another network, holds a state of one of another
    /// size, or belongs to a trainer.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is NaN or infinite. Weights and state are as before.</exception>
    public void Step(ParameterStore store, float learningRate, float? weightDecay = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (!(learningRate >= 0 && float.IsFinite(learningRate)))
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate,
                $"A learning rate is finite and 0 or more, not {Spec.Text(learningRate)}.");
        if (weightDecay is { } decay && !(decay >= 0 && float.IsFinite(decay)))
            throw new ArgumentOutOfRangeException(nameof(weightDecay), decay, $"A weight decay is finite and 0 or more, not {Spec.Text(decay)}.");
        RequireFree();
        Serve(store);
        if (WhyNot(store, learningRate, weightDecay ?? WeightDecay) is { } wrong)
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, wrong);
        if (store.FirstNonFinite(store.Gradients) is { } name) throw new NonFiniteGradientException(name, Steps + 1);
        Apply(store, learningRate, weightDecay ?? WeightDecay);
    }

    /// <summary>Why no step can be taken with a rate and a weight decay, which are finite and 0 or more; null where one can.</summary>
    internal string? WhyNot(ParameterStore store, float learningRate, float weightDecay)
    {
        if (partition != store.Partition) (partition, parts) = (store.Partition, [.. Parts(store)]);
        foreach (Part part in parts)
        {
            float rate = learningRate * part.RateFactor, decay = part.Decay(weightDecay);
            if (!float.IsFinite(rate))
                return $"The learning rate {Spec.Text(learningRate)} times the factor {Spec.Text(part.RateFactor)} "
                    + $"of the parameter '{store.NameAt(part.Start)}' is beyond float32; take a smaller factor.";
            if (rate * decay is not (>= 0 and <= 1))
                return $"The parameter '{store.NameAt(part.Start)}' has the learning rate {Spec.Text(rate)} and the weight decay {Spec.Text(decay)}, "
                    + $"whose product {Spec.Text(rate * decay)} is not from 0 to 1; take a smaller rate or weight decay.";
        }

        return null;
    }

    /// <summary>Takes a step with gradients and rates that were checked.</summary>
    internal void Apply(ParameterStore store, float learningRate, float weightDecay)
    {
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Length == store.Length) continue;
            if (states[i].Length != 0) throw new InvalidOperationException(OfAnotherNetwork());
            states[i] = new float[store.Length];
        }

        Steps++;
        try
        {
            if (partition != store.Partition) (partition, parts) = (store.Partition, [.. Parts(store)]);
            foreach (Part part in parts)
            {
                (start, length) = (part.Start, part.Length);
                float rate = learningRate * part.RateFactor;
                Update(store.WritableValues.Slice(start, length), store.RawGradients.Slice(start, length), rate, 1 - rate * part.Decay(weightDecay));
            }
        }
        finally
        {
            store.MarkChanged();
        }
    }

    /// <summary>Forgets all steps: the next one is the first again.</summary>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a trainer.</exception>
    public void Reset()
    {
        RequireFree();
        Clear();
    }

    internal void Clear()
    {
        Steps = 0;
        for (int i = 0; i < states.Length; i++) states[i] = [];
    }

    /// <summary>The state after the last step, to go on from later; the arrays are copies.</summary>
    public OptimizerState Capture() => new(Canonical, Steps, [.. states.Select(state => state.ToArray())]);

    /// <summary>Goes back to a state.</summary>
    /// <param name="state">A state of an optimizer with the same settings.</param>
    /// <exception cref="ArgumentException">The state is of another optimizer or of a network of another size. Nothing has changed then.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a trainer.</exception>
    public void Restore(OptimizerState state)
    {
        RequireFree();
        RequireFitting(state, served?.Length);
        Take(state);
    }

    /// <summary>Takes over a state that was checked.</summary>
    internal void Take(OptimizerState state)
    {
        Steps = state.Steps;
        for (int i = 0; i < states.Length; i++) states[i] = [.. state.Values[i]];
    }

    /// <summary>Checks that a state is one of this optimizer's, for a store of some length if that is known.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal void RequireFitting(OptimizerState state, int? length)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(state.Values, nameof(state));
        if (state.Canonical != Canonical)
            throw new ArgumentException($"The state is one of '{state.Canonical}', and this optimizer is '{Canonical}'.", nameof(state));
        if (state.Values.Count != states.Length)
            throw new ArgumentException($"{Canonical} has {states.Length} state buffers, not {state.Values.Count}.", nameof(state));
        if (state.Steps < 0) throw new ArgumentException($"A state has taken 0 steps or more, not {state.Steps}.", nameof(state));
        foreach (float[] values in state.Values)
        {
            if (values.Length == 0 != (state.Steps == 0))
                throw new ArgumentException($"The state has taken {state.Steps} steps, and a buffer of it has {values.Length} values; buffers are "
                    + $"empty before the first step only.", nameof(state));
            if (!Finite.All(values)) throw new ArgumentException("The state holds NaN or ∞.", nameof(state));
            if (values.Length != 0 && values.Length != (length ?? values.Length))
                throw new ArgumentException($"The state has buffers of {values.Length} values, and the network's store has {length}; it belongs to "
                    + $"another network.", nameof(state));
        }
    }

    /// <summary>Makes this optimizer one of a trainer, which is the only one to use it.</summary>
    /// <exception cref="ArgumentException">It is another trainer's already, or has taken steps with another network.</exception>
    internal void BelongToTrainer(ParameterStore store)
    {
        if (hasTrainer)
            throw new ArgumentException($"This optimizer ('{Canonical}') serves another trainer already, whose state it holds; make another "
                + $"optimizer for this one.");
        if (served is not null && served != store) throw new ArgumentException(OfAnotherNetwork());
        if (Steps > 0)
            throw new ArgumentException($"This optimizer ('{Canonical}') has taken {Steps} steps already, and a trainer begins anew; make another "
                + $"optimizer, or {nameof(Reset)} this one.");
        (hasTrainer, served) = (true, store);
    }

    private void RequireFree()
    {
        if (hasTrainer)
            throw new InvalidOperationException($"This optimizer ('{Canonical}') belongs to a trainer, whose steps it counts; make another "
                + $"optimizer for a loop of your own.");
    }

    private void Serve(ParameterStore store)
    {
        if (served is not null && served != store) throw new InvalidOperationException(OfAnotherNetwork());
        served = store;
    }

    private string OfAnotherNetwork() =>
        $"This optimizer ('{Canonical}') keeps state for the network that it took its first step with; make another optimizer for another network.";

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <summary>Decays weights and applies the rule; an optimizer that can does both in one pass.</summary>
    private protected virtual void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate, float weightFactor)
    {
        if (weightFactor != 1) Copy.Scaled(weights, weightFactor, weights, accumulate: false);
        Update(weights, gradients, learningRate);
    }

    /// <summary>
    /// Applies the rule to weights, each for itself. <see cref="Steps"/> counts the step under way, from 1. Called once a step for all parameters, or
    /// where they are not trained alike for each part of the store that is.
    /// </summary>
    /// <param name="weights">The weights to change.</param>
    /// <param name="gradients">Their gradients, finite.</param>
    /// <param name="learningRate">The rate, finite and 0 or more.</param>
    protected abstract void Update(Span<float> weights, ReadOnlySpan<float> gradients, float learningRate);

    /// <summary>
    /// A state buffer, to read and write in <see cref="Update(Span{float}, ReadOnlySpan{float}, float)"/>: one number for each weight that it is
    /// given, 0 before the first step.
    /// </summary>
    /// <param name="index">The buffer, as in <see cref="StateNames"/>.</param>
    protected Span<float> State(int index) => states[index].AsSpan(start, length);

    /// <summary>The parts of a store that are trained alike, without what is frozen: one for all where no parameter has a rule of its own.</summary>
    private IEnumerable<Part> Parts(ParameterStore store)
    {
        Part? before = null;
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            Parameter parameter = store.Parameters[i];
            int from = store.Ranges[i].Start, end = i + 1 < store.Parameters.Count ? store.Ranges[i + 1].Start : store.Length;
            var own = new Part(from, end - from, parameter.RateFactor, parameter.WeightDecay, DecaysBiases || parameter.Kind == ParameterKind.Weight);
            if (before is { } joined && !parameter.IsFrozen && joined with { Start = from, Length = own.Length } == own)
            {
                before = joined with { Length = joined.Length + own.Length };
                continue;
            }

            if (before is { } ended) yield return ended;
            before = parameter.IsFrozen ? null : own;
        }

        if (before is { } last) yield return last;
    }

    /// <summary>A part of the store that is trained alike.</summary>
    private readonly record struct Part(int Start, int Length, float RateFactor, float? WeightDecay, bool TakesDecay)
    {
        /// <summary>The part's weight decay where the step's is given.</summary>
        internal float Decay(float ofStep) => WeightDecay ?? (TakesDecay ? ofStep : 0);
    }
}
