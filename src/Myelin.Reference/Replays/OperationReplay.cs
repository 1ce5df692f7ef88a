using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Penalties;
using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>The double-precision twin of a recorded operation: its value and its gradient as plain loops.</summary>
internal abstract class OperationReplay
{
    /// <summary>Computes the result; its elements are 0 before.</summary>
    internal abstract void Compute(ReferenceTensor[] x, ReferenceTensor y);

    /// <summary>Adds to the gradients dx of the operands what they get from the result's gradient dy.</summary>
    internal abstract void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx);

    /// <summary>The twin of a record, with its attributes.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    internal static OperationReplay Of(Operation operation, ReferenceTwins twins) => operation switch
    {
        IUnaryOperation unary => new UnaryReplay(twins.Of(unary.Function)),
        IBinaryOperation binary => new BinaryReplay(twins.Of(binary.Function)),
        ILinearOperation linear => new LinearReplay(twins.Of(linear.Function)),
        IConvolutionOperation convolution => new ConvolutionReplay(twins.Of(convolution.Function), convolution.Stride, convolution.Padding),
        MatrixProductOperation => new MatrixProductReplay(),
        MaxPoolOperation pool => new MaxPoolReplay(pool.Window, pool.Stride),
        BatchNormOperation norm => new BatchNormReplay(norm.Epsilon, norm.UsesBatch),
        ParametricReluOperation prelu => new ParametricReluReplay(prelu.ZeroIsPositive),
        AlphaDropoutOperation alpha => new AlphaDropoutReplay([.. alpha.Factors.ToArray().Select(factor => factor != 0)], alpha.Rate, alpha.LowerLimit),
        RandomFactorOperation random => new RandomFactorReplay(random.Factors.ToArray()),
        SoftmaxOperation => new SoftmaxReplay(),
        LogSoftmaxOperation => new LogSoftmaxReplay(),
        SumOperation sum => new SumReplay(sum.Axis, isMean: sum.Factor != 1),
        ExtremeOperation extreme => new ExtremeReplay(extreme.Axis, extreme.IsMaximum),
        LogSumExpOperation => new LogSumExpReplay(),
        WhereOperation => new WhereReplay(),
        ReshapeOperation => new ReshapeReplay(),
        PermuteOperation permute => new PermuteReplay(permute.Order.ToArray()),
        SliceOperation slice => new SliceReplay(slice.Axis, slice.Start),
        ConcatenateOperation concatenate => new ConcatenateReplay(concatenate.Axis),
        GatherRowsOperation gather => new GatherRowsReplay(gather.Rows.ToArray()),
        IPenaltyOperation penalty => new PenaltyReplay(twins.Of(penalty.Function)),
        LossOperation and IElementLossOperation pair => new ElementLossReplay((LossOperation)operation, twins.Of(pair.Function)),
        LossOperation and IClassLossOperation row => new ClassLossReplay((LossOperation)operation, twins.Of(row.Function)),
        L2NormalizeOperation => new L2NormalizeReplay(),
        CosineLossOperation cosine => new CosineReplay(cosine),
        TripletOperation triplet => new TripletReplay(triplet.Margin, new DistanceReference(triplet.Distance)),
        MinedTripletsOperation mined => new MinedTripletsReplay(mined.Labels.ToArray(), mined.Margin, new DistanceReference(mined.Distance), mined.Mining),
        LossOperation and IProbabilityRowOperation row =>
            new ClassLossReplay((LossOperation)operation, new ProbabilityRowReference(twins.Of(row.Function), row.Weights)),
        _ => throw new NotSupportedException($"The reference has no double-precision twin of the operation '{operation.Name}' ({operation.GetType().Name})."),
    };
}
