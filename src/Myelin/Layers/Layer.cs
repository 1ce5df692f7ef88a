using System.Collections.Concurrent;
using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// A part of a network: a function of one tensor with parameters of its own. Layers are abstract or sealed; variants wrap. Whether a
/// step trains is read from the tape that the input lies on, so the same layer serves training and, from many threads at once, prediction.
/// </summary>
public abstract class Layer
{
    private const int RowsAtOnce = 256;

    private readonly ConcurrentBag<Tape> workspaces = [];

    /// <summary>The layer in the grammar of <see cref="LayerCatalog"/>, for example <c>linear:128</c>.</summary>
    public abstract string Canonical { get; }

    /// <summary>The layer's place in the network, such as <c>2.0</c>; empty for the network itself.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The layer's own parameters, those of inner layers left out.</summary>
    public virtual IReadOnlyList<Parameter> OwnParameters => [];

    /// <summary>The layer's own buffers, those of inner layers left out.</summary>
    public virtual IReadOnlyList<LayerBuffer> OwnBuffers => [];

    /// <summary>The layers inside this one, with their names.</summary>
    public virtual IReadOnlyList<(string Name, Layer Layer)> Children => [];

    /// <summary>The function that the layer applies last, or null where it has none to name.</summary>
    public virtual Activation? Activation => null;

    /// <summary>How many places the layer takes in a sequence: one for each module that it stands for in PyTorch.</summary>
    public virtual int Places => 1;

    /// <summary>All parameters, inner layers' included, in the network's order.</summary>
    public IEnumerable<Parameter> Parameters => OwnParameters.Concat(Children.SelectMany(child => child.Layer.Parameters));

    /// <summary>All buffers, inner layers' included, in the network's order.</summary>
    public IEnumerable<LayerBuffer> Buffers => OwnBuffers.Concat(Children.SelectMany(child => child.Layer.Buffers));

    /// <summary>The number of trained values.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Value.Count);

    /// <summary>The shape of one row of the output.</summary>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <exception cref="ArgumentException">The layer does not take such rows; the message names the shape expected.</exception>
    public abstract Shape OutputShape(Shape inputShape);

    /// <summary>Computes the layer's output.</summary>
    /// <param name="x">The input, rows first.</param>
    public Tensor Forward(Tensor x)
    {
        Tape? tape = x.Tape;
        string outer = tape?.Enter(Path) ?? "";
        Tensor y = Compute(x);
        tape?.Enter(outer);
        return y;
    }

    /// <summary>Predicts rows, in evaluation mode. Safe from many threads at once: each call rents memory of its own, which the layer keeps for the next.</summary>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <returns>The outputs, row by row.</returns>
    /// <exception cref="ArgumentException">Not whole rows, or rows that the network does not take.</exception>
    public float[] Predict(Shape inputShape, ReadOnlySpan<float> inputs)
    {
        if (inputShape.Count == 0 || inputs.Length % inputShape.Count != 0) throw new ArgumentException($"{inputs.Length} values are not whole rows of shape {inputShape}.", nameof(inputs));
        int rows = inputs.Length / inputShape.Count;
        var outputs = new float[checked(rows * OutputShape(inputShape).Count)];
        Predict(inputShape, inputs, outputs);
        return outputs;
    }

    /// <summary>Predicts rows into memory that exists; once the sizes have been seen, nothing is allocated.</summary>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <param name="outputs">Receives the outputs, row by row.</param>
    /// <exception cref="ArgumentException">Not whole rows, rows that the network does not take, or no room for the outputs.</exception>
    public void Predict(Shape inputShape, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int width = inputShape.Count, outputWidth = OutputShape(inputShape).Count;
        if (width == 0 || inputs.Length % width != 0 || outputs.Length != (long)inputs.Length / width * outputWidth)
            throw new ArgumentException($"{inputs.Length} values are not whole rows of shape {inputShape}, or {outputs.Length} are not room for their {outputWidth} outputs each.", nameof(outputs));
        if (!workspaces.TryTake(out Tape? workspace)) workspace = new Tape(recording: false);
        // Blocks of rows keep the memory of a large prediction small; a row's result does not depend on its block.
        for (int first = 0; first < inputs.Length; first += RowsAtOnce * width)
        {
            ReadOnlySpan<float> block = inputs.Slice(first, Math.Min(RowsAtOnce * width, inputs.Length - first));
            using StepScope step = workspace.BeginStep();
            Forward(workspace.Input(inputShape.Batch(block.Length / width), block)).CopyTo(outputs[(first / width * outputWidth)..]);
        }

        workspaces.Add(workspace);
    }

    /// <summary>Computes the layer's output; <see cref="Forward"/> has named the layer on the tape.</summary>
    /// <param name="x">The input, rows first.</param>
    protected abstract Tensor Compute(Tensor x);

    /// <summary>Gives the layer, its inner layers and their parameters their names in the network.</summary>
    internal void Place(string path)
    {
        Path = path;
        foreach (Parameter parameter in OwnParameters) parameter.Name = Join(path, parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..]);
        foreach (LayerBuffer buffer in OwnBuffers) buffer.Name = Join(path, buffer.Name[(buffer.Name.LastIndexOf('.') + 1)..]);
        foreach ((string name, Layer layer) in Children) layer.Place(Join(path, name));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
