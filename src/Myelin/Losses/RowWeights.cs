using Myelin.Grammar;

namespace Myelin.Losses;

/// <summary>What every loss, metric and training asks of row weights.</summary>
internal static class RowWeights
{
    /// <summary>The weight of a row: 1 when there are no weights.</summary>
    internal static double At(ReadOnlySpan<float> weights, int row) => weights.IsEmpty ? 1 : weights[row];

    /// <summary>Checks that there are none, or one a row, each finite and at least 0.</summary>
    /// <exception cref="ArgumentException">There is another number of weights, or one is negative, infinite or NaN.</exception>
    internal static void Check(ReadOnlySpan<float> weights, int rows)
    {
        if (!weights.IsEmpty && weights.Length != rows)
            throw new ArgumentException($"{rows} rows need {rows} weights or none, not {weights.Length}.", nameof(weights));
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0 && float.IsFinite(weights[row])))
                throw new ArgumentException($"The weight of row {row} is {Spec.Text(weights[row])}; weights are finite and 0 or more.", nameof(weights));
        }
    }
}
