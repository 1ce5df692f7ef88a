namespace Myelin.Classical;

/// <summary>
/// Inputs with the mean 0 and the standard deviation 1 (0 where a column is constant): steps towards an optimum are shorter there, whatever the
/// columns' units.
/// </summary>
internal sealed class StandardColumns
{
    private readonly double[] inputs;
    private readonly int width;

    internal StandardColumns(Samples samples)
    {
        width = samples.Width;
        Means = samples.InputMeans();
        Scales = new double[width];
        inputs = new double[samples.Rows * width];
        for (int row = 0; row < samples.Rows; row++)
        {
            for (int i = 0; i < width; i++)
            {
                double centred = samples.Input(row)[i] - Means[i];
                inputs[(row * width) + i] = centred;
                Scales[i] += samples.Weight(row) / samples.TotalWeight * centred * centred;
            }
        }

        for (int i = 0; i < width; i++) Scales[i] = Scales[i] > 0 ? Math.Sqrt(Scales[i]) : 1;
        for (int i = 0; i < inputs.Length; i++) inputs[i] /= Scales[i % width];
    }

    /// <summary>The weighted mean of each input.</summary>
    internal double[] Means { get; }

    /// <summary>What each centred input is divided by.</summary>
    internal double[] Scales { get; }

    /// <summary>A row, standardised.</summary>
    internal ReadOnlySpan<double> Input(int row) => inputs.AsSpan(row * width, width);
}
