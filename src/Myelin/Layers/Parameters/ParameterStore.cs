using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// All parameters of a network in one buffer and all their gradients in another, as named ranges that start at multiples of 16. An
/// optimizer passes over it once; freezing or excluding parameters is a matter of ranges. A network has one, <see cref="Layer.Store"/>, which is made
/// once and is the same for everybody: trainers, optimizers, listeners.
/// </summary>
public sealed class ParameterStore
{
    private static readonly Lock Making = new();

    private readonly Parameter[] parameters;
    private readonly LayerBuffer[] buffers;
    private readonly (string Name, Shape Shape)[] layout;
    private readonly Storage values;
    private readonly Storage gradients;
    private readonly ParameterGroup group;

    private ParameterStore(Parameter[] parameters, LayerBuffer[] buffers, Tape? openStep)
    {
        (this.parameters, this.buffers) = (parameters, buffers);
        layout = [.. parameters.Select(parameter => (parameter.Name, parameter.Slot.Shape)), .. buffers.Select(buffer => (buffer.Name, buffer.Value.Shape))];
        var ranges = new List<ParameterRange>();
        foreach (Parameter parameter in parameters)
        {
            ranges.Add(new ParameterRange(parameter.Name, Length, parameter.Value.Count));
            Length = checked(Length + Storage.RoundUp(parameter.Value.Count));
        }

        Ranges = ranges;
        values = new Storage(Length);
        gradients = new Storage(Length);
        group = new ParameterGroup([.. parameters.Select(parameter => parameter.Slot.Group!)]);
        if (openStep is not null) _ = group.Take(openStep, parameters[0].Slot);
        for (int i = 0; i < parameters.Length; i++)
        {
            Slot slot = parameters[i].Slot, gradient = slot.PrepareGradient();
            Storage own = values.Part(ranges[i].Start, ranges[i].Length), ownGradient = gradients.Part(ranges[i].Start, ranges[i].Length);
            slot.Span.CopyTo(own.Span);
            slot.Place(own, slot.Shape);
            // The step under way, or one that has ended, may have left its gradient, for the optimizer's step that asks for the store.
            bool hasGradient = slot.HasGradient;
            if (hasGradient) gradient.Span.CopyTo(ownGradient.Span);
            gradient.Place(ownGradient, slot.Shape);
            (slot.Group, slot.HasGradient) = (group, hasGradient);
            parameters[i].Store = this;
        }

        openStep?.Adopt(group);
    }

    /// <summary>The parameters' ranges, in the network's order.</summary>
    public IReadOnlyList<ParameterRange> Ranges { get; }

    /// <summary>The length of both buffers, a multiple of 16.</summary>
    public int Length { get; }

    /// <summary>Every parameter's values as they are now, to read. <see cref="Change{TState}"/> writes them.</summary>
    public ReadOnlySpan<float> Values => values.Span[..Length];

    /// <summary>
    /// Every parameter's gradient of the step that was differentiated last, 0 where its loss did not depend on a parameter, to read.
    /// <see cref="ChangeGradients{TState}"/> writes them. The buffer is one for all steps.
    /// </summary>
    public ReadOnlySpan<float> Gradients
    {
        get
        {
            CompleteGradients();
            return gradients.Span[..Length];
        }
    }

    /// <summary>
    /// Changes weights. All that keep them in another form, as predictions of single rows do, follow when the change is over; a prediction that runs
    /// meanwhile on another thread may use some old and some new weights.
    /// </summary>
    /// <typeparam name="TState">What the change needs to know.</typeparam>
    /// <param name="state">Handed on to the change, so that a static function allocates nothing.</param>
    /// <param name="change">Writes the values, range by range as <see cref="Ranges"/> says. The span is for the call only.</param>
    /// <example>
    /// <code>
    /// network.Store.Change(0.999f, static (weights, factor) =&gt;
    /// {
    ///     foreach (ref float weight in weights) weight *= factor;
    /// });
    /// </code>
    /// </example>
    public void Change<TState>(TState state, SpanAction<float, TState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        try
        {
            change(values.Span[..Length], state);
        }
        finally
        {
            MarkChanged();
        }
    }

