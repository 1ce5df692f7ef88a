using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>
/// The maximum of each window and where it lies. The first of equal values counts, in order of rows; NaN counts as larger than
/// all, the last NaN of a window being taken, as in PyTorch.
/// </summary>
internal static unsafe class MaxPool
{
    // Eight outputs at a time: pooled rows are short.
    private const int Lanes = 8;

    // Below this many inputs the threads' handing over costs more than it saves.
    private const long MinParallelWork = 1 << 17;

    // Planes are small: threads that fetch them one by one spend more time on fetching than on pooling.
    private const int PartWork = 1 << 14;

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

    private static void Run<TPlanes>(in TPlanes job, in PoolShape shape, int planes) where TPlanes : unmanaged, IPlanes
    {
        int perPart = Math.Max(1, PartWork / shape.InputLength);
        var parts = new Parts<TPlanes>(job, planes, perPart);
        int count = (planes + perPart - 1) / perPart;
        if ((long)planes * shape.InputLength >= MinParallelWork) Workers.Run(parts, count);
        else for (int part = 0; part < count; part++) parts.Run(part);
    }

    private static void Check(in PoolShape shape, int planes, int input, int output, int indices)
    {
        if (planes < 0 || input < (long)planes * shape.InputLength || output < (long)planes * shape.OutputLength || indices < (long)planes * shape.OutputLength)
            throw new ArgumentException($"{planes} planes of {shape.Height} x {shape.Width}, pooled to {shape.OutputHeight} x {shape.OutputWidth}, "
                + $"do not fit {input} inputs, {output} outputs and {indices} indices.");
    }

    /// <summary>Works on neighbouring planes.</summary>
    private interface IPlanes
    {
        void Run(int first, int end);
    }

    private readonly struct Parts<TPlanes>(TPlanes job, int planes, int perPart) : IJob where TPlanes : unmanaged, IPlanes
    {
        public void Run(int part) => job.Run(part * perPart, Math.Min(planes, (part + 1) * perPart));
    }

    private readonly struct Pooling(PoolShape shape, int planes, float* input, float* output, int* indices) : IPlanes
    {
        private readonly PoolShape shape = shape;
        private readonly float* input = input;
        private readonly float* inputEnd = input + (nint)planes * shape.InputLength;
        private readonly float* output = output;
        private readonly int* indices = indices;

        [MethodImpl(HotLoop.Options)]
        public void Run(int first, int end)
        {
            int height = shape.OutputHeight, width = shape.OutputWidth, stride = shape.Stride, window = shape.Window;

            // A row's last vector of windows reads up to here, counted from the row's first window.
            nint reach = (nint)(window - 1) * (shape.Width + 1) + (nint)(width + Lanes) * stride + Lanes;
            nint target = (nint)first * shape.OutputLength, targetEnd = (nint)end * shape.OutputLength;
            for (int plane = first; plane < end; plane++)
            {
                float* source = input + (nint)plane * shape.InputLength;
                for (int y = 0; y < height; y++, target += width)
                {
                    int corner = y * stride * shape.Width;
                    bool whole = inputEnd - (source + corner) >= reach;
                    if (whole && stride == 2) Row<EverySecond>(source, corner, width, target, targetEnd);
                    else if (whole && stride == 1) Row<Neighbours>(source, corner, width, target, targetEnd);
                    else Row<OneByOne>(source, corner, width, target, targetEnd);
                }
            }
        }

        [MethodImpl(HotLoop.Options)]
        private void Row<TLoad>(float* source, int corner, int width, nint target, nint targetEnd) where TLoad : struct, IStridedLoad
        {
            int window = shape.Window, stride = shape.Stride, inputWidth = shape.Width;
            Vector256<int> lanes = Vector256<int>.Indices * stride;
            for (int x = 0; x < width; x += Lanes, corner += Lanes * stride)
            {
                int count = Math.Min(Lanes, width - x);
                Vector256<float> maximum = Vector256.Create(float.NegativeInfinity);
                Vector256<int> place = lanes + Vector256.Create(corner);
                for (int i = 0, row = corner; i < window; i++, row += inputWidth)
                {
                    for (int offset = row; offset < row + window; offset++)
                    {
                        Vector256<float> value = TLoad.Load(source + offset, stride, count);
                        Vector256<float> larger = Vector256.GreaterThan(value, maximum) | ~Vector256.Equals(value, value);
                        maximum = Vector256.ConditionalSelect(larger, value, maximum);
                        place = Vector256.ConditionalSelect(larger.AsInt32(), lanes + Vector256.Create(offset), place);
                    }
                }

                // What goes beyond a row is overwritten by the next one, while there is a next one in this part.
                if (target + x + Lanes <= targetEnd)
                {
                    maximum.Store(output + target + x);
                    place.Store(indices + target + x);
                }
                else
                {
                    StoreFirst(maximum, place, count, output + target + x, indices + target + x);
                }
            }
        }

        private static void StoreFirst(Vector256<float> maximum, Vector256<int> place, int count, float* values, int* places)
        {
            for (int lane = 0; lane < count; lane++) (values[lane], places[lane]) = (maximum[lane], place[lane]);
        }
    }

    /// <summary>Loads floats that lie a stride apart; at least the first lanes of the number given.</summary>
    private interface IStridedLoad
    {
        static abstract Vector256<float> Load(float* source, int stride, int count);
    }

    private readonly struct Neighbours : IStridedLoad
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Load(float* source, int stride, int count) => Vector256.Load(source);
    }

    private readonly struct EverySecond : IStridedLoad
    {
        // The lower halves of 64-bit elements are the floats of even index.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Load(float* source, int stride, int count) =>
            Vector256.Narrow(Vector256.Load((ulong*)source), Vector256.Load((ulong*)(source + Lanes))).AsSingle();
    }

    private readonly struct OneByOne : IStridedLoad
    {
        public static Vector256<float> Load(float* source, int stride, int count)
        {
            float* block = stackalloc float[Lanes];
            for (int lane = 0; lane < count; lane++) block[lane] = source[lane * stride];
            return Vector256.Load(block);
        }
    }

    private readonly struct Spreading(PoolShape shape, float* outputGradient, int* indices, float* inputGradient) : IPlanes
    {
        private readonly PoolShape shape = shape;
        private readonly float* outputGradient = outputGradient;
        private readonly int* indices = indices;
        private readonly float* inputGradient = inputGradient;

        [MethodImpl(HotLoop.Options)]
        public void Run(int first, int end)
        {
            nint inputLength = shape.InputLength, outputLength = shape.OutputLength;
            new Span<float>(inputGradient + first * inputLength, checked((int)((end - first) * inputLength))).Clear();
            for (int plane = first; plane < end; plane++)
            {
                float* result = inputGradient + plane * inputLength;
                nint outputEnd = (plane + 1) * outputLength;
                for (nint i = plane * outputLength; i < outputEnd; i++) result[indices[i]] += outputGradient[i];
            }
        }
    }
}
