using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = a x + b with the probability 1 - p, else a α' + b for a lower limit α' of values; dx = a dy where x was kept, else 0. With
/// a = 1 / √((1 - p) (1 + p α'²)) and b = -a p α' a mean of 0 and a variance of 1 stay.
/// </summary>
public sealed class AlphaDropoutOperation : RandomFactorOperation
{
    private float slope;

    /// <inheritdoc/>
    public override string Name => "alpha-dropout";

    /// <summary>The probability p that an element is dropped.</summary>
    public float Rate { get; private set; }

    /// <summary>What a dropped element becomes before a and b act, α'.</summary>
    public double LowerLimit { get; private set; }

    /// <summary>Drops elements at random.</summary>
    /// <param name="x">Rows first.</param>
    /// <param name="rate">The probability p, from 0 to below 1.</param>
    /// <param name="lowerLimit">α', finite.</param>
    /// <param name="random">The random stream.</param>
    public static Tensor Apply(Tensor x, float rate, double lowerLimit, Philox random)
    {
        var operation = Record<AlphaDropoutOperation>(x, random);
        (operation.Rate, operation.LowerLimit) = (rate, lowerLimit);
        operation.slope = (float)(1 / Math.Sqrt((1.0 - rate) * (1 + rate * lowerLimit * lowerLimit)));
        return operation.Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void MakeFactors(Span<float> drawn, ReadOnlySpan<float> x) => Elementwise.Map(new DropoutOperation.Factor(Rate, slope), drawn, drawn);

    /// <inheritdoc/>
    protected override void AddShifts(ReadOnlySpan<float> factors, Span<float> products)
    {
        double kept = -LowerLimit * Rate * slope;
        Elementwise.Map(new AddShift((float)kept, (float)(kept + LowerLimit * slope)), products, factors, products);
    }

    private readonly struct AddShift(float kept, float dropped) : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> product, Vector512<float> factor) =>
            product + Vector512.ConditionalSelect(Vector512.Equals(factor, Vector512<float>.Zero), Vector512.Create(dropped), Vector512.Create(kept));
    }
}
