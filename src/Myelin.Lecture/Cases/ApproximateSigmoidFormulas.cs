using Myelin.Activations;
using Myelin.Reference.Functions;

namespace Myelin.Lecture.Cases;

/// <summary>The approximate sigmoid, as the lecture's code and as its formula, which differ in the third piece.</summary>
internal static class ApproximateSigmoidFormulas
{
    private const double FirstJoint = 3.4;
    private const double SecondJoint = 5.8;

    private static readonly ApproximateSigmoidReference Code = new(false);
    private static readonly ApproximateSigmoidReference Printed = new(true);
    private static readonly SigmoidReference Sigmoid = new();

    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["the lecture's code fast_sigmoid2"] = (item, result) =>
        {
            double x = item.Number("x");
            result.Add("value", Code.Value(x));
            result.Add("error_against_sigmoid", Code.Value(x) - Sigmoid.Value(x));
            Compare(result, x, Code, "approximate-sigmoid");
        },
        ["0.9997 as the formula prints it"] = (item, result) =>
        {
            result.Add("", Printed.Value(item.Number("x")));
            Compare(result, item.Number("x"), Printed, "approximate-sigmoid:form=formula");
        },
        ["0.5 * (0.9997 + 1)"] = (item, result) =>
        {
            result.Add("", Code.Value(item.Number("x")));
            Compare(result, item.Number("x"), Code, "approximate-sigmoid");
        },
        ["second piece - first piece"] = (item, result) => Jump(item, result, Code),
        ["third piece by the code - second piece"] = (item, result) => Jump(item, result, Code),
        ["third piece by the formula - second piece"] = (item, result) => Jump(item, result, Printed),
        ["slope of each piece, and of the true sigmoid at 0"] = (_, result) =>
        {
            result.Add("at_0", Code.Derivative(0));
            result.Add("sigmoid_at_0", Sigmoid.Derivative(0));
            result.Add("before_3.4", Code.Derivative(Math.BitDecrement(FirstJoint)));
            result.Add("after_3.4", Code.Derivative(FirstJoint));
            result.Add("after_5.8", Code.Derivative(SecondJoint));
            foreach (double x in (double[])[0, FirstJoint, SecondJoint]) Compare(result, x, Code, "approximate-sigmoid");
        },
        ["largest |approximation - sigmoid| on the grid"] = (item, result) =>
        {
            double from = item.Number("x_from"), step = item.Number("step"), count = Math.Round((item.Number("x_to") - from) / step);
            if (!(count is >= 0 and <= 1e7)) throw item.Wrong("step", "a part of the range");
            (double x, double error) = Enumerable.Range(0, (int)count + 1).Select(i => from + i * step)
                .Select(x => (x, Math.Abs(Code.Value(x) - Sigmoid.Value(x)))).MaxBy(pair => pair.Item2);
            result.Add("x", x);
            result.Add("error", error);
            Compare(result, x, Code, "approximate-sigmoid");
        },
    };

    private static void Jump(LectureCase item, Recomputation result, ApproximateSigmoidReference form)
    {
        double x = item.Number("x");
        result.Add("", form.Value(x) - form.Value(Math.BitDecrement(x)));
        Compare(result, x, form, form == Code ? "approximate-sigmoid" : "approximate-sigmoid:form=formula");
    }

    private static void Compare(Recomputation result, double x, ApproximateSigmoidReference form, string member)
    {
        (float value, float slope) = Formulas.Run(Activation.Parse(member), x);
        result.Compare(value, form.Value((float)x), form.ValueScale((float)x));
        result.Compare(slope, form.Derivative((float)x), form.DerivativeScale((float)x));
    }
}