    /// <summary>
    /// Changes gradients, as where they are scaled, or where those of several steps are put together: what is written is what the optimizer's next step takes,
    /// unless another step of the tape begins before it. In a step
    /// that is open it follows the backward pass. Gradients of frozen parameters stay 0.
    /// </summary>
    /// <typeparam name="TState">What the change needs to know.</typeparam>
    /// <param name="state">Handed on to the change, so that a static function allocates nothing.</param>
    /// <param name="change">Writes the gradients, range by range as <see cref="Ranges"/> says. The span is for the call only.</param>
    public void ChangeGradients<TState>(TState state, SpanAction<float, TState> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        CompleteGradients();
        change(gradients.Span[..Length], state);
        // What lies between the ranges belongs to no parameter, and counts in no norm.
        for (int i = 0; i < Ranges.Count; i++)
        {
            int end = Ranges[i].Start + Ranges[i].Length, next = i + 1 < Ranges.Count ? Ranges[i + 1].Start : Length;
            gradients.Span[end..next].Clear();
        }
    }

    /// <summary>The Euclidean norm of all gradients together, also where their squares are too large for float32.</summary>
    public float GradientNorm()
    {
        using Scratch squares = Scratch.Take(Length);
        ReadOnlySpan<float> gradients = Gradients;
        Elementwise.Map(default(Square), gradients, squares.Span);
        float norm = MathF.Sqrt(Sums.Of(squares.Span));
        if (!float.IsInfinity(norm)) return norm;
        float largest = 0;
        foreach (float gradient in gradients) largest = MathF.Max(largest, MathF.Abs(gradient));
        Copy.Scaled(gradients, 1 / largest, squares.Span, accumulate: false);
        Elementwise.Map(default(Square), squares.Span, squares.Span);
        return largest * MathF.Sqrt(Sums.Of(squares.Span));
    }

    /// <summary>Scales the gradients so that their norm is at most a limit; a norm that is not finite leaves them as they are.</summary>
    /// <param name="limit">The largest norm, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not finite and above 0.</exception>
    public void ClipGradients(float limit)
    {
        if (!(limit > 0 && float.IsFinite(limit)))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The largest norm of gradients is finite and above 0.");
        float norm = GradientNorm();
        if (norm > limit && float.IsFinite(norm)) Copy.Scaled(gradients.Span[..Length], limit / norm, gradients.Span[..Length], accumulate: false);
    }

    /// <summary>A copy of every parameter and every buffer, to come back to.</summary>
    public ParameterSnapshot Snapshot() => new(layout, values.Span[..Length].ToArray(), [.. buffers.Select(buffer => buffer.Span.ToArray())]);

    /// <summary>Takes a copy into one that exists, without allocating.</summary>
    /// <param name="snapshot">A snapshot of this store.</param>
    /// <exception cref="ArgumentException">A snapshot of another network: names or shapes differ. Nothing has changed then.</exception>
    public void SnapshotTo(ParameterSnapshot snapshot)
    {
        RequireFitting(snapshot);
        values.Span[..Length].CopyTo(snapshot.Values);
        for (int i = 0; i < buffers.Length; i++) buffers[i].Span.CopyTo(snapshot.Buffers[i]);
    }

    /// <summary>Goes back to a snapshot.</summary>
    /// <param name="snapshot">A snapshot of this store, or of that of a network with the same names and shapes.</param>
    /// <exception cref="ArgumentException">A snapshot of another network: names or shapes differ. Nothing has changed then.</exception>
    public void Restore(ParameterSnapshot snapshot)
    {
        RequireFitting(snapshot);
        snapshot.Values.CopyTo(values.Span);
        for (int i = 0; i < buffers.Length; i++) snapshot.Buffers[i].CopyTo(buffers[i].Span);
        MarkChanged();
    }

    /// <summary>Checks that a snapshot has this store's names and shapes.</summary>
    /// <exception cref="ArgumentException">It has not; the message names the first difference.</exception>
    internal void RequireFitting(ParameterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (ReferenceEquals(snapshot.Layout, layout)) return;
        for (int i = 0; i < Math.Max(layout.Length, snapshot.Layout.Count); i++)
        {
            string here = Text(layout, i), there = Text(snapshot.Layout, i);
            if (here != there)
                throw new ArgumentException($"The state belongs to another network: it has {there} where this one has {here}.", nameof(snapshot));
        }

        static string Text(IReadOnlyList<(string Name, Shape Shape)> layout, int i) =>
            i < layout.Count ? $"'{layout[i].Name}' of shape {layout[i].Shape}" : "nothing more";
    }

