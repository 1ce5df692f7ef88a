using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>A function of two variables and its two partial derivatives, written once over 16 lanes.</summary>
public interface IBinaryFunction
{
    /// <summary>The function's name, for error messages and descriptions.</summary>
    static abstract string Name { get; }

    /// <summary>Whether the result is a constant for the backward pass, as that of a comparison is: no gradient goes through.</summary>
    static virtual bool StopsGradient => false;

    /// <summary>The function's value at each lane.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    Vector512<float> Value(Vector512<float> a, Vector512<float> b);

    /// <summary>The partial derivative by the first variable.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    Vector512<float> DerivativeByFirst(Vector512<float> a, Vector512<float> b);

    /// <summary>The partial derivative by the second variable.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second variable.</param>
    Vector512<float> DerivativeBySecond(Vector512<float> a, Vector512<float> b);
}
