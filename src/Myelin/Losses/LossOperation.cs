using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// What every loss does with its rows: value and gradient in one pass, then weights and reduction. Operands: the predictions, target
/// values if any, row weights if any. The gradient by the predictions is computed with the value, already divided as the mean is.
/// </summary>
public abstract class LossOperation : Operation
{
    // A block is about as many elements as one sum takes; what is written and read again stays in the cache. Fewer blocks a part cost more in handing
    // over than they gain.
    private const int BlocksPerPart = 8;

    private Storage rowFactors = new(0);
    private Storage losses = new(0);
    private Storage blockSums = new(0);
    private Storage gradient = new(0);
    private int weightOperand;
    private int count;
    private int elementsPerLoss;
    private int lossesPerBlock;
    private int blocks;
    private bool sumsBlocks;
    private float scale;

    /// <summary>What becomes of the rows' losses.</summary>
    public Reduction Reduction { get; private set; }

    /// <summary>The class labels; empty where targets are values.</summary>
    public Labels Labels { get; private set; }

    /// <summary>Whether targets are labels.</summary>
    public bool HasLabels { get; private set; }

    /// <summary>Whether rows have weights; they are the last operand.</summary>
    public bool HasRowWeights => weightOperand > 0;

    /// <summary>The number of rows.</summary>
    protected int Rows => Operand(0).Shape[0];

    /// <summary>The number of predictions a row.</summary>
    protected int Width => Operand(0).Shape.CountBehind(0);

    /// <summary>Whether each row's own loss is wanted, not only the sum of all.</summary>
    protected bool NeedsRowLosses => Reduction == Reduction.None || HasRowWeights || Tape is { Shards: > 1 };

    /// <summary>How many losses are computed for each row; they count alike in the row's mean.</summary>
    protected virtual int LossesPerRow => 1;

    /// <summary>Whether rows count differently in the mean's divisor, by their label.</summary>
    protected virtual bool DividesByClassWeights => false;

    /// <summary>Computes some losses and their gradients by the predictions.</summary>
    /// <param name="first">The first loss; its predictions are the elements from <c>first · <see cref="Width"/> / <see cref="LossesPerRow"/></c> on.</param>
    /// <param name="losses">To fill.</param>
    /// <param name="gradients">To fill, loss by loss.</param>
    /// <param name="scale">What gradients, but not losses, are multiplied by.</param>
    protected abstract void Evaluate(int first, Span<float> losses, Span<float> gradients, float scale);

    /// <summary>What a row with this label counts in the mean's divisor.</summary>
    /// <param name="label">The class.</param>
    protected virtual float Divisor(int label) => 1;

