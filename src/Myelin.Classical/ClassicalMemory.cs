using Myelin.Layers;

namespace Myelin.Classical;

/// <summary>
/// What classical models take of memory: all rows at once, in double precision. What is certainly too much is refused before it is taken, as
/// <see cref="NetworkMemory"/> refuses networks.
/// </summary>
internal static class ClassicalMemory
{
    private const string Remedy = "take fewer rows, fewer columns or smaller images, or train a network, which takes some rows at a time";

    /// <summary>Refuses rows that cannot be in memory at once.</summary>
    /// <exception cref="InvalidInputException">They take more than there is, or more numbers than an array has.</exception>
    internal static void RequireRows(long rows, long width) => Require($"{rows} rows of {width} inputs", rows * width, rows * width, NetworkMemory.Available);

    /// <summary>Refuses to fit a model that takes more memory than there is.</summary>
    /// <param name="model">What is fitted, at the beginning of the message.</param>
    /// <param name="samples">The rows.</param>
    /// <param name="largest">The numbers of the largest array.</param>
    /// <param name="numbers">The numbers that are in memory at once beside the rows.</param>
    /// <exception cref="InvalidInputException">It takes more than there is, or more numbers than an array has.</exception>
    internal static void RequireFit(string model, Samples samples, Int128 largest, Int128 numbers) =>
        Require($"{model} of {samples.Rows} rows of {samples.Width} inputs", largest, numbers + ((Int128)samples.Rows * samples.Width),
            NetworkMemory.Available);

    internal static void Require(string what, Int128 largest, Int128 numbers, long available)
    {
        if (largest > Array.MaxLength) throw new InvalidInputException($"{what}: {largest} numbers in one array are more than {Array.MaxLength}; {Remedy}.");
        if (numbers * sizeof(double) > available)
            throw new InvalidInputException($"{what}: they take {NetworkMemory.MiB(numbers * sizeof(double))} in double precision, and "
                + $"{NetworkMemory.MiB(available)} are there; {Remedy}.");
    }
}
