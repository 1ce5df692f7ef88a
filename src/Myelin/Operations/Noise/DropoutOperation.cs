using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>Multiplies by 0 with probability p, else by 1 / (1 - p).</summary>
public sealed class DropoutOperation : RandomFactorOperation
{
    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <summary>The probability p that an element is dropped.</summary>
    public float Rate { get; private set; }

    /// <summary>Drops elements at random.</summary>
    /// <param name="x">Rows first.</param>
    /// <param name="rate">The probability p, from 0 to below 1.</param>
    /// <param name="random">The random stream.</param>
    public static Tensor Apply(Tensor x, float rate, Philox random)
    {
        var operation = Record<DropoutOperation>(x, random);
        operation.Rate = rate;
        return operation.Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void MakeFactors(Span<float> drawn, ReadOnlySpan<float> x) => Elementwise.Map(new Factor(Rate, 1 / (1 - Rate)), drawn, drawn);

    /// <summary>0 for the part of the draws that is dropped, else the factor of what is kept.</summary>
    internal readonly struct Factor(float rate, float kept) : ILaneMap1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> uniform) =>
            Vector512.ConditionalSelect(Vector512.LessThan(uniform, Vector512.Create(rate)), Vector512<float>.Zero, Vector512.Create(kept));
    }
}
