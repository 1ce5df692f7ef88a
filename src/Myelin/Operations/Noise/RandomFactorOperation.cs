using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = x · m, or x · m + s(m), with a factor m drawn anew for each element; dx = dy · m. The draw depends on the random stream, the tape's step,
/// the row and the place in the row alone.
/// </summary>
public abstract class RandomFactorOperation : Operation
{
    private Philox random;
    private Storage factors = new(0);

    /// <summary>The factors m of this step.</summary>
    internal ReadOnlySpan<float> Factors => factors.Span[..Result.Count];

    /// <summary>Takes a record for rows of values.</summary>
    /// <typeparam name="TOperation">How factors are made.</typeparam>
    /// <param name="x">Rows first.</param>
    /// <param name="random">The random stream.</param>
    protected static TOperation Record<TOperation>(Tensor x, Philox random) where TOperation : RandomFactorOperation, new()
    {
        _ = x.Shape.Axis(0);
        TOperation operation = Record<TOperation>(x);
        operation.random = random;
        return operation;
    }

    /// <summary>Replaces numbers that were drawn from 0 to below 1 by factors.</summary>
    /// <param name="drawn">The numbers.</param>
    /// <param name="x">The operation's input.</param>
    protected abstract void MakeFactors(Span<float> drawn, ReadOnlySpan<float> x);

    /// <summary>Adds s(m) to the products x · m; nothing unless an operation says so.</summary>
    /// <param name="factors">The factors m.</param>
    /// <param name="products">The products, to be added to.</param>
    protected virtual void AddShifts(ReadOnlySpan<float> factors, Span<float> products) { }

    /// <inheritdoc/>
    protected sealed override void Forward()
    {
        if (factors.Capacity < ResultSpan.Length) factors = new Storage(ResultSpan.Length);
        Span<float> drawn = factors.Span[..ResultSpan.Length];
        int width = Result.Shape.CountBehind(0);
        uint firstRow = Tape?.FirstRow ?? 0;
        for (int row = 0; row < Result.Shape[0]; row++) random.FillUniform(drawn.Slice(row * width, width), Tape?.Step ?? 0, firstRow + (uint)row);
        MakeFactors(drawn, OperandSpan(0));
        Elementwise.Map(default(Copy.Product), OperandSpan(0), drawn, ResultSpan);
        AddShifts(drawn, ResultSpan);
    }

    /// <inheritdoc/>
    protected sealed override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (accumulate) Elementwise.Map(default(Copy.AddProduct), ResultGradient, Factors, dx, dx);
        else Elementwise.Map(default(Copy.Product), ResultGradient, Factors, dx);
    }
}
