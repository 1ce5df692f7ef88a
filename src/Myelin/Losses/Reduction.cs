namespace Myelin.Losses;

/// <summary>What becomes of the rows' losses L with the row weights w, 1 where there are none. A row of weight 0 is no row, whatever its loss is.</summary>
public enum Reduction
{
    /// <summary>
    /// The weighted mean of the rows' losses, Σ w L / Σ w, a scalar; with class weights see the loss. NaN for no rows. 0, with gradient 0, for rows
    /// whose weights are all 0.
    /// </summary>
    Mean,

    /// <summary>The weighted sum of the rows' losses, Σ w L, a scalar. 0 for no rows.</summary>
    Sum,

    /// <summary>Every row's weighted loss w L, shape <c>[rows]</c>; its root √(w L) where the loss is a root.</summary>
    None,

    /// <summary>Σ w L / number of rows, a scalar; the weights, of rows or classes, do not count in the divisor. NaN for no rows.</summary>
    MeanOverRows,
}
