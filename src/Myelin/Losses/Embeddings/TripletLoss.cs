using Myelin.Grammar;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Triplet loss, for encoders: rows of one class shall be nearer to each other than to rows of other classes, by a margin. For an anchor a, a
/// positive p of its class and a negative n of another: value max(0, d(a, p) - d(a, n) + α), where it is above 0 with the gradients of d(a, p) - d(a,
/// n), else 0, at the kink too.
/// d is the squared Euclidean distance, or on demand the distance itself.
/// </summary>
/// <remarks>
/// Triplets are given, or mined from a batch of embeddings <c>[rows, n]</c> with labels. Mined, each row is an anchor and has a loss of its own; see
/// <see cref="TripletMining"/>. A row without another of its class, or without one of another class, has the loss 0, and counts in the mean. Row weights are
/// weights of anchors. The choice of triplets is a constant for the gradient. All rows of a batch are compared with each other, so a batch should
/// hold several rows of each class: of 10 classes 128 shuffled rows do.
/// Embeddings of norm 1 are at most 4 apart (2 if not squared), so a margin above that is never kept. NaN in any embedding of a batch gives NaN; ±∞
/// gives NaN or ∞. No rows have the mean NaN. Sources: Schroff, Kalenichenko and Philbin, "FaceNet: a unified embedding for face recognition and
/// clustering" (2015); Hermans, Beyer and Leibe, "In defense of the triplet loss for person re-identification" (2017).
/// </remarks>
public sealed class TripletLoss : Loss
{
    /// <summary>FaceNet's α, 0.2.</summary>
    public const float DefaultMargin = 0.2f;

    private static readonly NumberOption MarginOption = new("margin", "by how much negatives shall be farther than positives, α", DefaultMargin,
        NumberRange.AtLeast(0));
    private static readonly ChoiceOption<TripletDistance> DistanceOption = new("distance", "the distance of two embeddings",
        ("squared", TripletDistance.Squared), ("euclidean", TripletDistance.Euclidean));
    private static readonly ChoiceOption<TripletMining> MiningOption = new(
        "mining", "which triplets of a batch count", ("all", TripletMining.All), ("batch-hard", TripletMining.BatchHard),
            ("semi-hard", TripletMining.SemiHard));

    /// <summary>Creates the loss.</summary>
    /// <param name="margin">α, finite and 0 or more, in units of the distance. By default 0.2.</param>
    /// <param name="distance">The distance; by default squared.</param>
    /// <param name="mining">Which triplets of a batch count; by default all.</param>
    /// <exception cref="ArgumentOutOfRangeException">α or another value out of range.</exception>
    public TripletLoss(float margin = DefaultMargin, TripletDistance distance = TripletDistance.Squared, TripletMining mining = TripletMining.All) =>
        (Margin, Distance, Mining) = (MarginOption.Require(margin), DistanceOption.Require(distance), MiningOption.Require(mining));

    /// <summary>α, by how much negatives shall be farther than positives.</summary>
    public float Margin { get; }

    /// <summary>The distance.</summary>
    public TripletDistance Distance { get; }

    /// <summary>Which triplets of a batch count.</summary>
    public TripletMining Mining { get; }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new(
        "triplet",
        "Rows of one class lie nearer to each other than to others, by a margin.",
        spec => new TripletLoss(MarginOption.Read(spec), DistanceOption.Read(spec), MiningOption.Read(spec)),
        MarginOption,
        DistanceOption,
        MiningOption)
    {
        Suits = "encoders, whose embeddings are compared",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, MarginOption.Text(Margin), DistanceOption.Text(Distance), MiningOption.Text(Mining));

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.Embeddings;

    /// <inheritdoc/>
    /// <remarks>The predictions are embeddings, <c>[rows, n]</c>; triplets are mined by the labels, and row weights are those of the anchors.</remarks>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        if (rowWeights is not { } weights) return Reduced(MinedTripletsOperation.Apply(prediction, targets, this), reduction);
        MinedTripletsOperation.Require(prediction.Shape, targets);
        if (weights.Shape != new Shape(prediction.Shape[0]))
            throw new ArgumentException($"Row weights for embeddings of shape {prediction.Shape} need the shape [{prediction.Shape[0]}], not "
                + $"{weights.Shape}.", nameof(rowWeights));
        if (weights.Slot.NeedsGradient) throw new ArgumentException("Row weights are constants of a loss; they cannot need a gradient.", nameof(rowWeights));
        Tensor weighted = LossesOfRowsThatCount(prediction, targets, weights) * weights;
        float sum = Sums.OfShards(weights.Span, prediction.Tape?.Shards ?? 1);
        return reduction switch
        {
            Reduction.Mean => 1 / (sum == 0 && weights.Count > 0 ? 1 : sum) * weighted.Sum(),
            _ => Reduced(weighted, reduction),
        };
    }

    /// <summary>Computes the loss of given triplets; all three sides may need a gradient.</summary>
    /// <param name="anchor">The anchors, rows first.</param>
    /// <param name="positive">A row of the anchor's class for each, of the same shape.</param>
    /// <param name="negative">A row of another class for each, of the same shape.</param>
    /// <param name="reduction">What becomes of the triplets' losses.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor Compute(Tensor anchor, Tensor positive, Tensor negative, Reduction reduction = Reduction.Mean) =>
        Reduced(TripletOperation.Apply(anchor, positive, negative, Margin, Distance), reduction);

    /// <summary>
    /// The loss of each anchor, mined among the rows whose weight is above 0: the others are no rows, so they are nobody's positive or negative.
    /// </summary>
    private Tensor LossesOfRowsThatCount(Tensor prediction, Targets targets, Tensor weights) =>
        weights.Span.Contains(0) ? LossesOfSomeRows(prediction, targets, weights.ToArray()) : MinedTripletsOperation.Apply(prediction, targets, this);

    private Tensor LossesOfSomeRows(Tensor prediction, Targets targets, float[] weights)
    {
        int[] counting = [.. Enumerable.Range(0, weights.Length).Where(row => weights[row] > 0)];
        Tensor losses = MinedTripletsOperation.Apply(prediction.GatherRows(counting), (Labels)Array.ConvertAll(counting, row => targets.Labels[row]), this);
        // The other rows' losses are the 0 behind the last.
        var place = new int[weights.Length];
        Array.Fill(place, counting.Length);
        for (int i = 0; i < counting.Length; i++) place[counting[i]] = i;
        return Tensor.Concatenate(0, losses.Reshape(counting.Length, 1), new Tensor(new Shape(1, 1), 0)).GatherRows(place).Reshape(weights.Length);
    }

    private static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Sum => losses.Sum(),
        _ => losses.Mean(),
    };
}
