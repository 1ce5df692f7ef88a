using BenchmarkDotNet.Attributes;
using Myelin.Activations;
using Myelin.Benchmarks.Compare;
using Myelin.Kernels;

namespace Myelin.Benchmarks.Kernels;

/// <summary>Convolutions of 5x5 and their gradients, and the pooling behind them.</summary>
[InProcess]
public class ConvolutionBenchmarks
{
    private ConvolutionShape shape;
    private PoolShape pool;
    private int images;
    private float[] input = [], weights = [], bias = [], output = [], inputGradient = [], weightGradient = [], biasGradient = [], pooled = [];
    private int[] places = [];

    /// <summary>The layer.</summary>
    [Params("lenet 1-6", "lenet 6-16", "cifar 3-32", "cifar 32-64")]
    public string Layer { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (shape, images) = Layer switch
        {
            "lenet 1-6" => (new ConvolutionShape(1, 28, 28, 6, 5, 5, padding: 2), 64),
            "lenet 6-16" => (new ConvolutionShape(6, 14, 14, 16, 5, 5), 64),
            "cifar 3-32" => (new ConvolutionShape(3, 32, 32, 32, 5, 5, padding: 2), 128),
            _ => (new ConvolutionShape(32, 16, 16, 64, 5, 5, padding: 2), 128),
        };
        pool = new PoolShape(shape.OutputHeight, shape.OutputWidth, 2, 2);
        (input, weights, bias) = (SampleData.Normal(images * shape.InputLength, 1), SampleData.Normal(shape.Filters * shape.FilterLength, 2), SampleData.Normal(shape.Filters, 3));
        (output, inputGradient, weightGradient, biasGradient) = (SampleData.Normal(images * shape.OutputLength, 4), new float[input.Length], new float[weights.Length], new float[bias.Length]);
        (pooled, places) = (new float[images * shape.Filters * pool.OutputLength], new int[images * shape.Filters * pool.OutputLength]);
        MaxPool();
    }

    /// <summary>relu(x ∗ W + b).</summary>
    [Benchmark]
    public void Forward() => Convolution.Forward(shape, images, input, weights, bias, default(Relu), output);

    /// <summary>The gradient by the images.</summary>
    [Benchmark]
    public void InputGradient() => Convolution.InputGradient(shape, images, weights, output, inputGradient);

    /// <summary>The gradient by the weights.</summary>
    [Benchmark]
    public void WeightGradient() => Convolution.WeightGradient(shape, 0, images, input, output, weightGradient);

    /// <summary>The gradient by the biases.</summary>
    [Benchmark]
    public void BiasGradient() => Convolution.BiasGradient(shape, 0, images, output, biasGradient);

    /// <summary>Pooling of the output, 2x2.</summary>
    [Benchmark]
    public void MaxPool() => Myelin.Kernels.MaxPool.Forward(pool, images * shape.Filters, output, pooled, places);

    /// <summary>Its gradient.</summary>
    [Benchmark]
    public void MaxPoolGradient() => Myelin.Kernels.MaxPool.Backward(pool, images * shape.Filters, pooled, places, output);
}
