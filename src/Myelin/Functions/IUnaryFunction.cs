using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>
/// A function of one variable and its derivative, written once over 16 lanes. The loops are generic over the function, so the
/// compiler removes this seam; where the hardware is narrower than 512 bits it lowers the same code, and the bits stay the same.
/// </summary>
public interface IUnaryFunction
{
    /// <summary>What <see cref="Derivative"/> is computed from. The choice that keeps the gradient accurate in float32, not the shortest one.</summary>
    static abstract Saved Saves { get; }

    /// <summary>Whether the function leaves its input as it is, so that it need not be run at all.</summary>
    static virtual bool IsIdentity => false;

    /// <summary>Whether the result is a constant for the backward pass, as that of a comparison is: no gradient goes through.</summary>
    static virtual bool StopsGradient => false;

    /// <summary>The function's value at each lane. NaN gives NaN.</summary>
    /// <param name="x">The inputs.</param>
    Vector512<float> Value(Vector512<float> x);

    /// <summary>The derivative at each lane, from the output where <see cref="Saves"/> says so, else from the input. NaN gives NaN.</summary>
    /// <param name="saved">The inputs or the outputs of <see cref="Value"/>.</param>
    Vector512<float> Derivative(Vector512<float> saved);

    /// <summary>
    /// Value and derivative together; needed only where <see cref="Saves"/> is <see cref="Saved.Slope"/>. The value has the bits of
    /// <see cref="Value"/>.
    /// </summary>
    /// <param name="x">The inputs.</param>
    /// <param name="slope">The derivatives.</param>
    /// <exception cref="NotSupportedException">The function saves something else.</exception>
    Vector512<float> ValueAndSlope(Vector512<float> x, out Vector512<float> slope) =>
        throw new NotSupportedException($"{GetType().Name} does not save its slope.");
}
