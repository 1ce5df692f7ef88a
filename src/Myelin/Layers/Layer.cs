using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// A part of a network: a function of one tensor with parameters of its own. Layers are abstract or sealed; variants wrap. Whether a
/// step trains is read from the tape that the input lies on, so the same layer serves training and, from many threads at once, prediction.
/// </summary>
public abstract class Layer
{
    private Workspaces? workspaces;
    private ParameterStore? store;

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

    /// <summary>
    /// Where the layer draws its random masks from; null for a layer that draws none in training. A training goes on only with a network that draws
    /// as its own did.
    /// </summary>
    public virtual Philox? Draws => null;

    /// <summary>Whether the layer or one inside it draws random masks.</summary>
    internal bool DrawsInside => Draws is not null || Children.Any(child => child.Layer.DrawsInside);

    /// <summary>How many places the layer takes in a sequence: one for each module that it stands for in PyTorch.</summary>
    public virtual int Places => 1;

    /// <summary>
    /// What the layer computes in prediction, as steps one after the other; none where it passes values through. What folds, analyses or exports
    /// networks reads this and knows no types of layers. By default one <see cref="OtherStep"/>: a layer of your own that is made of steps there are
    /// says so here.
    /// </summary>
    public virtual IReadOnlyList<PredictionStep> PredictionSteps => [new OtherStep(this)];

    /// <summary>All parameters, inner layers' included, in the network's order.</summary>
    public IEnumerable<Parameter> Parameters => OwnParameters.Concat(Children.SelectMany(child => child.Layer.Parameters));

    /// <summary>All buffers, inner layers' included, in the network's order.</summary>
    public IEnumerable<LayerBuffer> Buffers => OwnBuffers.Concat(Children.SelectMany(child => child.Layer.Buffers));

    /// <summary>The number of values in all parameters, frozen ones included.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Value.Count);

    /// <summary>Keeps every parameter of the layer as it is, inner layers' included; see <see cref="Parameter.IsFrozen"/>.</summary>
    /// <exception cref="InvalidOperationException">A step that uses the layer is open.</exception>
    public void Freeze() => SetFrozen(true);

    /// <summary>Lets every parameter of the layer be trained again, inner layers' included.</summary>
    /// <exception cref="InvalidOperationException">A step that uses the layer is open.</exception>
    public void Unfreeze() => SetFrozen(false);

    /// <summary>
    /// All parameters in one buffer and all their gradients in another: the one store of this network, made when it is first asked for. Ask the whole
    /// network, not a layer in it.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A parameter lies in the store of another network (a layer of this one, or one that shares a layer with it), was added after the store was
    /// made, or takes part in open steps of two tapes.
    /// </exception>
    public ParameterStore Store
    {
        get
        {
            ParameterStore made = Volatile.Read(ref store) ?? ParameterStore.Make(this, ref store);
            made.RequireAll(this);
            return made;
        }
    }

    /// <summary>The shape of one row of the output.</summary>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <exception cref="ArgumentException">The layer does not take such rows; the message names the shape expected.</exception>
    public abstract Shape OutputShape(Shape inputShape);

    /// <summary>
    /// The fewest rows that a training step can do with: 1 for most layers, 2 where statistics over the rows of a batch need more than one value. A
    /// layer with inner layers needs what they need. <see cref="Training.Trainer"/> gives a last batch of fewer rows to the batch before.
    /// </summary>
    /// <param name="inputShape">The shape of one row of the input; without axes where it is not known.</param>
    public virtual int FewestTrainingRows(Shape inputShape)
    {
        int fewest = 1;
        foreach ((_, Layer inner) in Children) fewest = Math.Max(fewest, inner.FewestTrainingRows(default));
        return fewest;
    }

    /// <summary>
    /// How many values a step keeps in memory for each row: the layer's result, and in training its gradient; whatever else a layer keeps for a row,
    /// and what inner layers keep, is for the layer that has it to add. <see cref="NetworkMemory"/> says what follows from it.
    /// </summary>
    /// <param name="inputShape">The shape of one row of the input.</param>
    /// <param name="training">Whether in a training step, or in a prediction.</param>
    /// <exception cref="ArgumentException">The layer does not take such rows.</exception>
    public virtual long ValuesPerRow(Shape inputShape, bool training) => (training ? 2L : 1L) * OutputShape(inputShape).Count;

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

    /// <summary>Predicts rows, in evaluation mode.</summary>
    /// <remarks>
    /// Safe from many threads at once, as long as no thread changes weights or running statistics: each call rents memory of its own. While another
    /// thread trains or loads weights, a call may use some old and some new weights; calls that begin after the change use the new ones. To replace a
    /// model that serves requests, load the new one beside it and swap the reference.
    /// Memory at the peak is what one call needs (the input and the results of all layers for as many rows as <see cref="NetworkMemory"/> takes at
    /// once) times the calls at once; after ten idle seconds at most four workspaces a processor and 64 MB are kept for each network.
    /// </remarks>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <returns>The outputs, row by row.</returns>
    /// <exception cref="ArgumentException">Not whole rows, or rows that the network does not take.</exception>
    public float[] Predict(Shape inputShape, ReadOnlySpan<float> inputs)
    {
        if (inputShape.Count == 0 || inputs.Length % inputShape.Count != 0)
            throw new ArgumentException($"{inputs.Length} values are not whole rows of shape {inputShape}.", nameof(inputs));
        int rows = inputs.Length / inputShape.Count;
        var outputs = new float[checked(rows * OutputShape(inputShape).Count)];
        Predict(inputShape, inputs, outputs);
        return outputs;
    }

    /// <inheritdoc cref="Predict(Shape, ReadOnlySpan{float})"/>
    public float[] Predict(Shape inputShape, params float[] inputs) => Predict(inputShape, inputs.AsSpan());

    /// <summary>Predicts rows into memory that exists; once the sizes have been seen, nothing is allocated.</summary>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="inputs">The rows, one after the other.</param>
    /// <param name="outputs">Receives the outputs, row by row.</param>
    /// <exception cref="ArgumentException">Not whole rows, rows that the network does not take, or no room for the outputs.</exception>
    public void Predict(Shape inputShape, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        int width = inputShape.Count, outputWidth = OutputShape(inputShape).Count;
        if (width == 0 || inputs.Length % width != 0 || outputs.Length != (long)inputs.Length / width * outputWidth)
            throw new ArgumentException($"{inputs.Length} values are not whole rows of shape {inputShape}, or {outputs.Length} are not room for "
                + $"their {outputWidth} outputs each.", nameof(outputs));
        Workspaces pool = LazyInitializer.EnsureInitialized(ref workspaces, static () => new Workspaces());
        Workspace workspace = pool.Rent();
        Tape tape = workspace.Tape;
        // A row's result does not depend on its part.
        int rows = inputs.Length / width, atOnce = rows > 1 ? NetworkMemory.RowsAtOnce(this, inputShape) : 1;
        for (int first = 0, count; first < rows; first += count)
        {
            count = Math.Min(atOnce, rows - first);
            using StepScope step = tape.BeginStep(training: false);
            Forward(tape.Input(inputShape.Batch(count), inputs.Slice(first * width, count * width))).CopyTo(outputs[(first * outputWidth)..]);
        }

        pool.Return(workspace);
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

    private void SetFrozen(bool isFrozen)
    {
        foreach (Parameter parameter in Parameters) parameter.IsFrozen = isFrozen;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
