using Myelin.Autograd;
using Myelin.Lecture.Texts;
using Myelin.Reports.Cells;
using Myelin.Tensors;
using static Myelin.Lecture.Topics.LectureData;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Residuals, what losses make of them with and without an outlier, and descent on x² and |x|.</summary>
internal static class RegressionTables
{
    private const int DescentSteps = 20;
    private const float Start = 2;
    private const float Rate = 0.3f;

    internal static IEnumerable<LectureTable> Residual(LectureTexts texts) => [
        Sums(texts, $"ŷ₂ = -99: {texts.Term("as-calculated")}", [100, -99]),
        Sums(texts, $"ŷ₂ = 99: {texts.Term("as-printed")}", [100, 99])];

    internal static IEnumerable<LectureTable> SquaredAndAbsolute(LectureTexts texts)
    {
        float[] points = [-2, -1, -0.5f, 0, 0.5f, 1, 2];
        float[] absolute = Rows("mae", points), squared = Rows("mse", points), slopes = Slopes("mae", points), slopesOfSquare = Slopes("mse", points);
        yield return new LectureTable(
            $"{texts.Term("value")}, {texts.Term("slope")}",
            [texts.Term("residual"), "|r|", "r²", "|r|'", "(r²)'"],
            [.. points.Select((r, i) => (Cell[])[Text(r), Text(absolute[i]), Text(squared[i]), Text(slopes[i]), Text(slopesOfSquare[i])])]);
    }

    internal static IEnumerable<LectureTable> Outliers(LectureTexts texts) =>
        [OfResiduals(texts, texts.Term("without-outlier"), Residuals, []), OfResiduals(texts, texts.Term("with-outlier"), WithOutlier, [])];

    internal static IEnumerable<LectureTable> Huber(LectureTexts texts) =>
        [OfResiduals(texts, texts.Term("without-outlier"), Residuals, [1, 10]), OfResiduals(texts, texts.Term("with-outlier"), WithOutlier, [1, 10])];

    internal static IEnumerable<LectureTable> Descent(LectureTexts texts) => [DescentOf(texts, "x²", x => x * x), DescentOf(texts, "|x|", x => x.Abs())];

    private static LectureTable Sums(LectureTexts texts, string title, float[] predictions)
    {
        float[] targets = [0, 1];
        Tensor residuals = Column(targets) - Column(predictions);
        return new LectureTable(
            title,
            [texts.Term("target"), texts.Term("prediction"), texts.Term("residual")],
            [.. targets.Select((y, i) => (Cell[])[Text(y), Text(predictions[i]), Text(residuals.At(i))]),
                [texts.Term("sum"), "", Text(residuals.Sum().ToScalar())]]);
    }

    private static LectureTable OfResiduals(LectureTexts texts, string title, float[] residuals, float[] deltas)
    {
        float[] absolute = Rows("mae", residuals), squared = Rows("mse", residuals);
        float[][] huber = [.. deltas.Select(delta => Rows($"huber:delta={delta}", residuals))];
        Cell root = Text(Mean("rmse", residuals), 2);
        return new LectureTable(
            title,
            ["ID", texts.Term("residual"), "|r|", "r²", .. deltas.Select(delta => $"Huber (δ={delta})")],
            [
                .. residuals.Select((r, i) => (Cell[])[$"{i + 1}", Text(r), Text(absolute[i]), Text(squared[i]), .. huber.Select(rows => Text(rows[i]))]),
                ["", texts.Term("mean"), $"MAE={Text(Mean("mae", residuals))}", $"RMSE={root}",
                    .. deltas.Select(delta => Text(Mean($"huber:delta={delta}", residuals)))],
            ]);
    }

    private static LectureTable DescentOf(LectureTexts texts, string f, Func<Tensor, Tensor> function)
    {
        var tape = new Tape();
        var rows = new List<Cell[]>();
        float x = Start;
        for (int t = 1; t <= DescentSteps; t++)
        {
            using StepScope step = tape.BeginStep(training: false);
            Tensor variable = tape.Variable(new Tensor(new Shape(1), x));
            tape.Backward(function(variable).Sum());
            float slope = tape.Gradient(variable).ToScalar(), next = x - Rate * slope;
            rows.Add([$"{t}", Text(x, 6), Text(slope, 6), Text(next, 6)]);
            x = next;
        }

        return new LectureTable($"f(x) = {f}, r = {Text(Rate)}", ["t", "xᵗ", "f'(xᵗ)", "xᵗ⁺¹"], rows);
    }
}
