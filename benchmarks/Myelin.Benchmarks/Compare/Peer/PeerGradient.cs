using static TorchSharp.torch;

namespace Myelin.Benchmarks.Compare;

/// <summary>libtorch's value and gradient of a function of one tensor.</summary>
internal sealed class PeerGradient : IContender
{
    private readonly Tensor input;
    private readonly Func<Tensor, Tensor> function;
    private readonly Tensor[] upstream;
    private Tensor? value;
    private Tensor? slope;

    internal PeerGradient(float[] x, long[] shape, Func<Tensor, Tensor> function, Tensor? upstream = null)
    {
        input = tensor(x, shape, requires_grad: true);
        this.function = function;
        this.upstream = upstream is null ? [] : [upstream];
    }

    public void Step()
    {
        value?.Dispose();
        slope?.Dispose();
        value = function(input);
        if (upstream.Length == 0) value.backward();
        else value.backward(upstream);
        slope = input.grad;
        input.grad = null;
    }

    public double Result() => First(value!) + First(slope!);

    public void Dispose()
    {
        value?.Dispose();
        slope?.Dispose();
        input.Dispose();
        foreach (Tensor tensor in upstream) tensor.Dispose();
    }

    private static double First(Tensor tensor)
    {
        using Tensor flat = tensor.flatten();
        using Tensor first = flat[0];
        return first.item<float>();
    }
}
