using Myelin.Autograd;
using Myelin.Functions;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>A convolution with bias and an activation in one, whichever function the activation is.</summary>
public interface IConvolutionOperation
{
    /// <summary>The activation with its constants.</summary>
    IUnaryFunction Function { get; }

    /// <summary>The step of the window.</summary>
    int Stride { get; }

    /// <summary>Rows and columns of zeros added on each side.</summary>
    int Padding { get; }
}

/// <summary>
/// y = f(x ∗ W + b) in one operation, for images x [rows, channels, height, width], W [filters, channels, kernel height, kernel width] and b [filters].
/// z[n, f, i, j] = b[f] + Σ over c, u, v of x[n, c, s i + u - p, s j + v - p] W[f, c, u, v] (a cross-correlation, as everywhere in the field), with
/// the stride s, the padding p and zeros outside the image. With dz = dy · f'(z) the gradients are the sums of dz over the same pairs.
/// </summary>
/// <typeparam name="TFunction">The activation f.</typeparam>
public sealed class ConvolutionOperation<TFunction> : Operation, IConvolutionOperation where TFunction : unmanaged, IUnaryFunction
{
    private TFunction function;
    private ConvolutionShape sizes;
    private KeptForActivation<TFunction> kept = new();

    /// <inheritdoc/>
    public override string Name => "convolution";

    /// <inheritdoc/>
    public IUnaryFunction Function => function;

    /// <inheritdoc/>
    public int Stride => sizes.Stride;

    /// <inheritdoc/>
    public int Padding => sizes.Padding;

    /// <summary>Applies the convolution and the activation.</summary>
    /// <param name="x">Images, [rows, channels, height, width].</param>
    /// <param name="weight">The filters, [filters, channels, kernel height, kernel width].</param>
    /// <param name="bias">The biases, [filters].</param>
    /// <param name="stride">The step of the window, at least 1.</param>
    /// <param name="padding">Rows and columns of zeros added on each side, 0 or more.</param>
    /// <param name="function">The activation.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, int stride, int padding, TFunction function)
    {
        Shape images = x.Shape, filters = weight.Shape;
        if (images.Rank != 4 || filters.Rank != 4 || images[1] != filters[1] || bias.Shape != new Shape(filters[0]))
            throw new ArgumentException($"A convolution needs the shapes [rows, channels, height, width], [filters, channels, function, function] "
                + $"and [filters], not {images}, {filters} and {bias.Shape}.", nameof(x));
        var sizes = new ConvolutionShape(images[1], images[2], images[3], filters[0], filters[2], filters[3], stride, padding);
        var operation = Record<ConvolutionOperation<TFunction>>(x, weight, bias);
        (operation.function, operation.sizes) = (function, sizes);
        return operation.Run(new Shape(images[0], sizes.Filters, sizes.OutputHeight, sizes.OutputWidth));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        Convolution.Forward(sizes, Result.Shape[0], OperandSpan(0), OperandSpan(1), OperandSpan(2), function, ResultSpan,
            kept.Room(ResultSpan.Length, WillDifferentiate));
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        int rows = Result.Shape[0];
        using Scratch scratch = Scratch.Take(ResultSpan.Length);
        Span<float> dz = scratch.Span;
        kept.Differentiate(function, ResultSpan, ResultGradient, dz);
        if (Needs(0)) DifferentiateInput(rows, dz);
        if (Needs(1))
        {
            Span<float> dw = GradientSpan(1, out bool accumulate);
            Shard.Sum(new WeightTerm(sizes, OperandSpan(0), dz), rows, Tape!.Shards, dw, accumulate);
        }

        if (Needs(2))
        {
            Span<float> db = GradientSpan(2, out bool accumulate);
            Shard.Sum(new BiasTerm(sizes, dz), rows, Tape!.Shards, db, accumulate);
        }
    }

    private void DifferentiateInput(int rows, ReadOnlySpan<float> dz)
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        using Scratch other = Scratch.Take(accumulate ? dx.Length : 0);
        Convolution.InputGradient(sizes, rows, OperandSpan(1), dz, accumulate ? other.Span : dx);
        if (accumulate) Copy.To(other.Span, dx, accumulate: true);
    }

    private readonly ref struct WeightTerm(ConvolutionShape sizes, ReadOnlySpan<float> x, ReadOnlySpan<float> dz) : IShardTerm
    {
        private readonly ReadOnlySpan<float> x = x;
        private readonly ReadOnlySpan<float> dz = dz;

        public void Compute(int firstRow, int endRow, Span<float> result, bool accumulate)
        {
            using Scratch own = Scratch.Take(accumulate ? result.Length : 0);
            Convolution.WeightGradient(sizes, firstRow, endRow, x, dz, accumulate ? own.Span : result);
            if (accumulate) Copy.To(own.Span, result, accumulate: true);
        }
    }

    private readonly ref struct BiasTerm(ConvolutionShape sizes, ReadOnlySpan<float> dz) : IShardTerm
    {
        private readonly ReadOnlySpan<float> dz = dz;

        public void Compute(int firstRow, int endRow, Span<float> result, bool accumulate)
        {
            using Scratch own = Scratch.Take(accumulate ? result.Length : 0);
            Convolution.BiasGradient(sizes, firstRow, endRow, dz, accumulate ? own.Span : result);
            if (accumulate) Copy.To(own.Span, result, accumulate: true);
        }
    }
}
