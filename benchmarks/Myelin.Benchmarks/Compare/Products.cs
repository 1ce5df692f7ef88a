using Myelin.Autograd;
using Myelin.Tensors;
using TorchSharp;

namespace Myelin.Benchmarks.Compare;

/// <summary>Myelin's product of two square matrices.</summary>
internal sealed class MyelinProduct(int size) : IContender
{
    private readonly Tape tape = new(recording: false);
    private readonly Leaf a = new(new Shape(size, size), SampleData.Normal(size * size, 1));
    private readonly Leaf b = new(new Shape(size, size), SampleData.Normal(size * size, 2));
    private double corner;

    public void Step()
    {
        using StepScope scope = tape.BeginStep(training: false);
        corner = a.On(tape).MatMul(b.On(tape)).Span[0];
    }

    public double Result() => corner;

    public void Dispose()
    {
    }
}

/// <summary>libtorch's product of two square matrices.</summary>
internal sealed class PeerProduct(int size) : IContender
{
    private readonly torch.Tensor a = torch.tensor(SampleData.Normal(size * size, 1), [size, size]);
    private readonly torch.Tensor b = torch.tensor(SampleData.Normal(size * size, 2), [size, size]);
    private torch.Tensor? product;

    public void Step()
    {
        product?.Dispose();
        product = torch.mm(a, b);
    }

    public double Result() => product![0, 0].item<float>();

    public void Dispose()
    {
        product?.Dispose();
        a.Dispose();
        b.Dispose();
    }
}
