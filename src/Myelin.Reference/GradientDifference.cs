using System.Globalization;

namespace Myelin.Reference;

/// <summary>One number checked against another.</summary>
/// <param name="Check">What was compared.</param>
/// <param name="Input">What the derivative is by: <c>input 0</c>, a parameter's name; empty for the function's value.</param>
/// <param name="InputIndex">The input's index, parameters counted behind the inputs; -1 for the function's value.</param>
/// <param name="Element">The element's row-major index; -1 for a random direction and for the function's value.</param>
/// <param name="Actual">The number under test.</param>
/// <param name="Reference">What it is compared with.</param>
/// <param name="Allowed">The largest difference that is good.</param>
public sealed record GradientDifference(GradientCheckKind Check, string Input, int InputIndex, int Element, double Actual, double Reference, double Allowed)
{
    /// <summary>|actual - reference|; 0 where both are the same infinity or NaN.</summary>
    public double Difference => Actual.Equals(Reference) ? 0 : Math.Abs(Actual - Reference);

    /// <summary>Whether the difference is allowed.</summary>
    public bool IsGood => Difference <= Allowed;

    /// <summary>The difference in units of what is allowed; above 1 is not good.</summary>
    internal double Excess => Difference == 0 ? 0 : double.IsNaN(Difference) ? double.PositiveInfinity : Difference / Allowed;

    /// <summary>The comparison as a line of text.</summary>
    public override string ToString()
    {
        (string what, string actual, string reference) = Check switch
        {
            GradientCheckKind.Value => ("the value", "float32", "double"),
            GradientCheckKind.EngineAgainstReplay => ("the derivative", "engine", "double"),
            GradientCheckKind.ReplayAgainstDifferences => ("the double-precision derivative", "derivative", "differences"),
            GradientCheckKind.Repetition => ("the value", "first call", "second call"),
            _ => ("the derivative", "engine", "float32 differences"),
        };
        string where = InputIndex < 0 ? "" : $" by {Input}, {(Element < 0 ? "a random direction" : $"element {Element}")}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{what}{where}: {actual} {Actual:G9}, {reference} {Reference:G9}, difference {Difference:G3}, allowed {Allowed:G3}");
    }
}
