using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Cases;

/// <summary>Every formula that a case may name, with what recomputes it.</summary>
public static class Formulas
{
    private static readonly Dictionary<string, Action<LectureCase, Recomputation>> Known = new Dictionary<string, Action<LectureCase, Recomputation>>[]
    {
        PerceptronFormulas.All, PolyhedralFormulas.All, RegressionFormulas.All, ClassificationFormulas.All, ActivationFormulas.All,
        ApproximateSigmoidFormulas.All, SeluFormulas.All, FocalFormulas.All, SimilarityFormulas.All,
    }.SelectMany(group => group).ToDictionary();

    /// <summary>The formulas by the text that a case names.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Recomputes a case.</summary>
    /// <exception cref="InvalidInputException">The formula is not known, or the inputs do not fit it.</exception>
    internal static Recomputation Recompute(LectureCase item)
    {
        if (!Known.TryGetValue(item.Formula, out Action<LectureCase, Recomputation>? formula))
        {
            string hint = Nearest.Hint(item.Formula, Names);
            IEnumerable<string> names = hint.Length > 0 ? [] : Names.Order(StringComparer.Ordinal).Select(name => $"'{name}'");
            throw new InvalidInputException($"{item.Where}: the formula '{item.Formula}' is not one of the "
                + $"lecture's{hint}{(hint.Length > 0 ? "" : "; it has ")}{names}.");
        }

        var recomputation = new Recomputation();
        try
        {
            formula(item, recomputation);
        }
        catch (Exception wrong) when (
            wrong is ArgumentException or IndexOutOfRangeException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException)
        {
            // A formula is written for its own cases; what else it is given shows where it cannot go on.
            throw new InvalidInputException($"{item.Where}: the inputs do not fit the formula '{item.Formula}': {wrong}", wrong);
        }

        return recomputation;
    }

    /// <summary>Value and derivative of an activation at a point, by the library.</summary>
    internal static (float Value, float Slope) Run(Activation activation, double x)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(Recomputation.Row(x)), y = activation.Apply(variable);
        tape.Backward(y);
        return (y.ToScalar(), tape.Gradient(variable).ToScalar());
    }

    /// <summary>A loss and its gradient by the predictions, by the library; losses of rows are summed for the gradient.</summary>
    internal static (float[] Value, float[] Gradient) Run(Loss loss, Tensor prediction, Targets targets, Reduction reduction)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(prediction), value = loss.Compute(variable, targets, reduction: reduction);
        tape.Backward(value.Sum());
        return (value.ToArray(), tape.Gradient(variable).ToArray());
    }
}