    /// <summary>Takes a record with the operands that every loss has.</summary>
    /// <typeparam name="TOperation">The kind of loss.</typeparam>
    /// <param name="prediction">The predictions.</param>
    /// <param name="targets">The targets, checked by the caller.</param>
    /// <param name="rowWeights">The row weights or none.</param>
    /// <param name="reduction">The reduction.</param>
    protected static TOperation Record<TOperation>(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
        where TOperation : LossOperation, new()
    {
        int rows = prediction.Shape[0];
        if (rowWeights is { } given && given.Shape != new Shape(rows))
            throw new ArgumentException($"Row weights for predictions of shape {prediction.Shape} need the shape [{rows}], not {given.Shape}.",
                nameof(rowWeights));
        if (targets.AreLabels && targets.Labels.Count != rows)
            throw new ArgumentException($"Predictions of shape {prediction.Shape} need {rows} labels, not {targets.Labels.Count}.", nameof(targets));
        TOperation operation = (targets.AreLabels, rowWeights) switch
        {
            (true, null) => Record<TOperation>(prediction),
            (true, { } weights) => Record<TOperation>(prediction, weights),
            (false, null) => Record<TOperation>(prediction, targets.Values),
            (false, { } weights) => Record<TOperation>(prediction, targets.Values, weights),
        };
        for (int i = 1; i < operation.OperandCount; i++)
        {
            if (operation.Needs(i))
                throw new ArgumentException("Targets and row weights are constants of a loss; they cannot need a gradient.", nameof(targets));
        }

        operation.Reduction = reduction;
        operation.Labels = targets.AreLabels ? targets.Labels : default;
        operation.HasLabels = targets.AreLabels;
        operation.weightOperand = rowWeights is null ? 0 : operation.OperandCount - 1;
        return operation;
    }

    /// <summary>Makes room for the result and computes it.</summary>
    protected Tensor Run() => Run(Reduction == Reduction.None ? new Shape(Rows) : new Shape());

    /// <inheritdoc/>
    protected sealed override void Forward()
    {
        count = Rows * LossesPerRow;
        elementsPerLoss = Width / LossesPerRow;
        lossesPerBlock = Math.Max(1, Sums.Block / Math.Max(1, elementsPerLoss) / Lanes.Count) * Lanes.Count;
        blocks = (count + lossesPerBlock - 1) / lossesPerBlock;
        // A block of single elements is what Sums adds first, so its losses need not outlive it.
        sumsBlocks = elementsPerLoss == 1 && !NeedsRowLosses;
        scale = 1 / Divisor() / LossesPerRow;
        if (WillDifferentiate) gradient = Room(gradient, Operand(0).Count);
        if (sumsBlocks) blockSums = Room(blockSums, blocks);
        else losses = Room(losses, count);
        Workers.Run(new Part(this), (blocks + BlocksPerPart - 1) / BlocksPerPart);
        if (Reduction == Reduction.None) losses.Span[..count].CopyTo(ResultSpan);
        else ResultSpan[0] = (sumsBlocks ? Sums.Of(blockSums.Span[..blocks]) : Sums.OfShards(losses.Span[..count], Tape?.Shards ?? 1)) * scale;
    }

    /// <inheritdoc/>
    protected sealed override void Backward()
    {
        ReadOnlySpan<float> dy = ResultGradient;
        // The loss is nearly always what is differentiated itself; then its gradient is there already.
        if (Reduction != Reduction.None && dy[0] == 1 && GiveGradient(0, gradient)) return;
        Span<float> dx = GradientSpan(0, out bool accumulate);
        ReadOnlySpan<float> own = gradient.Span[..dx.Length];
        if (Reduction != Reduction.None)
        {
            Copy.Scaled(own, dy[0], dx, accumulate);
            return;
        }

        for (int row = 0; row < Rows; row++) Copy.Scaled(own.Slice(row * Width, Width), dy[row], dx.Slice(row * Width, Width), accumulate);
    }

    private void EvaluateBlock(int block)
    {
        int elements = elementsPerLoss, first = block * lossesPerBlock, length = Math.Min(lossesPerBlock, count - first);
        using Scratch unwanted = Scratch.Take(WillDifferentiate ? 0 : length * elements);
        using Scratch summed = Scratch.Take(sumsBlocks ? length : 0);
        Span<float> values = sumsBlocks ? summed.Span : losses.Span.Slice(first, length);
        Span<float> gradients = WillDifferentiate ? gradient.Span.Slice(first * elements, length * elements) : unwanted.Span;
        Evaluate(first, values, gradients, scale);
        if (HasLabels && DividesByClassWeights) ClearRowsOfNoWeight(first, values, gradients);
        if (sumsBlocks) blockSums.Span[block] = Sums.Of(values);
        if (!HasRowWeights) return;
        ReadOnlySpan<float> weights = OperandSpan(weightOperand).Slice(first, length);
        for (int row = 0; row < length; row++)
        {
            Span<float> own = gradients.Slice(row * elements, elements);
            if (weights[row] == 0) Clear(ref values[row], own);
            else
            {
                values[row] *= weights[row];
                Copy.Scaled(own, weights[row], own, accumulate: false);
            }
        }
    }

    /// <summary>Rows of a class whose weight is 0 are none, also where 0 · ∞ is NaN.</summary>
    private void ClearRowsOfNoWeight(int first, Span<float> values, Span<float> gradients)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (Divisor(Labels[first + row]) == 0) Clear(ref values[row], gradients.Slice(row * elementsPerLoss, elementsPerLoss));
        }
    }

    private static void Clear(ref float value, Span<float> gradient)
    {
        value = 0;
        gradient.Clear();
    }

    /// <summary>What the sum of the rows' losses is divided by. Rows whose weights are all 0 have the sum 0 anyway.</summary>
    private float Divisor()
    {
        if (Reduction is Reduction.Sum or Reduction.None) return 1;
        if (Reduction == Reduction.MeanOverRows) return Rows;
        float sum = Sum(RowFactors);
        return sum == 0 && Rows > 0 ? 1 : sum;
    }

    /// <summary>What each row counts in the mean's divisor, or none where all count 1.</summary>
    private ReadOnlySpan<float> RowFactors
    {
        get
        {
            if (!HasLabels || !DividesByClassWeights) return HasRowWeights ? OperandSpan(weightOperand) : default;
            rowFactors = Room(rowFactors, Rows);
            Span<float> factors = rowFactors.Span[..Rows];
            for (int row = 0; row < Rows; row++) factors[row] = Divisor(Labels[row]);
            if (HasRowWeights) Elementwise.Map(default(Copy.Product), factors, OperandSpan(weightOperand), factors);
            return factors;
        }
    }

    private float Sum(ReadOnlySpan<float> factors) => factors.IsEmpty ? Rows : Sums.OfShards(factors, Tape?.Shards ?? 1);

    private static Storage Room(Storage storage, int length) => storage.Capacity < length ? new Storage(length) : storage;

    private readonly struct Part(LossOperation operation) : IJob
    {
        public void Run(int part)
        {
            int last = Math.Min(operation.blocks, (part + 1) * BlocksPerPart);
            for (int block = part * BlocksPerPart; block < last; block++) operation.EvaluateBlock(block);
        }
    }
}
