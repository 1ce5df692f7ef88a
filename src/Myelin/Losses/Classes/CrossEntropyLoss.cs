using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// Cross-entropy from logits (not probabilities: soft-max is inside), natural logarithm. For the logits x, p = soft-max x and a
/// label y with the class weight w: value -w_y ln p_y, gradient w_y (p_i - [i = y]). For a target distribution t: value
/// -Σ w_k t_k ln p_k with 0 ln 0 = 0, gradient p_i Σ w_k t_k - w_i t_i. Without weights w = 1.
/// The mean divides by the sum of the rows' class weights for labels, and by the number of rows for distributions, as PyTorch does.
/// Exact for logits of any size; one logit of -∞ is a class of probability 0; NaN or +∞ in a row gives NaN.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    private readonly CrossEntropyRow row;

    /// <summary>Creates the loss.</summary>
    /// <param name="classWeights">A weight for each class, 0 or more; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public CrossEntropyLoss(float[]? classWeights = null)
    {
        ClassWeights.Option.Require(classWeights);
        row = new CrossEntropyRow(classWeights?.ToArray());
    }

    /// <summary>The catalogue's entry.</summary>
    public static Member<Loss> Member { get; } = new("cross-entropy", "Cross-entropy of logits: -ln of the soft-max probability of the class.",
        spec => new CrossEntropyLoss(ClassWeights.Option.Read(spec)), ClassWeights.Option)
    { Suits = "one of several classes" };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, ClassWeights.Option.Text(row.Weights));

    /// <inheritdoc/>
    public override float Divisor(int label) => ClassWeights.Of(row.Weights, label);

    /// <inheritdoc/>
    public override LossDomain Domain => LossDomain.ClassesFromLogits;

    /// <inheritdoc/>
    public override LogarithmBase? Base => LogarithmBase.E;

    /// <inheritdoc/>
    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction)
    {
        ClassWeights.RequireClasses(row.Weights, prediction.Shape);
        return ClassLossOperation<CrossEntropyRow>.Apply(prediction, targets, rowWeights, reduction, row);
    }
}

/// <summary>c itself; the class weights count in the mean's divisor.</summary>
internal sealed class CrossEntropyRow(float[]? weights) : IClassLossFunction
{
    public static string Name => "cross-entropy";

    public static bool DividesByClassWeights => true;

    public float[]? Weights => weights;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Evaluate(Vector512<float> crossEntropy, Vector512<float> probability, Vector512<float> missed, out Vector512<float> slope)
    {
        slope = Vector512<float>.One;
        return crossEntropy;
    }
}
