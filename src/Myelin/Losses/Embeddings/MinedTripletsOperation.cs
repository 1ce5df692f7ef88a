using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// The loss of each row of a batch of embeddings as anchor of the triplets mined for it. Forward computes all distances, and the slope s of each
/// anchor's loss by each of its distances; dx_i = Σ_j (dy_i s_ij + dy_j s_ji) g(x_i, x_j), with g the gradient of the distance by its first argument.
/// Takes memory for two numbers a pair of rows.
/// </summary>
public sealed class MinedTripletsOperation : Operation
{
    private const int RowsPerPart = 16;

    /// <summary>The most rows at once, whose squares of distances and slopes take 2 GiB.</summary>
    public const int MostRows = 16_384;

    private readonly TransposedRows turned = new();
    private TripletLoss loss = new();
    private Storage distances = new(0);
    private Storage slopes = new(0);

    /// <summary>The labels of the rows.</summary>
    public Labels Labels { get; private set; }

    /// <summary>α.</summary>
    public float Margin => loss.Margin;

    /// <summary>The distance.</summary>
    public TripletDistance Distance => loss.Distance;

    /// <summary>Which triplets count.</summary>
    public TripletMining Mining => loss.Mining;

    /// <inheritdoc/>
    public override string Name => "triplet";

    private int Rows => Operand(0).Shape[0];

    private int Width => Operand(0).Shape[1];

    /// <summary>Computes each anchor's loss, <c>[rows]</c>.</summary>
    /// <param name="embeddings">The embeddings, <c>[rows, n]</c>.</param>
    /// <param name="targets">A label for each row.</param>
    /// <param name="loss">Margin, distance and choice of triplets.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or targets are values.</exception>
    public static Tensor Apply(Tensor embeddings, Targets targets, TripletLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Require(embeddings.Shape, targets);
        var operation = Record<MinedTripletsOperation>(embeddings);
        (operation.loss, operation.Labels) = (loss, targets.Labels);
        return operation.Run(new Shape(embeddings.Shape[0]));
    }

    /// <summary>Checks shapes.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or targets are values.</exception>
    internal static void Require(Shape shape, Targets targets)
    {
        if (shape.Rank != 2) throw new ArgumentException($"'triplet' needs embeddings of shape [rows, n], not {shape}.", nameof(shape));
        if (!targets.AreLabels)
            throw new ArgumentException($"Embeddings of shape {shape} were given targets of shape {targets.Values.Shape}; 'triplet' needs a class "
                + $"label for each row.", nameof(targets));
        if (targets.Labels.Count != shape[0])
            throw new ArgumentException($"Embeddings of shape {shape} need {shape[0]} labels, not {targets.Labels.Count}.", nameof(targets));
        if (shape[0] > MostRows)
            throw new ArgumentException($"'triplet' compares every two rows of a batch, and {shape[0]} rows are more than the {MostRows} whose "
                + $"distances fit; take smaller batches.", nameof(shape));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        int pairs = checked(Rows * Rows);
        if (distances.Capacity < pairs) (distances, slopes) = (new Storage(pairs), new Storage(pairs));
        turned.Set(OperandSpan(0), Rows);
        Workers.Run(new Part(this, differentiates: false), (Rows + RowsPerPart - 1) / RowsPerPart);
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        Span<float> dx = GradientSpan(0, out bool accumulate);
        if (!accumulate) dx.Clear();
        Workers.Run(new Part(this, differentiates: true), (Rows + RowsPerPart - 1) / RowsPerPart);
    }

    private void Mine(int anchor)
    {
        Span<float> own = Row(distances, anchor);
        turned.SquaredDistances(OperandSpan(0).Slice(anchor * Width, Width), 0, own);
        if (Distance == TripletDistance.Euclidean)
        {
            foreach (ref float distance in own) distance = MathF.Sqrt(distance);
        }

        ResultSpan[anchor] = new AnchorTriplets(anchor, Labels.Span, own, Row(slopes, anchor), Margin).Mine(Mining);
    }

    private void AddGradient(int row)
    {
        int width = Width;
        ReadOnlySpan<float> x = OperandSpan(0), dy = ResultGradient, slope = slopes.Span;
        ReadOnlySpan<float> own = x.Slice(row * width, width);
        // The gradient has its place already; here it is only found.
        Span<float> dx = GradientSpan(0, out _).Slice(row * width, width);
        for (int other = 0; other < Rows; other++)
        {
            float factor = dy[row] * slope[row * Rows + other] + dy[other] * slope[other * Rows + row];
            if (factor == 0) continue;
            factor *= DistanceSlope.Of(Distance, distances.Span[row * Rows + other]);
            for (int k = 0; k < width; k++) dx[k] += factor * (own[k] - x[other * width + k]);
        }
    }

    private Span<float> Row(Storage square, int row) => square.Span.Slice(row * Rows, Rows);

    private readonly struct Part(MinedTripletsOperation operation, bool differentiates) : IJob
    {
        public void Run(int part)
        {
            int last = Math.Min(operation.Rows, (part + 1) * RowsPerPart);
            for (int row = part * RowsPerPart; row < last; row++)
            {
                if (differentiates) operation.AddGradient(row);
                else operation.Mine(row);
            }
        }
    }
}
