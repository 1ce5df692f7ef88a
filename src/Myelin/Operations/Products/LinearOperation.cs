using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>A linear map with bias and an activation in one, whichever function the activation is.</summary>
public interface ILinearOperation
{
    /// <summary>The activation with its constants.</summary>
    IUnaryFunction Function { get; }
}

/// <summary>
/// y = f(x Wᵀ + b) in one operation, for x [rows, inputs], W [outputs, inputs], b [outputs]. With z = x Wᵀ + b and dz = dy · f'(z):
/// dx = dz W, dW = dzᵀ x, db = Σ over rows of dz.
/// </summary>
/// <typeparam name="TFunction">The activation f.</typeparam>
public sealed class LinearOperation<TFunction> : Operation, ILinearOperation where TFunction : unmanaged, IUnaryFunction
{
    private TFunction function;
    private KeptForActivation<TFunction> kept = new();
    private TransposedWeights? turned;

    /// <inheritdoc/>
    public override string Name => "linear";

    /// <inheritdoc/>
    public IUnaryFunction Function => function;

    /// <summary>Applies the map and the activation.</summary>
    /// <param name="x">Rows of inputs, [rows, inputs].</param>
    /// <param name="weight">The weights, [outputs, inputs].</param>
    /// <param name="bias">The biases, [outputs].</param>
    /// <param name="function">The activation.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, TFunction function)
    {
        Shape rows = x.Shape, matrix = weight.Shape;
        if (rows.Rank != 2 || matrix.Rank != 2 || rows[1] != matrix[1] || bias.Shape != new Shape(matrix[0]))
            throw new ArgumentException($"A linear map needs the shapes [rows, inputs], [outputs, inputs] and [outputs], not {rows}, {matrix} and "
                + $"{bias.Shape}.", nameof(x));
        var operation = Record<LinearOperation<TFunction>>(x, weight, bias);
        operation.function = function;
        return operation.Run(new Shape(rows[0], matrix[0]));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        // A prediction of one row, with weights that stay.
        if (Operand(0).Shape[0] == 1 && Tape is { IsRecording: false } && OperandSlot(1).Tape is null)
        {
            turned ??= new TransposedWeights();
            RowProduct.Run(OperandSpan(0), turned.Of(OperandSlot(1)), OperandSpan(2), function, ResultSpan);
            return;
        }

        MatrixMultiply.Run(View(0), View(1).Transposed, OperandSpan(2), BiasAxis.Columns, function, ResultSpan,
            kept.Room(ResultSpan.Length, WillDifferentiate));
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        int rows = Result.Shape[0], outputs = Result.Shape[1], inputs = Operand(0).Shape[1];
        using Scratch scratch = Scratch.Take(rows * outputs);
        Span<float> dz = scratch.Span;
        kept.Differentiate(function, ResultSpan, ResultGradient, dz);
        if (Needs(0))
        {
            Span<float> dx = GradientSpan(0, out bool accumulate);
            MatrixMultiply.Run(new MatrixView(dz, rows, outputs), View(1), dx, accumulate);
        }

        if (Needs(1))
        {
            Span<float> dw = GradientSpan(1, out bool accumulate);
            Shard.Sum(new TransposedProduct(dz, outputs, OperandSpan(0), inputs), rows, Tape!.Shards, dw, accumulate);
        }

        if (Needs(2))
        {
            Span<float> db = GradientSpan(2, out bool accumulate);
            Shard.Sum(new RowSum(dz, outputs), rows, Tape!.Shards, db, accumulate);
        }
    }

    private MatrixView View(int operand) => new(OperandSpan(operand), Operand(operand).Shape[0], Operand(operand).Shape[1]);
}
