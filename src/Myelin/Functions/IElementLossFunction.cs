using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>
/// A function of a prediction and a target, and its derivative by the prediction, computed together in one pass over 16 lanes.
/// </summary>
public interface IElementLossFunction
{
    /// <summary>The function's name, for error messages and descriptions.</summary>
    static abstract string Name { get; }

    /// <summary>The value and the derivative by the prediction at each lane. NaN in either argument gives NaN in both results.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets.</param>
    /// <param name="derivative">The derivatives by the prediction.</param>
    /// <returns>The values.</returns>
    Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative);
}
