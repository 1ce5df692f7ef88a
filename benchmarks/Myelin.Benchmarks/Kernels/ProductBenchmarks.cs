using BenchmarkDotNet.Attributes;
using Myelin.Activations;
using Myelin.Benchmarks.Compare;
using Myelin.Kernels;

namespace Myelin.Benchmarks.Kernels;

/// <summary>The products of a linear layer: forward with bias and ReLU, and both gradients.</summary>
[InProcess]
public class ProductBenchmarks
{
    private float[] x = [], weights = [], bias = [], y = [], inputGradient = [], weightGradient = [];

    /// <summary>Rows, inputs and outputs.</summary>
    [Params("4x2x2", "32x64x64", "128x784x512", "10000x4x32", "512x512x512")]
    public string Sizes { get; set; } = "";

    private int Rows => Size(0);

    private int Inputs => Size(1);

    private int Outputs => Size(2);

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (x, weights, bias) = (SampleData.Normal(Rows * Inputs, 1), SampleData.Normal(Outputs * Inputs, 2), SampleData.Normal(Outputs, 3));
        (y, inputGradient, weightGradient) = (SampleData.Normal(Rows * Outputs, 4), new float[x.Length], new float[weights.Length]);
    }

    /// <summary>relu(x Wᵀ + b).</summary>
    [Benchmark]
    public void Forward() => MatrixMultiply.Run(new MatrixView(x, Rows, Inputs), new MatrixView(weights, Outputs, Inputs).Transposed, bias, BiasAxis.Columns, default(Relu), y);

    /// <summary>dy W.</summary>
    [Benchmark]
    public void InputGradient() => MatrixMultiply.Run(new MatrixView(y, Rows, Outputs), new MatrixView(weights, Outputs, Inputs), inputGradient);

    /// <summary>dyᵀ x.</summary>
    [Benchmark]
    public void WeightGradient() => MatrixMultiply.Run(new MatrixView(y, Rows, Outputs).Transposed, new MatrixView(x, Rows, Inputs), weightGradient);

    private int Size(int index) => int.Parse(Sizes.Split('x')[index], System.Globalization.CultureInfo.InvariantCulture);
}
