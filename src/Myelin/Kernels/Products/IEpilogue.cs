namespace Myelin.Kernels;

/// <summary>What is done to the finished elements of a product, once, while they are still in the nearest cache.</summary>
internal unsafe interface IEpilogue
{
    /// <param name="c">The result's first element.</param>
    /// <param name="first">The first of the finished elements, counted row by row.</param>
    /// <param name="length">How many there are, side by side.</param>
    void Run(float* c, nint first, int length);
}
