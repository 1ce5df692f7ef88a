using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Benchmarks.Compare;

/// <summary>Values that a step reads without copying them, as the trainer reads its batches.</summary>
internal sealed class Leaf
{
    private readonly Shape shape;
    private readonly Storage storage;

    internal Leaf(Shape shape, float[] values)
    {
        this.shape = shape;
        storage = new Storage(values.Length);
        values.CopyTo(storage.Span);
    }

    internal Tensor On(Tape tape, bool needsGradient = false)
    {
        Tensor tensor = tape.View(shape, storage);
        tensor.Slot.NeedsGradient = needsGradient;
        return tensor;
    }
}
