using Myelin.Functions;

namespace Myelin.Kernels;

/// <summary>Applies an activation, and keeps what its derivative needs.</summary>
/// <param name="kernel">The activation.</param>
/// <param name="kept">Room as large as the result for the activation's inputs or slopes, or null.</param>
internal readonly unsafe struct ActivationEpilogue<TFunction>(TFunction kernel, float* kept) : IEpilogue
    where TFunction : unmanaged, IUnaryFunction
{
    private readonly TFunction kernel = kernel;
    private readonly float* kept = kept;

    public void Run(float* c, nint first, int length)
    {
        var values = new Span<float>(c + first, length);
        if (kept == null)
        {
            if (!TFunction.IsIdentity) UnaryLoops.Value(kernel, values, values);
            return;
        }

        var beside = new Span<float>(kept + first, length);
        if (TFunction.Saves == Saved.Slope)
        {
            UnaryLoops.ValueAndSlope(kernel, values, values, beside);
            return;
        }

        values.CopyTo(beside);
        UnaryLoops.Value(kernel, values, values);
    }
}
