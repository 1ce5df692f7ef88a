namespace Myelin.Analysis;

/// <summary>The line a x₁ + b x₂ + c = 0, on whose positive side a neuron of step activation gives 1. The line itself belongs to that side.</summary>
/// <param name="A">a, the weight of x₁.</param>
/// <param name="B">b, the weight of x₂.</param>
/// <param name="C">c, the bias.</param>
public readonly record struct Line(double A, double B, double C)
{
    /// <summary>a x₁ + b x₂ + c.</summary>
    /// <param name="x1">x₁.</param>
    /// <param name="x2">x₂.</param>
    public double At(double x1, double x2) => A * x1 + B * x2 + C;

    /// <summary>Where two lines meet; null where they are parallel or one line.</summary>
    /// <param name="other">The other line.</param>
    public (double X1, double X2)? MeetingPoint(Line other)
    {
        double determinant = A * other.B - other.A * B;
        return determinant == 0 ? null : ((B * other.C - other.B * C) / determinant, (other.A * C - A * other.C) / determinant);
    }

    /// <summary>The point of the line that is nearest to the origin.</summary>
    internal (double X1, double X2) Foot => (-A * C / (A * A + B * B), -B * C / (A * A + B * B));
}
