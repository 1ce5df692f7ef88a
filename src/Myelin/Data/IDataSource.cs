using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>
/// Rows to train on, evaluate or predict: inputs of one shape, and for each row either target values or a class label, and perhaps a
/// weight. The one seam data comes through; a source may hold its rows in memory, in bytes or on disk. Reading is safe from many threads.
/// </summary>
public interface IDataSource
{
    /// <summary>The number of rows.</summary>
    int Count { get; }

    /// <summary>The shape of one row's inputs, without the batch axis: <c>[features]</c>, or <c>[channels, height, width]</c> for images.</summary>
    Shape InputShape { get; }

    /// <summary>The number of classes, when targets are class labels; 0 when they are values or absent.</summary>
    int ClassCount { get; }

    /// <summary>The number of target values a row; 0 when targets are class labels or absent.</summary>
    int TargetCount { get; }

    /// <summary>
    /// What target values are multiplied by to be in the user's units again, apart from <see cref="TargetShift"/>: above 0, and 1, the default, where they are
    /// given as they are. Losses take their parameters in the user's units, and losses and metrics are reported in them.
    /// </summary>
    double TargetScale => 1;

    /// <summary>
    /// What is added to target values, after they are multiplied by <see cref="TargetScale"/>, to be in the user's units again: 0, the default, where
    /// they were not shifted.
    /// </summary>
    double TargetShift => 0;

    /// <summary>Whether each row has a weight.</summary>
    bool HasWeights { get; }

    /// <summary>Writes the given rows, in the given order, into a batch: first <see cref="Batch.Resize"/>, then every span that it offers.</summary>
    /// <param name="rows">Row numbers from 0 to <see cref="Count"/> - 1; a row may occur more than once.</param>
    /// <param name="batch">The batch to fill; what it held before is lost.</param>
    void Fill(ReadOnlySpan<int> rows, Batch batch);
}
