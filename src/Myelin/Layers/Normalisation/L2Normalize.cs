using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// Divides each row by its Euclidean norm, y = x / ‖x‖, so that rows are compared by direction alone: what an encoder ends with.
/// dx = (dy - y Σ y dy) / ‖x‖. Any shape; the norm is over all of a row's elements. A row of zeros stays zeros with the gradient 0 (there is no ε);
/// a row with NaN or ±∞ gives NaN. No parameters.
/// Source: Schroff, Kalenichenko and Philbin, "FaceNet: a unified embedding for face recognition and clustering" (2015).
/// </summary>
public sealed class L2Normalize : Layer
{
    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "l2-normalize",
        "Divides each row by its Euclidean norm.",
        _ => new LayerFactory(_ => new L2Normalize()))
    {
        Suits = "the end of an encoder",
    };

    /// <inheritdoc/>
    public override string Canonical => Member.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new RowNormalizationStep(this)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => L2NormalizeOperation.Apply(x);
}
