using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = x for x &gt; 0, else a x, with one slope a for everything or one for each channel, axis 1 of x. dx = dy for x &gt; 0, else a dy;
/// da = Σ dy x over x ≤ 0, summed inside each row first, then over the rows by shards.
/// </summary>
public sealed class ParametricReluOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "prelu";

    /// <summary>Whether 0 counts as positive, so that the slope there is 1 and not a.</summary>
    public bool ZeroIsPositive { get; private set; }

    private int Rows => Operand(0).Shape[0];

    private int Channels => Operand(1).Count;

    private int Inner => Operand(0).Shape.CountBehind(Channels == 1 ? 0 : 1);

    /// <summary>Applies the function.</summary>
    /// <param name="x">Rows first; [rows, channels, …] for a slope each.</param>
    /// <param name="slope">The slopes, [1] or [channels].</param>
    /// <param name="zeroIsPositive">Whether the slope at 0 is 1 and not a.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor slope, bool zeroIsPositive)
    {
        Shape shape = x.Shape;
        _ = shape.Axis(0);
        if (slope.Shape != new Shape(1) && (shape.Rank < 2 || slope.Shape != new Shape(shape[1])))
            throw new ArgumentException($"PReLU needs slopes of shape [1], or [channels] for [rows, channels, …], not {slope.Shape} for {shape}.",
                nameof(slope));
        var operation = Record<ParametricReluOperation>(x, slope);
        operation.ZeroIsPositive = zeroIsPositive;
        return operation.Run(shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        for (int run = 0; run < Rows * Channels; run++)
        {
            var value = new Value(OperandSpan(1)[run % Channels]);
            Elementwise.Map(value, OperandSpan(0).Slice(run * Inner, Inner), ResultSpan.Slice(run * Inner, Inner));
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        if (Needs(0)) DifferentiateInput();
        if (!Needs(1)) return;
        using Scratch terms = Scratch.Take(Inner);
        using Scratch sums = Scratch.Take(Rows * Channels);
        for (int run = 0; run < sums.Span.Length; run++)
        {
            Elementwise.Map(default(BySlope), OperandSpan(0).Slice(run * Inner, Inner), ResultGradient.Slice(run * Inner, Inner), terms.Span);
            sums.Span[run] = Sums.Of(terms.Span);
        }

        Span<float> da = GradientSpan(1, out bool accumulate);
        Shard.Sum(new RowSum(sums.Span, Channels), Rows, Tape!.Shards, da, accumulate);
    }

    private void DifferentiateInput()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        using Scratch scratch = Scratch.Take(Inner);
        for (int run = 0; run < Rows * Channels; run++)
        {
            var part = new ByInput(OperandSpan(1)[run % Channels], ZeroIsPositive ? 1 : OperandSpan(1)[run % Channels]);
            Elementwise.Map(part, OperandSpan(0).Slice(run * Inner, Inner), ResultGradient.Slice(run * Inner, Inner), scratch.Span);
            Copy.To(scratch.Span, dx.Slice(run * Inner, Inner), accumulate);
        }
    }

    private readonly struct Value(float slope) : ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x) => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), x, x * slope);
    }

    private readonly struct ByInput(float slope, float slopeAtZero) : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, Vector512<float> dy)
        {
            Vector512<float> left = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(slopeAtZero),
                Vector512.Create(slope));
            left = Vector512.ConditionalSelect(Vector512.Equals(x, x), left, x);
            return dy * Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One, left);
        }
    }

    private readonly struct BySlope : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> x, Vector512<float> dy) =>
            Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.Zero, x * dy);
    }
}
