using F = TorchSharp.torch.nn.functional;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using TorchSharp;

namespace Myelin.Benchmarks.Compare;

/// <summary>Myelin's prediction of one row, from numbers in memory to numbers in memory.</summary>
internal sealed class MyelinPrediction : IContender
{
    private readonly Shape shape;
    private readonly Sequential network;
    private readonly float[] row;
    private readonly float[] output;

    internal MyelinPrediction(int inputs, int hidden, int outputs)
    {
        shape = new Shape(inputs);
        network = Build(inputs, hidden, outputs);
        row = SampleData.Normal(inputs, 1);
        output = new float[outputs];
    }

    internal static Sequential Build(int inputs, int hidden, int outputs) => Sequential.Build($"linear:{hidden} relu linear:{outputs}", new Shape(inputs), new RandomSource(1));

    public void Step() => network.Predict(shape, row, output);

    public double Result() => output[0];

    public void Dispose()
    {
    }
}

/// <summary>libtorch's prediction of one row; the row is a tensor already, which spares it a copy.</summary>
internal sealed class PeerPrediction : IContender
{
    private readonly torch.Tensor row;
    private readonly torch.Tensor[] parameters;
    private torch.Tensor? output;

    internal PeerPrediction(int inputs, int hidden, int outputs)
    {
        row = torch.tensor(SampleData.Normal(inputs, 1), [1, inputs]);
        parameters = [.. MyelinPrediction.Build(inputs, hidden, outputs).Parameters.Select(parameter =>
            torch.tensor(parameter.Value.ToArray(), [.. parameter.Value.Shape.ToArray().Select(size => (long)size)]))];
    }

    public void Step()
    {
        output?.Dispose();
        using IDisposable quick = torch.inference_mode();
        using torch.Tensor first = F.linear(row, parameters[0], parameters[1]);
        first.relu_();
        output = F.linear(first, parameters[2], parameters[3]);
    }

    public double Result() => output![0, 0].item<float>();

    public void Dispose()
    {
        output?.Dispose();
        row.Dispose();
        foreach (torch.Tensor parameter in parameters) parameter.Dispose();
    }
}
