using Myelin.Data;

namespace Myelin.Models.Datasets;

/// <summary>All that a training needs to know of its data, be it a table or images.</summary>
internal sealed record PreparedRows
{
    /// <summary>From raw rows to inputs and back, learnt from the training rows.</summary>
    internal required DataEncoding Encoding { get; init; }

    /// <summary>The rows to learn from.</summary>
    internal required IDataSource Training { get; init; }

    /// <summary>The rows to choose by; null for none.</summary>
    internal required IDataSource? Validation { get; init; }

    /// <summary>The rows to judge by; null for none.</summary>
    internal required IDataSource? Test { get; init; }

    /// <summary>How the data is taken, one line each.</summary>
    internal required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What looked odd in the data, one line each.</summary>
    internal required IReadOnlyList<string> Warnings { get; init; }
}
