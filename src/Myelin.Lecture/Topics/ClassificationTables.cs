using Myelin.Autograd;
using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Reports.Cells;
using Myelin.Tensors;
using static Myelin.Lecture.Topics.LectureData;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Decisions of two models with one error rate, and what cross-entropy and the squared error see in them.</summary>
internal static class ClassificationTables
{
    private static readonly float BitsOfNat = (float)(1 / Math.Log(2));

    internal static IEnumerable<LectureTable> ErrorRate(LectureTexts texts) => [Decisions(texts, 0), Decisions(texts, 1)];

    /// <summary>For each datum the class with the largest probability, and the chance that it is not the right one.</summary>
    internal static IEnumerable<LectureTable> Decision(LectureTexts texts)
    {
        foreach (int model in (int[])[0, 1])
        {
            Tensor probabilities = Probabilities(model);
            Labels decisions = probabilities.ArgMax();
            float[] largest = [.. TrueClasses.Select((_, row) => BothModels[model][row, decisions[row]])];
            yield return new LectureTable(
                texts.Term($"model-{model + 1}"),
                [texts.Term("data"), .. Classes.Select(name => $"P({texts.Term(name)})"), texts.Term("judgement"), "1 - max P", texts.Term("label")],
                [.. TrueClasses.Select((label, row) =>
                    (Cell[])[$"{row + 1}", .. Values(probabilities, row), texts.Term(Classes[decisions[row]]), Text(1 - largest[row]),
                    texts.Term(Classes[label])])]);
        }

        yield return Costs(texts);
    }

    /// <summary>Two classes where missing the second costs nine times a false alarm.</summary>
    private static LectureTable Costs(LectureTexts texts)
    {
        const double falseAlarm = 1, miss = 9;
        DecisionRule likely = DecisionRule.OfErrors(2), cheap = new(new[,] { { 0, miss }, { falseAlarm, 0 } });
        float[][] posteriors = [[0.95f, 0.05f], [0.85f, 0.15f], [0.6f, 0.4f], [0.2f, 0.8f]];
        return new LectureTable(
            $"C(1|0) = {Text(falseAlarm)}, C(0|1) = {Text(miss)}:   ŷ = 1  ⇔  P(1|x) ≥ {Text(DecisionRule.Threshold(falseAlarm, miss))}",
            ["P(0|x)", "P(1|x)", "argmax P", "Σ C(0|c) P(c|x)", "Σ C(1|c) P(c|x)", "argmin Σ"],
            [.. posteriors.Select(p =>
                (Cell[])[Text(p[0]), Text(p[1]), $"{likely.Decide(p)}", Text(cheap.ExpectedCost(p, 0)), Text(cheap.ExpectedCost(p, 1)),
                $"{cheap.Decide(p)}"])]);
    }

    internal static IEnumerable<LectureTable> OneHot(LectureTexts texts)
    {
        Tensor encoded = Encoded();
        yield return new LectureTable(
            texts.Term("one-hot"),
            [texts.Term("data"), texts.Term("label"), .. Classes.Select(texts.Term)],
            [.. TrueClasses.Select((label, row) => (Cell[])[$"{row + 1}", texts.Term(Classes[label]), .. Values(encoded, row)])]);
    }

    internal static IEnumerable<LectureTable> CrossEntropy(LectureTexts texts) => [CrossEntropyOf(texts, 0), CrossEntropyOf(texts, 1)];

    internal static IEnumerable<LectureTable> Comparison(LectureTexts texts)
    {
        float[] bits = [.. Enumerable.Range(0, 2).Select(model => CrossEntropies(model).Sum() * BitsOfNat)];
        double[] errors = [.. Enumerable.Range(0, 2).Select(model => Metrics(model).ErrorRate)];
        yield return new LectureTable(
            $"{texts.Term("error-rate")} / {texts.Term("cross-entropy")}",
            ["", texts.Term("model-1"), texts.Term("model-2")],
            [
                [texts.Term("error-rate"), .. errors.Select(value => Text(value))],
                [$"{texts.Term("cross-entropy")}, {texts.Term("sum")}, {texts.Term("bits")}", .. bits.Select(value => Text(value))],
                [$"{texts.Term("cross-entropy")}, {texts.Term("mean")}, {texts.Term("nats")}",
                    .. bits.Select(value => Text(value / BitsOfNat / TrueClasses.Length))],
                [$"{texts.Term("cross-entropy")}, {texts.Term("printed")}", "6.966", "2.310"],
            ]);
    }

