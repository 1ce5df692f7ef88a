using Myelin.Autograd;
using Myelin.Kernels;
using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>
/// max(0, d(a, p) - d(a, n) + α) for each row of anchors, positives and negatives. With g the gradient of the distance by its first argument, and
/// where the value is above 0: da = dy (g(a, p) - g(a, n)), dp = -dy g(a, p), dn = dy g(a, n); else 0.
/// </summary>
public sealed class TripletOperation : Operation
{
    /// <summary>α.</summary>
    public float Margin { get; private set; }

    /// <summary>The distance d.</summary>
    public TripletDistance Distance { get; private set; }

    /// <inheritdoc/>
    public override string Name => "triplet";

    /// <summary>Computes each triplet's loss.</summary>
    /// <param name="anchor">The anchors, rows first.</param>
    /// <param name="positive">The positives, of the same shape.</param>
    /// <param name="negative">The negatives, of the same shape.</param>
    /// <param name="margin">α.</param>
    /// <param name="distance">The distance.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Apply(Tensor anchor, Tensor positive, Tensor negative, float margin, TripletDistance distance)
    {
        Shape shape = anchor.Shape;
        _ = shape.Axis(0);
        if (positive.Shape != shape || negative.Shape != shape)
            throw new ArgumentException($"Anchors of shape {shape} need positives and negatives of the same shape, not {positive.Shape} and "
                + $"{negative.Shape}.", nameof(positive));
        var operation = Record<TripletOperation>(anchor, positive, negative);
        (operation.Margin, operation.Distance) = (margin, distance);
        return operation.Run(new Shape(shape[0]));
    }

    /// <inheritdoc/>
    protected override void Forward()
    {
        int width = Operand(0).Shape.CountBehind(0);
        using Scratch scratch = Scratch.Take(width);
        for (int row = 0; row < ResultSpan.Length; row++)
        {
            float near = Difference(row, 1, scratch.Span), far = Difference(row, 2, scratch.Span);
            ResultSpan[row] = MathF.Max(0, near - far + Margin);
        }
    }

    /// <inheritdoc/>
    protected override void Backward()
    {
        int width = Operand(0).Shape.CountBehind(0);
        using Scratch scratch = Scratch.Take(width);
        for (int operand = 0; operand < OperandCount; operand++)
        {
            if (!Needs(operand)) continue;
            Span<float> gradient = GradientSpan(operand, out bool accumulate);
            if (!accumulate) gradient.Clear();
            for (int row = 0; row < ResultSpan.Length; row++)
            {
                if (ResultSpan[row] == 0) continue;
                Span<float> dx = gradient.Slice(row * width, width);
                // The anchor is in both distances, the others in one; it stands first in both, so they get the opposite sign.
                if (operand != 2) AddSlope(row, 1, operand == 0 ? 1 : -1, scratch.Span, dx);
                if (operand != 1) AddSlope(row, 2, operand == 0 ? -1 : 1, scratch.Span, dx);
            }
        }
    }

    private void AddSlope(int row, int other, int sign, Span<float> difference, Span<float> dx)
    {
        float slope = DistanceSlope.Of(Distance, Difference(row, other, difference));
        Copy.Scaled(difference, sign * ResultGradient[row] * slope, dx, accumulate: true);
    }

    /// <summary>Writes anchor - other, and gives the distance.</summary>
    private float Difference(int row, int other, Span<float> difference)
    {
        int width = difference.Length;
        OperandSpan(0).Slice(row * width, width).CopyTo(difference);
        Copy.Scaled(OperandSpan(other).Slice(row * width, width), -1, difference, accumulate: true);
        float squared = RowNorm.SumOfSquares(difference);
        return Distance == TripletDistance.Squared ? squared : MathF.Sqrt(squared);
    }
}

/// <summary>What x - y is multiplied by to give the gradient of a distance by x.</summary>
internal static class DistanceSlope
{
    internal static float Of(TripletDistance kind, float distance) => kind == TripletDistance.Squared ? 2 : distance == 0 ? 0 : 1 / distance;
}
