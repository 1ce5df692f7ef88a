using Myelin.Losses;
using Myelin.Reference.Functions;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>Focal loss from the probability p of class 1, by the logit ln(p / (1 - p)).</summary>
internal static class FocalFormulas
{
    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["-(1 - p_t)^r ln p_t"] = (item, result) => result.Add("", Focal(result, item.Number("p_t"), positive: true, item.Number("r"), null)),
        ["-alpha (1 - p_t)^r ln p_t"] = (item, result) =>
        {
            double p = item.Number("p"), alpha = item.Number("alpha"), gamma = item.Number("r");
            bool positive = item.Number("y") > 0;
            result.Add("alpha_t", Focal(result, p, positive, gamma, alpha));
            result.Add("constant_alpha_as_printed", alpha * Focal(result, p, positive, gamma, null));
        },
    };

    private static double Focal(Recomputation result, double p, bool positive, double gamma, double? alpha)
    {
        double z = Math.Log(p / (1 - p)), at = (float)z, y = positive ? 1 : 0;
        var reference = new BinaryFocalReference((float)gamma, (float)(alpha ?? 1), (float)(1 - alpha ?? 1));
        (float[] value, float[] gradient) = Formulas.Run(new BinaryFocalLoss((float)gamma, (float?)alpha), Matrix([[z]]), Matrix([[y]]), Reduction.Sum);
        result.Compare(value[0], reference.Value(at, y), reference.ValueScale(at, y));
        result.Compare(gradient[0], reference.Derivative(at, y), reference.DerivativeScale(at, y));
        return new BinaryFocalReference(gamma, alpha ?? 1, 1 - alpha ?? 1).Value(z, y);
    }
}
