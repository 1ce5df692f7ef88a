using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = x · m with m = 0 with probability p, else 1 / (1 - p), drawn anew for each element; dx = dy · m. The draw depends on the random
/// stream, the tape's step, the row and the place in the row alone.
/// </summary>
public sealed class DropoutOperation : Operation
{
    private Philox random;
    private Storage factors = new(0);

    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <summary>The probability p that an element is dropped.</summary>
    public float Rate { get; private set; }

    /// <summary>The factors m that were drawn in this step.</summary>
    public ReadOnlySpan<float> Factors => factors.Span[..Result.Count];

    /// <summary>Drops elements at random.</summary>
    /// <param name="x">Rows first.</param>
    /// <param name="rate">The probability p, from 0 to below 1.</param>
    /// <param name="random">The random stream.</param>
    public static Tensor Apply(Tensor x, float rate, Philox random)
    {
        _ = x.Shape.Axis(0);
        var operation = Record<DropoutOperation>(x);
        (operation.Rate, operation.random) = (rate, random);
        return operation.Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        if (factors.Capacity < ResultSpan.Length) factors = new Storage(ResultSpan.Length);
        Span<float> drawn = factors.Span[..ResultSpan.Length];
        int width = Result.Shape.CountBehind(0);
        for (int row = 0; row < Result.Shape[0]; row++) random.FillUniform(drawn.Slice(row * width, width), Tape?.Step ?? 0, (uint)row);
        Elementwise.Map(new Factor(Rate), drawn, drawn);
        Elementwise.Map(default(Multiply), OperandSpan(0), drawn, ResultSpan);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (accumulate) Elementwise.Map(default(MultiplyAdd), ResultGradient, Factors, dx, dx);
        else Elementwise.Map(default(Multiply), ResultGradient, Factors, dx);
    }

    private readonly struct Factor(float rate) : ILaneMap1
    {
        private readonly float kept = 1 / (1 - rate);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> uniform) =>
            Vector512.ConditionalSelect(Vector512.LessThan(uniform, Vector512.Create(rate)), Vector512<float>.Zero, Vector512.Create(kept));
    }

    private readonly struct Multiply : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b) => a * b;
    }

    private readonly struct MultiplyAdd : ILaneMap3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> c) => c + a * b;
    }
}
