using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>Multiplies by 1 above 0, else by a slope drawn evenly between two bounds.</summary>
public sealed class RandomizedReluOperation : RandomFactorOperation
{
    /// <inheritdoc/>
    public override string Name => "rrelu";

    /// <summary>The smallest slope.</summary>
    public float Lower { get; private set; }

    /// <summary>The bound that slopes stay below.</summary>
    public float Upper { get; private set; }

    /// <summary>Applies the function with slopes of this step.</summary>
    /// <param name="x">Rows first.</param>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The bound that slopes stay below, at least the smallest.</param>
    /// <param name="random">The random stream.</param>
    public static Tensor Apply(Tensor x, float lower, float upper, Philox random)
    {
        var operation = Record<RandomizedReluOperation>(x, random);
        (operation.Lower, operation.Upper) = (lower, upper);
        return operation.Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void MakeFactors(Span<float> drawn, ReadOnlySpan<float> x) => Elementwise.Map(new Factor(Lower, Upper - Lower), drawn, x, drawn);

    private readonly struct Factor(float lower, float range) : ILaneMap2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Invoke(Vector512<float> uniform, Vector512<float> x) => Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One,
                Vector512.FusedMultiplyAdd(uniform, Vector512.Create(range), Vector512.Create(lower)));
    }
}
