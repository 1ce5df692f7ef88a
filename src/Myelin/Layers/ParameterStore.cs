using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>A named range of the store.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Start">Where it starts, a multiple of 16.</param>
/// <param name="Length">Its number of values; zeros fill up to the next multiple of 16.</param>
public readonly record struct ParameterRange(string Name, int Start, int Length);

/// <summary>
/// All parameters of a network in one buffer and all their gradients in another, as named ranges that start at multiples of 16. An
/// optimizer passes over it once; freezing or excluding parameters is a matter of ranges.
/// </summary>
public sealed class ParameterStore
{
    private readonly Parameter[] parameters;
    private readonly LayerBuffer[] buffers;
    private readonly Storage values;
    private readonly Storage gradients;

    /// <summary>Moves the parameters of a network into one buffer. Tensors that name them stay valid.</summary>
    /// <param name="network">The network.</param>
    public ParameterStore(Layer network)
    {
        ArgumentNullException.ThrowIfNull(network);
        parameters = [.. network.Parameters];
        buffers = [.. network.Buffers];
        var ranges = new List<ParameterRange>();
        foreach (Parameter parameter in parameters)
        {
            ranges.Add(new ParameterRange(parameter.Name, Length, parameter.Value.Count));
            Length = checked(Length + Storage.RoundUp(parameter.Value.Count));
        }

        Ranges = ranges;
        values = new Storage(Length);
        gradients = new Storage(Length);
        for (int i = 0; i < parameters.Length; i++)
        {
            Slot slot = parameters[i].Slot;
            slot.Span.CopyTo(values.Span[ranges[i].Start..]);
            slot.Place(values, ranges[i].Start, slot.Shape);
            slot.PrepareGradient().Place(gradients, ranges[i].Start, slot.Shape);
        }
    }

    /// <summary>The parameters' ranges, in the network's order.</summary>
    public IReadOnlyList<ParameterRange> Ranges { get; }

    /// <summary>The length of both buffers, a multiple of 16.</summary>
    public int Length { get; }

    /// <summary>
    /// Every parameter's values. Take the span anew for each change: taking it is what tells layers that weights which they keep in
    /// another order for predictions are out of date.
    /// </summary>
    public Span<float> Values
    {
        get
        {
            foreach (Parameter parameter in parameters) parameter.Slot.MarkChanged();
            return values.Span[..Length];
        }
    }

    /// <summary>Every parameter's gradient, complete after <see cref="CompleteGradients"/>.</summary>
    public Span<float> Gradients => gradients.Span[..Length];

    /// <summary>Writes zeros where this step's loss did not depend on a parameter.</summary>
    public void CompleteGradients()
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!parameters[i].Slot.HasGradient) gradients.Span.Slice(Ranges[i].Start, Ranges[i].Length).Clear();
        }
    }

    /// <summary>The Euclidean norm of all gradients together.</summary>
    public float GradientNorm()
    {
        using Scratch squares = Scratch.Take(Length);
        Elementwise.Map(default(Square), Gradients, squares.Span);
        return MathF.Sqrt(Sums.Of(squares.Span));
    }

    /// <summary>Scales the gradients so that their norm is at most a limit; a NaN norm leaves them as they are.</summary>
    /// <param name="limit">The largest norm, above 0.</param>
    public void ClipGradients(float limit)
    {
        float norm = GradientNorm();
        if (norm > limit) Copy.Scaled(Gradients, limit / norm, Gradients, accumulate: false);
    }

    /// <summary>A copy of every parameter and every buffer, to come back to.</summary>
    public ParameterSnapshot Snapshot() => new(values.Span[..Length].ToArray(), [.. buffers.Select(buffer => buffer.Span.ToArray())]);

    /// <summary>Takes a copy into one that exists, without allocating.</summary>
    /// <param name="snapshot">A snapshot of this store.</param>
    public void SnapshotTo(ParameterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        values.Span[..Length].CopyTo(snapshot.Values);
        for (int i = 0; i < buffers.Length; i++) buffers[i].Span.CopyTo(snapshot.Buffers[i]);
    }

    /// <summary>Goes back to a snapshot.</summary>
    /// <param name="snapshot">A snapshot of this store.</param>
    public void Restore(ParameterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        snapshot.Values.CopyTo(Values);
        for (int i = 0; i < buffers.Length; i++) snapshot.Buffers[i].CopyTo(buffers[i].Span);
    }

    private readonly struct Square : ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a) => a * a;
    }
}

/// <summary>The values of every parameter and buffer of a network at one moment.</summary>
public sealed class ParameterSnapshot
{
    internal ParameterSnapshot(float[] values, float[][] buffers) => (Values, Buffers) = (values, buffers);

    internal float[] Values { get; }

    internal float[][] Buffers { get; }

    /// <summary>A copy that does not change with this one.</summary>
    internal ParameterSnapshot Copy() => new([.. Values], [.. Buffers.Select(buffer => buffer.ToArray())]);
}