    /// <summary>The name of the first parameter of which some values, or gradients, are not finite; null where all are.</summary>
    internal string? FirstNonFinite(ReadOnlySpan<float> all)
    {
        if (Finite.All(all)) return null;
        foreach (ParameterRange range in Ranges)
        {
            if (!Finite.All(all.Slice(range.Start, range.Length))) return range.Name;
        }

        return null;
    }

    /// <summary>The name of the parameter that begins at a place.</summary>
    internal string NameAt(int start) => Ranges.First(range => range.Start == start).Name;

    /// <summary>Whether there are parameters, and every one is frozen.</summary>
    internal bool IsFrozen
    {
        get
        {
            foreach (Parameter parameter in parameters)
            {
                if (!parameter.IsFrozen) return false;
            }

            return parameters.Length > 0;
        }
    }

    /// <summary>Writes zeros where the last step's loss did not depend on a parameter, and where one is frozen; every parameter has a gradient then.</summary>
    internal void CompleteGradients()
    {
        // Before the backward pass of a step under way nothing is complete.
        bool isComplete = group.Holder is null or { IsDifferentiated: true };
        for (int i = 0; i < parameters.Length; i++)
        {
            Slot slot = parameters[i].Slot;
            if (slot is { HasGradient: true, NeedsGradient: true }) continue;
            gradients.Span.Slice(Ranges[i].Start, Ranges[i].Length).Clear();
            if (isComplete) slot.HasGradient = true;
        }

        // From here on they are those of the step that has begun meanwhile, which does not use the parameters, so that what is written to them stays.
        if (isComplete) group.Refresh();
    }

    /// <summary>Changes whenever a parameter gets another rule of how it is trained.</summary>
    internal long Partition { get; private set; }

    /// <summary>Says that a parameter has got another rule.</summary>
    internal void MarkPartition() => Partition++;

    /// <summary>The parameters, one for each of <see cref="Ranges"/>.</summary>
    internal IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Changes whenever weights do.</summary>
    internal long Version => group.Version;

    /// <summary>The gradients, which <see cref="CompleteGradients"/> has completed.</summary>
    internal ReadOnlySpan<float> RawGradients => gradients.Span[..Length];

    /// <summary>The values to write; <see cref="MarkChanged"/> follows when they are written.</summary>
    internal Span<float> WritableValues => values.Span[..Length];

    internal void MarkChanged() => group.MarkChanged();

    /// <summary>Moves the parameters of a network into a store. Tensors that name them stay valid.</summary>
    /// <exception cref="InvalidOperationException">A parameter lies in another store, or steps of two tapes that use them are open; nothing has
    /// changed then.</exception>
    internal static ParameterStore Make(Layer network, ref ParameterStore? made)
    {
        lock (Making)
        {
            if (made is not null) return made;
            Parameter[] all = [.. network.Parameters.Distinct()];
            foreach (Parameter parameter in all)
            {
                if (parameter.Store is not null)
                    throw new InvalidOperationException(
                        $"The parameter '{parameter.Name}' lies in another store already: that of a network which shares the layer with this one, "
                            + $"or of a part of this one. A parameter has one store, or one of both would train "
                            + "without effect. Use that store; or make a network of copies, by Sequential.FirstLayers of the trained one, or by "
                            + "building the same layers anew and Restore(other.Store.Snapshot()).");
            }

            Tape[] open = [.. all.Select(parameter => parameter.Slot.Group!.Holder).OfType<Tape>().Distinct()];
            if (open.Length > 1)
                throw new InvalidOperationException($"The open steps of {open[0]} and {open[1]} use layers of this network, and one store takes "
                    + $"the gradients of one; end a step first, or take the network's Store before the first step begins.");
            var store = new ParameterStore(all, [.. network.Buffers.Distinct()], open.SingleOrDefault());
            Volatile.Write(ref made, store);
            return store;
        }
    }

    /// <summary>Checks that every parameter of a network lies here.</summary>
    /// <exception cref="InvalidOperationException">The network has gained parameters since the store was made.</exception>
    internal void RequireAll(Layer network)
    {
        IReadOnlyList<Parameter> own = network.OwnParameters;
        for (int i = 0; i < own.Count; i++)
        {
            if (own[i].Store != this)
                throw new InvalidOperationException($"The parameter '{own[i].Name}' was added after the network's store was made, so it would "
                    + $"never learn; make all layers before the first training.");
        }

        IReadOnlyList<(string Name, Layer Layer)> children = network.Children;
        for (int i = 0; i < children.Count; i++) RequireAll(children[i].Layer);
    }

    private readonly struct Square : ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a) => a * a;
    }
}
