using Myelin.Activations;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Reference.Functions;
using Myelin.Tensors;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>Decisions, error rates, information, cross-entropy, and the squared error of probabilities.</summary>
internal static class ClassificationFormulas
{
    private static readonly double BitsOfNat = 1 / Math.Log(2);

    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["1 at the label's place, 0 elsewhere"] = (item, result) =>
        {
            string[] classes = item.Texts("classes");
            Tensor identity = Matrix([.. classes.Select((_, i) => classes.Select((_, j) => i == j ? 1.0 : 0).ToArray())]);
            result.AddWhole("", identity.GatherRows(Indexes(item, item.Texts("label"), classes)).ToArray());
        },
        ["argmax"] = (item, result) =>
        {
            string[] classes = item.Texts("classes");
            Labels decisions = Matrix(item.Rows("probabilities")).ArgMax();
            result.Add("", [.. Enumerable.Range(0, decisions.Count).Select(row => classes[decisions[row]])]);
        },
        ["1 - mean(1 if equal)"] = (item, result) => result.Add("", Metrics(item).ErrorRate),
        ["mean(1 if equal), which the first slide calls error rate"] = (item, result) => result.Add("", Metrics(item).Accuracy),
        ["-log2 p"] = (item, result) => result.Add("", InformationMeasures.SelfInformation(item.Number("p"))),
        ["-sum p log2 p"] = (item, result) => result.Add("", InformationMeasures.Entropy(item.Numbers("p"))),
        ["-sum p log2 p, with 0 log 0 = 0"] = (item, result) => result.Add("", InformationMeasures.Entropy(item.Numbers("p"))),
        ["-sum y log2 p"] = (item, result) => CrossEntropy(item, result, BitsOfNat, mean: false),
        ["-sum y log2 p, with 0 log 0 = 0"] = (item, result) => CrossEntropy(item, result, BitsOfNat, mean: false),
        ["sum over data of -sum y log2 p"] = (item, result) => CrossEntropy(item, result, BitsOfNat, mean: false),
        ["mean over data, base 2"] = (item, result) => CrossEntropy(item, result, BitsOfNat, mean: true),
        ["sum over data, natural logarithm"] = (item, result) => CrossEntropy(item, result, 1, mean: false),
        ["mean over data, natural logarithm"] = (item, result) => CrossEntropy(item, result, 1, mean: true),
        ["-sum log2"] = (item, result) =>
        {
            double[] used = item.Numbers("true_class_probabilities_used");
            CrossEntropy(result, [.. used.Select(p => (double[])[p, 1 - p])], [.. used.Select(_ => (double[])[1, 0])], BitsOfNat);
        },
        ["sum over classes of (p - y)^2"] = SquaredError,
        ["d/dz of -ln sigmoid(z) and of (sigmoid(z) - 1)^2"] = Slopes,
    };

    private static int[] Indexes(LectureCase item, string[] names, string[] classes) => Array.ConvertAll(names,
        name => Array.IndexOf(classes, name) is var index and >= 0 ? index : throw item.Wrong("label", $"one of {string.Join(", ", classes)}"));

    private static ClassificationMetrics Metrics(LectureCase item)
    {
        string[] predicted = item.Texts("prediction"), target = item.Texts("target"), classes = [.. predicted.Concat(target).Distinct()];
        if (predicted.Length != target.Length) throw item.Wrong("prediction", "a class for each target");
        var metrics = new ClassificationMetrics(classes.Length);
        metrics.Add(Indexes(item, predicted, classes), Indexes(item, target, classes));
        return metrics;
    }

    private static void CrossEntropy(LectureCase item, Recomputation result, double unit, bool mean)
    {
        double[][] probabilities = item.Rows("probabilities"), targets = item.Rows("one_hot");
        if (targets.Length != probabilities.Length || targets[0].Length != probabilities[0].Length) throw item.Wrong("one_hot", "as long as the probabilities");
        CrossEntropy(result, probabilities, targets, mean ? unit / targets.Length : unit);
    }

    /// <summary>Exactly with logits ln p, which are -∞ for 0; the library's leg at those logits in float32.</summary>
    private static void CrossEntropy(Recomputation result, double[][] probabilities, double[][] targets, double factor)
    {
        double[][] logits = [.. probabilities.Select(row => Array.ConvertAll(row, Math.Log))];
        double[] unused = new double[logits[0].Length], scales = new double[unused.Length], gradient = new double[unused.Length];
        var reference = new CrossEntropyReference(null);
        result.Add("", factor * logits.Select((row, i) => reference.Evaluate(row, targets[i], unused)).Sum());
        (float[] values, float[] gradients) = Formulas.Run(new CrossEntropyLoss(), Matrix(logits), Matrix(targets), Reduction.None);
        for (int row = 0; row < values.Length; row++)
        {
            double[] rounded = AsRounded(logits[row]), shares = AsRounded(targets[row]);
            double value = reference.Evaluate(rounded, shares, gradient), scale = reference.Scale(rounded, shares, scales);
            result.Compare(values[row], value, scale);
            result.Compare(gradients[(row * gradient.Length)..((row + 1) * gradient.Length)], gradient, scales);
        }
    }

    private static void SquaredError(LectureCase item, Recomputation result)
    {
        double[][] p = item.Rows("probabilities"), y = item.Rows("one_hot");
        var reference = new SquaredErrorReference();
        double[] rows = [.. p.Select((row, i) => row.Zip(y[i], reference.Value).Sum())];
        result.Add("rows", rows);
        result.Add("sum", rows.Sum());
        result.Add("mean_over_data", rows.Average());
        result.Add("mean_over_elements", rows.Average() / p[0].Length);
        double rounded = p.SelectMany((row, i) => AsRounded(row).Zip(AsRounded(y[i]), reference.Value)).Average();
        result.Compare(Formulas.Run(new MeanSquaredErrorLoss(), Matrix(p), Matrix(y), Reduction.Mean).Value[0], rounded, rows.Max());
    }

    private static void Slopes(LectureCase item, Recomputation result)
    {
        double z = item.Number("logit"), target = item.Number("target");
        var (crossEntropy, squared, sigmoid) = (new BinaryCrossEntropyReference(), new SquaredErrorReference(), new SigmoidReference());
        double BySquare(double at) => squared.Derivative(sigmoid.Value(at), target) * sigmoid.Derivative(at);
        result.Add("cross_entropy", crossEntropy.Derivative(z, target));
        result.Add("squared_error", BySquare(z));
        Tensor logit = Matrix([[z]]), wanted = Matrix([[target]]);
        result.Compare(Formulas.Run(new BinaryCrossEntropyLoss(), logit, wanted, Reduction.Sum).Gradient[0],
            crossEntropy.Derivative((float)z, target), crossEntropy.DerivativeScale((float)z, target));
        var tape = new Autograd.Tape();
        using Autograd.StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(logit);
        tape.Backward(new MeanSquaredErrorLoss().Compute(Activation.Parse("sigmoid").Apply(variable), wanted));
        result.Compare(tape.Gradient(variable).ToScalar(), BySquare((float)z), 2 * sigmoid.Derivative((float)z));
    }
}
