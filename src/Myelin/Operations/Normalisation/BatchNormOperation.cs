using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>
/// y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε) for each channel, axis 1 of x. In training μ and σ² are the batch's (σ² divided by the
/// number n of values a channel), dγ = Σ dy x̂, dβ = Σ dy, dx = γ / √(σ² + ε) · (dy - (dβ + x̂ dγ) / n). In prediction they are
/// constants, and dx = γ / √(σ² + ε) · dy. Sums over the batch are taken by shards of rows.
/// </summary>
public sealed class BatchNormOperation : Operation
{
    private float[] mean = [];
    private float[] variance = [];
    private float[] scale = [];

    /// <inheritdoc/>
    public override string Name => "batch normalisation";

    /// <summary>ε, added to the variance.</summary>
    public float Epsilon { get; private set; }

    /// <summary>Whether the batch's own statistics are used; else operands 3 and 4 are the mean and the variance.</summary>
    public bool UsesBatch { get; private set; }

    /// <summary>The mean of each channel that was used.</summary>
    internal ReadOnlySpan<float> Mean => mean.AsSpan(0, Channels);

    /// <summary>The variance of each channel that was used.</summary>
    internal ReadOnlySpan<float> Variance => variance.AsSpan(0, Channels);

    private int Rows => Operand(0).Shape[0];

    private int Channels => Operand(0).Shape[1];

    private int Inner => Operand(0).Shape.CountBehind(1);

    /// <summary>Normalises by the batch's own statistics.</summary>
    /// <param name="x">[rows, channels, …]</param>
    /// <param name="gamma">γ, [channels].</param>
    /// <param name="beta">β, [channels].</param>
    /// <param name="epsilon">ε, above 0.</param>
    /// <param name="mean">Receives the batch's mean of each channel.</param>
    /// <param name="variance">Receives the batch's variance of each channel.</param>
    internal static Tensor ApplyToBatch(Tensor x, Tensor gamma, Tensor beta, float epsilon, out ReadOnlySpan<float> mean, out ReadOnlySpan<float> variance)
    {
        RequireShapes(x.Shape, gamma.Shape, beta.Shape);
        var operation = Record<BatchNormOperation>(x, gamma, beta);
        (operation.Epsilon, operation.UsesBatch) = (epsilon, true);
        Tensor y = operation.Run(x.Shape);
        mean = operation.Mean;
        variance = operation.Variance;
        return y;
    }

    /// <summary>Normalises by given statistics.</summary>
    /// <param name="x">[rows, channels, …]</param>
    /// <param name="gamma">γ, [channels].</param>
    /// <param name="beta">β, [channels].</param>
    /// <param name="mean">μ, [channels].</param>
    /// <param name="variance">σ², [channels].</param>
    /// <param name="epsilon">ε, above 0.</param>
    public static Tensor Apply(Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon)
    {
        RequireShapes(x.Shape, gamma.Shape, beta.Shape);
        var operation = Record<BatchNormOperation>(x, gamma, beta, mean, variance);
        (operation.Epsilon, operation.UsesBatch) = (epsilon, false);
        return operation.Run(x.Shape);
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        if (mean.Length < Channels) (mean, variance, scale) = (new float[Channels], new float[Channels], new float[Channels]);
        if (UsesBatch) ComputeStatistics();
        else
        {
            OperandSpan(3).CopyTo(mean);
            OperandSpan(4).CopyTo(variance);
        }

        for (int channel = 0; channel < Channels; channel++) scale[channel] = 1 / MathF.Sqrt(variance[channel] + Epsilon);
        for (int run = 0; run < Rows * Channels; run++)
        {
            int channel = run % Channels;
            var normalise = new Shifted(mean[channel], scale[channel] * OperandSpan(1)[channel], OperandSpan(2)[channel]);
            Elementwise.Map(normalise, OperandSpan(0).Slice(run * Inner, Inner), ResultSpan.Slice(run * Inner, Inner));
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        int channels = Channels;
        using Scratch sums = Scratch.Take(2 * channels);
        Span<float> byBeta = sums.Span[..channels], byGamma = sums.Span[channels..];
        SumOverBatch(Term.Gradient, byBeta);
        SumOverBatch(Term.GradientTimesNormalised, byGamma);
        if (Needs(0)) DifferentiateInput(byGamma, byBeta);
        if (Needs(1))
        {
            Span<float> dGamma = GradientSpan(1, out bool accumulate);
            Copy.To(byGamma, dGamma, accumulate);
        }

        if (Needs(2))
        {
            Span<float> dBeta = GradientSpan(2, out bool accumulate);
            Copy.To(byBeta, dBeta, accumulate);
        }
    }

    private void DifferentiateInput(ReadOnlySpan<float> byGamma, ReadOnlySpan<float> byBeta)
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        float n = (float)Rows * Inner;
        using Scratch scratch = Scratch.Take(Inner);
        for (int run = 0; run < Rows * Channels; run++)
        {
            int channel = run % Channels;
            float factor = OperandSpan(1)[channel] * scale[channel];
            ReadOnlySpan<float> dy = ResultGradient.Slice(run * Inner, Inner);
            if (UsesBatch)
            {
                var part = new InputGradient(mean[channel], scale[channel], factor, byBeta[channel] / n, byGamma[channel] / n);
                Elementwise.Map(part, OperandSpan(0).Slice(run * Inner, Inner), dy, scratch.Span);
                Copy.To(scratch.Span, dx.Slice(run * Inner, Inner), accumulate);
            }
            else Copy.Scaled(dy, factor, dx.Slice(run * Inner, Inner), accumulate);
        }
    }

    private void ComputeStatistics()
    {
        float n = (float)Rows * Inner;
        SumOverBatch(Term.Input, mean.AsSpan(0, Channels));
        for (int channel = 0; channel < Channels; channel++) mean[channel] /= n;
        SumOverBatch(Term.SquaredDeviation, variance.AsSpan(0, Channels));
        for (int channel = 0; channel < Channels; channel++) variance[channel] /= n;
    }

    /// <summary>Sums a term for each channel: inside each row first, then over the rows by shards.</summary>
    private void SumOverBatch(Term term, Span<float> result)
    {
        int channels = Channels;
        using Scratch partial = Scratch.Take(Rows * channels);
        using Scratch terms = Scratch.Take(Inner);
        for (int run = 0; run < Rows * channels; run++)
        {
            int channel = run % channels;
            ReadOnlySpan<float> x = OperandSpan(0).Slice(run * Inner, Inner);
            if (term == Term.SquaredDeviation) Elementwise.Map(new SquaredDeviation(mean[channel]), x, terms.Span);
            if (term == Term.GradientTimesNormalised)
                Elementwise.Map(new TimesNormalised(mean[channel], scale[channel]), x, ResultGradient.Slice(run * Inner, Inner), terms.Span);
            partial.Span[run] = Sums.Of(term switch { Term.Input => x, Term.Gradient => ResultGradient.Slice(run * Inner, Inner), _ => terms.Span });
        }

        Shard.Sum(new RowSum(partial.Span, channels), Rows, Tape?.Shards ?? 1, result, accumulate: false);
    }

    private static void RequireShapes(Shape x, Shape gamma, Shape beta)
    {
        if (x.Rank < 2 || gamma != new Shape(x[1]) || beta != gamma)
            throw new ArgumentException($"Batch normalisation needs the shapes [rows, channels, …], [channels] and [channels], not {x}, {gamma} "
                + $"and {beta}.", nameof(x));
    }

    private enum Term
    {
        Input,
        SquaredDeviation,
        Gradient,
        GradientTimesNormalised,
    }
}
