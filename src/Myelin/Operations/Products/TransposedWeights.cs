using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// Weights [outputs, inputs] kept as [inputs, outputs], with rows filled up to whole vectors, for predictions of single rows: their
/// product reads them in that order, and turning them costs several times the product. Turned anew when the weights have changed.
/// </summary>
internal sealed class TransposedWeights
{
    private Storage values = new(0);
    private Slot? source;
    private long version;

    internal ReadOnlySpan<float> Of(Slot weights)
    {
        int outputs = weights.Shape[0], inputs = weights.Shape[1], stride = Storage.RoundUp(outputs), length = checked(inputs * stride);
        // Read before the first weight is: weights that change from here on belong to a later version.
        long current = weights.Version;
        if (source == weights && version == current) return values.Span[..length];
        if (values.Capacity < length) values = new Storage(length);
        Interleaving.Point();
        Span<float> turned = values.Span[..length];
        turned.Clear();
        ReadOnlySpan<float> rows = weights.Span;
        for (int output = 0; output < outputs; output++)
        {
            if (output == outputs / 2) Interleaving.Point();
            for (int input = 0; input < inputs; input++) turned[input * stride + output] = rows[output * inputs + input];
        }

        Interleaving.Point();
        (source, version) = (weights, current);
        return turned;
    }
}
