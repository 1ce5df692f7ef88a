using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Myelin.Functions;
using Myelin.Kernels;
using Xunit;

namespace Myelin.Tests.Kernels;

/// <summary>
/// One hash over a fixed set of results. It was made with 512-bit vectors; the suite must reproduce it with any of
/// DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0, DOTNET_PreferredVectorBitWidth=256 and 128, and with any number of threads.
/// </summary>
[Collection(nameof(WorkersCollection))]
public sealed class ProductBitsTests : IDisposable
{
    private const string Expected = "e783d04e313e45b5dff1abf54a53645fc659c9aeb3630b20540f0d681a3c25fe";

    private readonly int threads = Workers.Threads;

    public void Dispose() => Workers.Threads = threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Results_have_the_committed_bits(int count)
    {
        Workers.Threads = count;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int rows, int columns, int length) in ((int, int, int)[])[(1, 1, 1), (4, 2, 2), (33, 70, 300), (128, 96, 200), (1, 130, 784),
            (50, 3, 900), (6, 25, 5000)])
        {
            float[] a = Samples.Make(rows * length, 1), b = Samples.Make(length * columns, 2), c = new float[rows * columns], inputs = new float[c.Length];
            MatrixMultiply.Run(new MatrixView(a, rows, length), new MatrixView(b, columns, length).Transposed, Samples.Make(columns, 3),
                BiasAxis.Columns, new Tripled(), c, inputs);
            Add(hash, c, inputs);
            MatrixMultiply.Run(new MatrixView(a, length, rows).Transposed, new MatrixView(b, length, columns), c, accumulate: true);
            Add(hash, c);
        }

        foreach (int stride in (ReadOnlySpan<int>)[1, 2])
        {
            var shape = new ConvolutionShape(12, 15, 19, 14, 5, 5, stride, 2);
            float[] input = Samples.Make(4 * shape.InputLength, 1), weights = Samples.Make(14 * shape.FilterLength, 2), bias = Samples.Make(14, 3);
            float[] output = new float[4 * shape.OutputLength], inputGradient = new float[input.Length], weightGradient = new float[weights.Length],
                biasGradient = new float[14];
            Convolution.Forward(shape, 4, input, weights, bias, new Tripled(), output);
            Convolution.InputGradient(shape, 4, weights, output, inputGradient);
            Convolution.WeightGradient(shape, 0, 4, input, output, weightGradient);
            Convolution.BiasGradient(shape, 0, 4, output, biasGradient);
            Add(hash, output, inputGradient, weightGradient, biasGradient);
        }

        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        Assert.True(Expected == actual, $"The bits are {actual}.");
    }

    private static void Add(IncrementalHash hash, params ReadOnlySpan<float[]> results)
    {
        foreach (float[] result in results) hash.AppendData(MemoryMarshal.AsBytes<float>(result));
    }

    private readonly struct Tripled : IUnaryFunction
    {
        public static Saved Saves => Saved.Input;

        public Vector512<float> Value(Vector512<float> x) => x * 3;

        public Vector512<float> Derivative(Vector512<float> saved) => Vector512.Create(3f);
    }
}
