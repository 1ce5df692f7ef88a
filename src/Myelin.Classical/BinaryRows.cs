namespace Myelin.Classical;

/// <summary>Rows of two classes, as models with a sign take them.</summary>
internal static class BinaryRows
{
    /// <summary>Refuses rows that have not both labels, 0 and 1, with a weight.</summary>
    internal static void Require(Samples samples, string model)
    {
        ArgumentNullException.ThrowIfNull(samples);
        bool Has(int label) => Enumerable.Range(0, samples.Rows).Any(row => samples.Label(row) == label && samples.Weight(row) > 0);
        if (samples.ClassCount != 2 || !Has(0) || !Has(1))
            throw new ArgumentException($"{model} needs rows of two classes, labelled 0 and 1, and some of both.", nameof(samples));
    }

    /// <summary>1 for class 1, -1 for class 0.</summary>
    internal static double Sign(Samples samples, int row) => samples.Label(row) == 1 ? 1 : -1;
}
