using Myelin.Autograd;
using Myelin.Reference.Replays;
using Myelin.Tensors;

namespace Myelin.Reference;

/// <summary>
/// A recorded step computed once more in double precision, from the float32 values of its leaves (inputs, variables, parameters), with
/// plain loops that share no code with the engine. What it computes stays readable after the step, but tensors of the step name it only while the step lasts.
/// </summary>
/// <example>
/// <code>
/// tape.Backward(loss);
/// ReferenceTape reference = ReferenceTape.Replay(tape);
/// reference.Backward(loss);
/// double[] exact = reference.Gradient(weight).Values;   // beside tape.Gradient(weight)
/// </code>
/// </example>
public sealed class ReferenceTape
{
    private readonly List<Node> nodes = [];
    private readonly List<ReferenceTensor> values = [];
    private readonly List<Tensor> leaves = [];
    private readonly Dictionary<Slot, int> places = [];
    private double[][]? gradients;

    private ReferenceTape() { }

    /// <summary>The tensors that the step read and did not compute, in the order they were first read.</summary>
    public IReadOnlyList<Tensor> Leaves => leaves;

    /// <summary>Computes every value of a step again.</summary>
    /// <param name="tape">A tape whose step is under way.</param>
    /// <param name="twins">The twins of a user's own functions; none by default.</param>
    /// <exception cref="NotSupportedException">An operation or a function has no twin; the message names it.</exception>
    public static ReferenceTape Replay(Tape tape, ReferenceTwins? twins = null)
    {
        ArgumentNullException.ThrowIfNull(tape);
        var replay = new ReferenceTape();
        foreach (Operation operation in tape.Operations) replay.Add(operation, twins ?? ReferenceTwins.Own);
        return replay;
    }

    /// <summary>A tensor's value in double precision.</summary>
    /// <param name="tensor">A tensor that the step read or computed.</param>
    /// <exception cref="ArgumentException">The step neither read nor computed it.</exception>
    public ReferenceTensor Value(Tensor tensor) => values[Place(tensor)];

    /// <summary>Computes the gradient of a scalar by every tensor of the step.</summary>
    /// <param name="scalar">A tensor of one element that the step computed.</param>
    /// <exception cref="ArgumentException">The step did not compute it, or it has more than one element.</exception>
    public void Backward(Tensor scalar)
    {
        if (scalar.Count != 1)
            throw new ArgumentException($"Only a single number can be differentiated, not a tensor of shape {scalar.Shape}.", nameof(scalar));
        gradients = [.. values.Select(value => new double[value.Values.Length])];
        gradients[Place(scalar)][0] = 1;
        foreach (Node node in Enumerable.Reverse(nodes))
        {
            node.Replay.Differentiate(node.Operands(values), values[node.Result], gradients[node.Result], [.. node.Places.Select(place => gradients[place])]);
        }
    }

    /// <summary>The gradient of the differentiated scalar by a tensor, in row-major order.</summary>
    /// <param name="of">A tensor that the step read or computed.</param>
    /// <exception cref="InvalidOperationException">Before <see cref="Backward"/>.</exception>
    /// <exception cref="ArgumentException">The step neither read nor computed it.</exception>
    public double[] Gradient(Tensor of) => gradients is null ? throw new InvalidOperationException("Call Backward first.") : gradients[Place(of)];

    /// <summary>Whether the step read or computed a tensor.</summary>
    internal bool Knows(Tensor tensor) => places.ContainsKey(tensor.Slot);

    /// <summary>The scalar's value where one leaf is another tensor and the rest of the step is the same.</summary>
    internal double ValueWith(Tensor scalar, Tensor leaf, ReferenceTensor moved)
    {
        int changed = Place(leaf);
        ReferenceTensor[] now = [.. values];
        now[changed] = moved;
        foreach (Node node in nodes)
        {
            if (Array.TrueForAll(node.Places, place => now[place] == values[place])) continue;
            now[node.Result] = new ReferenceTensor(values[node.Result].Shape);
            node.Replay.Compute(node.Operands(now), now[node.Result]);
        }

        return now[Place(scalar)].Scalar;
    }

    private void Add(Operation operation, ReferenceTwins twins)
    {
        int[] operands = [.. Enumerable.Range(0, operation.OperandCount).Select(i => PlaceOrLeaf(operation.Operand(i)))];
        var node = new Node(OperationReplay.Of(operation, twins), operands, values.Count);
        var result = new ReferenceTensor(operation.Result.Shape);
        node.Replay.Compute(node.Operands(values), result);
        places[operation.Result.Slot] = node.Result;
        values.Add(result);
        nodes.Add(node);
    }

    private int PlaceOrLeaf(Tensor operand)
    {
        if (places.TryGetValue(operand.Slot, out int known)) return known;
        leaves.Add(operand);
        values.Add(ReferenceTensor.Of(operand));
        return places[operand.Slot] = values.Count - 1;
    }

    private int Place(Tensor tensor) => places.TryGetValue(tensor.Slot, out int place)
        ? place
        : throw new ArgumentException($"The replayed step neither read nor computed this tensor of shape {tensor.Shape}.", nameof(tensor));

    /// <summary>An operation's twin, and where its operands and its result lie among the values.</summary>
    private sealed record Node(OperationReplay Replay, int[] Places, int Result)
    {
        internal ReferenceTensor[] Operands(IReadOnlyList<ReferenceTensor> values) => [.. Places.Select(place => values[place])];
    }
}
