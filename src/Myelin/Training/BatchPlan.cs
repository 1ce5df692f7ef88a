namespace Myelin.Training;

/// <summary>How an epoch's rows are cut into batches. A last batch of fewer rows than the network can train on goes to the batch before.</summary>
internal readonly struct BatchPlan
{
    private readonly int rows;
    private readonly int size;

    internal BatchPlan(int rows, int size, int fewest)
    {
        (this.rows, this.size) = (rows, size);
        int rest = rows % size;
        Count = rows / size + (rest == 0 || (rest < fewest && rows > size) ? 0 : 1);
    }

    /// <summary>Batches an epoch.</summary>
    internal int Count { get; }

    /// <summary>The rows of a batch.</summary>
    internal ReadOnlySpan<int> Rows(ReadOnlySpan<int> order, int batch) => order[(batch * size)..(batch == Count - 1 ? rows : (batch + 1) * size)];
}