    internal static IEnumerable<LectureTable> SquaredErrors(LectureTexts texts)
    {
        foreach (int model in (int[])[0, 1])
        {
            float[] rows = [.. new MeanSquaredErrorLoss().Compute(Probabilities(model), Encoded(), reduction: Reduction.None).ToArray()
                .Select(mean => mean * Classes.Length)];
            yield return new LectureTable(
                texts.Term($"model-{model + 1}"),
                [texts.Term("data"), texts.Term("squared-error"), $"{texts.Term("cross-entropy")} ({texts.Term("nats")})"],
                [.. rows.Select((value, i) => (Cell[])[$"{i + 1}", Text(value), Text(CrossEntropies(model)[i])]),
                    [texts.Term("sum"), Text(rows.Sum()), Text(CrossEntropies(model).Sum())]]);
        }

        float[] logits = [-10, -5, -2, 0, 2], ones = [1, 1, 1, 1, 1];
        float[] crossEntropy = Rows(logits, ones, sigmoid: false, out float[] slopes), squared = Rows(logits, ones, sigmoid: true, out float[] slopesOfSquare);
        yield return new LectureTable(
            "y = 1",
            [texts.Term("logit"), $"-ln σ(z)", texts.Term("slope"), "(σ(z) - 1)²", texts.Term("slope")],
            [.. logits.Select((z, i) => (Cell[])[Text(z), Text(crossEntropy[i]), Text(slopes[i]), Text(squared[i]), Significant(slopesOfSquare[i])])]);
    }

    /// <summary>One logit for two classes is the same as two of which one is held at 0; L classes have L.</summary>
    internal static IEnumerable<LectureTable> OutputNodes(LectureTexts texts)
    {
        float[] logits = [-2, -0.5f, 0, 0.5f, 2];
        float[] one = Activations.Activation.Parse("sigmoid").Apply(Column(logits)).ToArray();
        float[] two = new Tensor(new Shape(logits.Length, 2), [.. logits.SelectMany(z => (float[])[0, z])]).Softmax().ToArray();
        yield return new LectureTable(
            "σ(z) = softmax(0, z)₂",
            [texts.Term("logit"), "σ(z)", "softmax(0, z)", texts.Term("class")],
            [.. logits.Select((z, i) => (Cell[])[Text(z), Text(one[i]), $"({Text(two[2 * i])}, {Text(two[2 * i + 1])})", z > 0 ? "1" : "0"])]);
        float[] three = [2, 1, -1], shares = new Tensor(new Shape(1, 3), three).Softmax().ToArray();
        yield return new LectureTable(
            "softmax(z₁, z₂, z₃)",
            [texts.Term("class"), texts.Term("logit"), texts.Term("probability")],
            [.. three.Select((z, i) => (Cell[])[texts.Term(Classes[i]), Text(z), Text(shares[i])]), [texts.Term("sum"), "", Text(shares.Sum())]]);
    }

    /// <summary>Each row's cross-entropy in nats, from logits that are the logarithms of the probabilities.</summary>
    internal static float[] CrossEntropies(int model)
    {
        Tensor logits = Probabilities(model).Log();
        return new CrossEntropyLoss().Compute(logits, (Labels)TrueClasses, reduction: Reduction.None).ToArray();
    }

    private static LectureTable Decisions(LectureTexts texts, int model)
    {
        Tensor probabilities = Probabilities(model);
        Labels decisions = probabilities.ArgMax();
        return new LectureTable(
            $"{texts.Term($"model-{model + 1}")}: {texts.Term("error-rate")} = {Text(Metrics(model).ErrorRate)}",
            [texts.Term("data"), texts.Term("label"), .. Classes.Select(texts.Term), texts.Term("judgement"), ""],
            [.. TrueClasses.Select((label, row) =>
                (Cell[])[$"{row + 1}", texts.Term(Classes[label]), .. Values(probabilities, row), texts.Term(Classes[decisions[row]]),
                texts.Term(decisions[row] == label ? "right" : "wrong")])]);
    }

    private static ClassificationMetrics Metrics(int model)
    {
        var metrics = new ClassificationMetrics(Classes.Length);
        metrics.AddScores(Probabilities(model).ToArray(), TrueClasses);
        return metrics;
    }

    private static LectureTable CrossEntropyOf(LectureTexts texts, int model)
    {
        Tensor probabilities = Probabilities(model), encoded = Encoded();
        float[] nats = CrossEntropies(model);
        string[] blanks = [.. Classes.Select(_ => "")];
        return new LectureTable(
            texts.Term($"model-{model + 1}"),
            [texts.Term("data"), .. Classes.Select(name => $"p {texts.Term(name)}"), "y", texts.Term("bits"), texts.Term("nats")],
            [
                .. TrueClasses.Select((_, row) =>
                    (Cell[])[$"{row + 1}", .. Values(probabilities, row), $"({string.Join(", ", Values(encoded, row))})", Text(nats[row] * BitsOfNat),
                    Text(nats[row])]),
                [texts.Term("sum"), .. blanks, "", Text(nats.Sum() * BitsOfNat), Text(nats.Sum())],
            ]);
    }

    private static float[] Rows(float[] logits, float[] targets, bool sigmoid, out float[] slopes)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(Column(logits));
        Tensor rows = sigmoid
            ? new MeanSquaredErrorLoss().Compute(Activations.Activation.Parse("sigmoid").Apply(variable), Column(targets), reduction: Reduction.None)
            : new BinaryCrossEntropyLoss().Compute(variable, Column(targets), reduction: Reduction.None);
        tape.Backward(rows.Sum());
        slopes = tape.Gradient(variable).ToArray();
        return rows.ToArray();
    }

    private static Tensor Encoded() => new Tensor(new Shape(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1).GatherRows(TrueClasses);

    private static IEnumerable<Cell> Values(Tensor rows, int row) =>
        rows.ToArray().Skip(row * Classes.Length).Take(Classes.Length).Select(value => Text(value));
}
