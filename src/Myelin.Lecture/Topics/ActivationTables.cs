using System.Globalization;
using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Lecture.Texts;
using Myelin.Reports.Cells;
using Myelin.Tensors;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Activations with their derivatives, the approximate sigmoid with its error, and the decimals of SELU.</summary>
internal static class ActivationTables
{
    private static readonly float[] Points = [-6, -2, -1, -0.5f, 0, 0.5f, 1, 2, 6];

    /// <summary>All activations of the lecture beside each other.</summary>
    internal static IEnumerable<LectureTable> All(LectureTexts texts)
    {
        string[] members = ["sigmoid", "tanh", "relu", "leaky-relu:slope=0.1", "relu6", "elu", "selu"];
        float[] points = [-2, -0.5f, 0, 0.5f, 2];
        (float[] Values, float[] Slopes)[] computed = [.. members.Select(member => Run(member, points))];
        foreach (bool slopes in (bool[])[false, true])
        {
            yield return new LectureTable(
                texts.Term(slopes ? "derivative" : "value"),
                [texts.Term("activation"), .. points.Select(x => $"x = {Text(x)}")],
                [.. members.Select((member, i) => (Cell[])[member.Split(':')[0], .. (slopes ? computed[i].Slopes : computed[i].Values).Select(y => Text(y))])]);
        }
    }

    /// <summary>One activation.</summary>
    internal static Func<LectureTexts, IEnumerable<LectureTable>> Of(string member) => texts => [OfMembers(texts, member, [member])];

    internal static IEnumerable<LectureTable> ParametricRelu(LectureTexts texts) =>
        [OfMembers(texts, "a = 0, 0.1, 0.25, 1", ["leaky-relu:slope=0", "leaky-relu:slope=0.1", "leaky-relu:slope=0.25", "leaky-relu:slope=1"])];

    internal static IEnumerable<LectureTable> RandomizedRelu(LectureTexts texts) =>
        [OfMembers(texts, "a = 1/8, 11/48, 1/3", ["leaky-relu:slope=0.125", "leaky-relu:slope=0.22916667", "leaky-relu:slope=0.33333334"])];

    internal static IEnumerable<LectureTable> ApproximateSigmoid(LectureTexts texts)
    {
        float[] points = [0, 0.539f, 1, 2, 3, 3.4f, 4, 5, 5.8f, 7];
        float[] exact = Run("sigmoid", points).Values;
        (float[] code, float[] slopes) = Run("approximate-sigmoid", points);
        float[] formula = Run("approximate-sigmoid:form=formula", points).Values;
        yield return new LectureTable(
            "sigmoid, approximate-sigmoid",
            ["x", "σ(x)", texts.Term("code-of-slide"), texts.Term("formula-of-slide"), texts.Term("difference"), texts.Term("slope")],
            [.. points.Select((x, i) =>
                (Cell[])[Text(x), Text(exact[i]), Text(code[i], 5), Text(formula[i], 5), Text(code[i] - exact[i], 5), Text(slopes[i])])]);
    }

    internal static IEnumerable<LectureTable> Precision(LectureTexts texts)
    {
        // Constants cut after so many decimals; the mean square of SELU of normal numbers should be 1.
        (double Alpha, double Scale) all = (Selu.Alpha, Selu.Lambda);
        yield return new LectureTable(
            "SELU(z), z ~ N(0, 1)",
            [texts.Term("decimals"), "α", "scale (s)", texts.Term("mean"), "var"],
            [.. new[] { 7, 4, 3, 2, 1, 0 }.Select(decimals =>
            {
                double alpha = Cut(all.Alpha, decimals), scale = Cut(all.Scale, decimals);
                (double mean, double variance) = Moments(FormattableString.Invariant($"scaled-elu:alpha={alpha},scale={scale}"));
                return (Cell[])[$"{decimals}", Text(alpha, 7), Text(scale, 7), Text(mean), Text(variance)];
            })]);
    }

    private static double Cut(double value, int decimals) => Math.Floor(value * Math.Pow(10, decimals)) / Math.Pow(10, decimals);

    // Midpoints of 100,000 slices of equal probability would need the inverse of the normal distribution; a fine grid with its density does as well.
    private static (double Mean, double Variance) Moments(string member)
    {
        const int half = 4000;
        float[] z = [.. Enumerable.Range(-half, 2 * half + 1).Select(i => i * 8f / half)], y = Run(member, z).Values;
        double[] density = Array.ConvertAll(z, x => Math.Exp(-x * (double)x / 2));
        double total = density.Sum(), mean = density.Zip(y, (p, value) => p * value).Sum() / total;
        return (mean, density.Zip(y, (p, value) => p * value * value).Sum() / total - mean * mean);
    }

    private static LectureTable OfMembers(LectureTexts texts, string title, string[] members)
    {
        (float[] Values, float[] Slopes)[] computed = [.. members.Select(member => Run(member, Points))];
        string[] headings = members.Length == 1
            ? [texts.Term("value"), texts.Term("derivative")]
            : [.. members.SelectMany(member => (string[])[$"a={float.Parse(member.Split('=')[1], CultureInfo.InvariantCulture):0.###}", "'"])];
        return new LectureTable(title, ["x", .. headings],
            [.. Points.Select((x, i) => (Cell[])[Text(x), .. computed.SelectMany(pair => (Cell[])[Text(pair.Values[i]), Text(pair.Slopes[i])])])]);
    }

    private static (float[] Values, float[] Slopes) Run(string member, float[] points)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(new Tensor(new Shape(points.Length), points)), y = Activation.Parse(member).Apply(variable);
        tape.Backward(y.Sum());
        return (y.ToArray(), tape.Gradient(variable).ToArray());
    }
}
