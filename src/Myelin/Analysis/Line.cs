namespace Myelin.Analysis;

/// <summary>The line a x₁ + b x₂ + c = 0, on whose positive side a neuron of step activation gives 1. The line itself belongs to that side.</summary>
/// <param name="A">a, the weight of x₁.</param>
/// <param name="B">b, the weight of x₂.</param>
/// <param name="C">c, the bias.</param>
public readonly record struct Line(double A, double B, double C)
{
    private const double Rounding = 1e-12;

    /// <summary>a x₁ + b x₂ + c.</summary>
    /// <param name="x1">x₁.</param>
    /// <param name="x2">x₂.</param>
    public double At(double x1, double x2) => A * x1 + B * x2 + C;

    /// <summary>
    /// Where two lines meet; null where they are one line or parallel, which they are where A B' and A' B differ by 10⁻¹² of their size or less, as
    /// rounding may make of parallel lines.
    /// </summary>
    /// <param name="other">The other line.</param>
    public (double X1, double X2)? MeetingPoint(Line other)
    {
        double determinant = A * other.B - other.A * B;
        return Math.Abs(determinant) <= Rounding * (Math.Abs(A * other.B) + Math.Abs(other.A * B)) ? null
            : ((B * other.C - other.B * C) / determinant, (other.A * C - A * other.C) / determinant);
    }

    /// <summary>The point of the line that is nearest to the origin.</summary>
    internal (double X1, double X2) Foot
    {
        get
        {
            double length = double.Hypot(A, B);
            return (-A / length * (C / length), -B / length * (C / length));
        }
    }
}
