using System.Runtime.Intrinsics;

namespace Myelin.Functions;

/// <summary>
/// The loss of a row of logits against its class, as a function f of the class's cross-entropy c = -ln p. The gradient by the logits x
/// is then f'(c) (p_i - [i = y]) for every such loss, so a function knows nothing of soft-max. One lane is one row.
/// </summary>
public interface IClassLossFunction
{
    /// <summary>The loss's name, for error messages and descriptions.</summary>
    static abstract string Name { get; }

    /// <summary>Whether the mean divides by the sum of the rows' class weights, and not by the number of rows.</summary>
    static abstract bool DividesByClassWeights { get; }

    /// <summary>What the losses of each class are multiplied by; null means 1.</summary>
    float[]? Weights { get; }

    /// <summary>f(c) and f'(c).</summary>
    /// <param name="crossEntropy">c = -ln p, from 0 to ∞.</param>
    /// <param name="probability">p = e⁻ᶜ, soft-max at the class.</param>
    /// <param name="missed">1 - p, accurate also where p is nearly 1.</param>
    /// <param name="slope">f'(c).</param>
    /// <returns>f(c).</returns>
    Vector512<float> Evaluate(Vector512<float> crossEntropy, Vector512<float> probability, Vector512<float> missed, out Vector512<float> slope);
}
