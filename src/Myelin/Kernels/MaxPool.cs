using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// The maximum of each window and where it lies. The first of equal values counts, in order of rows; NaN counts as larger than
/// all, the last NaN of a window being taken, as in PyTorch.
/// </summary>
internal static unsafe class MaxPool
{
    // Below this many inputs the threads' handing over costs more than it saves.
    private const long MinParallelWork = 1 << 17;

    /// <summary>Pools planes.</summary>
    /// <param name="shape">The sizes of a plane.</param>
    /// <param name="planes">How many planes: images times channels.</param>
    /// <param name="input">[planes, height, width].</param>
    /// <param name="output">[planes, output height, output width].</param>
    /// <param name="indices">The same: where each maximum lies in its plane.</param>
    internal static void Forward(in PoolShape shape, int planes, ReadOnlySpan<float> input, Span<float> output, Span<int> indices)
    {
        Check(shape, planes, input.Length, output.Length, indices.Length);
        fixed (float* source = input, result = output)
        fixed (int* places = indices)
        {
            Run(new Pooling(shape, planes, source, result, places), shape, planes);
        }
    }

    /// <summary>Adds each output's gradient to the input that was its maximum; all other inputs get 0.</summary>
    /// <param name="shape">The sizes of a plane.</param>
    /// <param name="planes">How many planes.</param>
    /// <param name="outputGradient">[planes, output height, output width].</param>
    /// <param name="indices">What <see cref="Forward"/> found.</param>
    /// <param name="inputGradient">[planes, height, width]; what it held is overwritten.</param>
    internal static void Backward(in PoolShape shape, int planes, ReadOnlySpan<float> outputGradient, ReadOnlySpan<int> indices, Span<float> inputGradient)
    {
        Check(shape, planes, inputGradient.Length, outputGradient.Length, indices.Length);
        fixed (float* gradient = outputGradient, result = inputGradient)
        fixed (int* places = indices)
        {
            Run(new Spreading(shape, gradient, places, result), shape, planes);
        }
    }

    private static void Run<TJob>(in TJob job, in PoolShape shape, int planes) where TJob : unmanaged, IJob
    {
        if ((long)planes * shape.InputLength >= MinParallelWork) Workers.Run(job, planes);
        else for (int plane = 0; plane < planes; plane++) job.Run(plane);
    }

    private static void Check(in PoolShape shape, int planes, int input, int output, int indices)
    {
        if (planes < 0 || input < (long)planes * shape.InputLength || output < (long)planes * shape.OutputLength || indices < (long)planes * shape.OutputLength)
            throw new ArgumentException($"{planes} planes of {shape.Height} x {shape.Width}, pooled to {shape.OutputHeight} x {shape.OutputWidth}, do not fit {input} inputs, {output} outputs and {indices} indices.");
    }

    private readonly struct Pooling(PoolShape shape, int planes, float* input, float* output, int* indices) : IJob
    {
        private readonly PoolShape shape = shape;
        private readonly float* input = input;
        private readonly float* end = input + (nint)planes * shape.InputLength;
        private readonly float* output = output;
        private readonly int* indices = indices;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int part)
        {
            float* plane = input + (nint)part * shape.InputLength;
            nint target = (nint)part * shape.OutputLength;
            Vector512<int> lanes = Vector512<int>.Indices * shape.Stride;
            int width = shape.OutputWidth;
            for (int y = 0; y < shape.OutputHeight; y++, target += width)
            {
                for (int x = 0; x < width; x += Storage.Lanes)
                {
                    int corner = (y * shape.Width + x) * shape.Stride, count = Math.Min(Storage.Lanes, width - x);
                    Vector512<float> maximum = Vector512.Create(float.NegativeInfinity);
                    Vector512<int> place = lanes + Vector512.Create(corner);
                    for (int i = 0; i < shape.Window; i++)
                    {
                        for (int j = 0; j < shape.Window; j++)
                        {
                            int offset = corner + i * shape.Width + j;
                            Vector512<float> value = LoadEvery(plane + offset, shape.Stride, count, end);
                            Vector512<float> larger = Vector512.GreaterThan(value, maximum) | ~Vector512.Equals(value, value);
                            maximum = Vector512.ConditionalSelect(larger, value, maximum);
                            place = Vector512.ConditionalSelect(larger.AsInt32(), lanes + Vector512.Create(offset), place);
                        }
                    }

                    PartialVector.Store(output + target + x, maximum, count);
                    PartialVector.Store((float*)(indices + target + x), place.AsSingle(), count);
                }
            }
        }

        /// <summary>Every <paramref name="stride"/>-th float; at least the first <paramref name="count"/> lanes, none of them at or behind the end.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> LoadEvery(float* source, int stride, int count, float* end)
        {
            bool whole = end - source >= 2 * Storage.Lanes;
            if (stride == 1 && whole) return Vector512.Load(source);

            // The lower halves of 64-bit elements are the floats of even index.
            if (stride == 2 && whole) return Vector512.Narrow(Vector512.Load((ulong*)source), Vector512.Load((ulong*)(source + Storage.Lanes))).AsSingle();
            return Gather(source, stride, count);
        }

        private static Vector512<float> Gather(float* source, int stride, int count)
        {
            float* block = stackalloc float[Storage.Lanes];
            for (int lane = 0; lane < count; lane++) block[lane] = source[lane * stride];
            return Vector512.Load(block);
        }
    }

    private readonly struct Spreading(PoolShape shape, float* outputGradient, int* indices, float* inputGradient) : IJob
    {
        private readonly PoolShape shape = shape;
        private readonly float* outputGradient = outputGradient;
        private readonly int* indices = indices;
        private readonly float* inputGradient = inputGradient;

        public void Run(int part)
        {
            float* plane = inputGradient + (nint)part * shape.InputLength;
            new Span<float>(plane, shape.InputLength).Clear();
            nint end = (nint)(part + 1) * shape.OutputLength;
            for (nint i = (nint)part * shape.OutputLength; i < end; i++) plane[indices[i]] += outputGradient[i];
        }
    }
}
