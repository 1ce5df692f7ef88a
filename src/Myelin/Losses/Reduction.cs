namespace Myelin.Losses;

/// <summary>What becomes of the rows' losses.</summary>
public enum Reduction
{
    /// <summary>The (weighted) mean of the rows' losses, a scalar. NaN for no rows.</summary>
    Mean,

    /// <summary>The (weighted) sum of the rows' losses, a scalar. 0 for no rows.</summary>
    Sum,

    /// <summary>Every row's (weighted) loss, shape <c>[rows]</c>.</summary>
    None,
}
