namespace Myelin.Reference;

/// <summary>
/// A derivative from values alone: the quotients to the right and to the left, each extrapolated from the steps h and h/2 to second
/// order. They agree where the function is smooth; at a kink every slope between them is a derivative by some convention.
/// </summary>
internal readonly struct DifferenceQuotient
{
    /// <summary>Measures the derivative at 0.</summary>
    /// <param name="function">The value after a step.</param>
    /// <param name="step">h, a power of two.</param>
    /// <param name="precision">The relative rounding error of a value.</param>
    internal DifferenceQuotient(Func<double, double> function, double step, double precision)
    {
        double here = function(0), largest = Math.Abs(here);
        double right = Extrapolate(step), left = Extrapolate(-step);
        Middle = (left + right) / 2;
        Uncertainty = Math.Abs(right - left) / 2 + 8 * precision * largest / step;

        double Extrapolate(double h) => 2 * Quotient(h / 2) - Quotient(h);

        double Quotient(double h)
        {
            double there = function(h);
            largest = Math.Max(largest, Math.Abs(there));
            return (there - here) / h;
        }
    }

    /// <summary>The mean of both sides: the central difference.</summary>
    internal double Middle { get; }

    /// <summary>How far the derivative may lie from the middle: half of what the sides differ by, and the rounding of the values.</summary>
    internal double Uncertainty { get; }
}
