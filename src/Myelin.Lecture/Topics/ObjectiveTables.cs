using Myelin.Classical;
using Myelin.Lecture.Texts;
using Myelin.Reports.Cells;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>One model, w · x + b, and what five objectives make of it on the same eight points; and how a penalty shrinks its coefficients.</summary>
internal static class ObjectiveTables
{
    private const double Lambda = 0.01;

    /// <summary>Eight points of two classes.</summary>
    internal static readonly double[,] Points = { { 1, 1 }, { 2, 1 }, { 2, 3 }, { 3, 2 }, { 6, 5 }, { 7, 8 }, { 8, 6 }, { 9, 9 } };
    private static readonly int[] Labels = [0, 0, 0, 0, 1, 1, 1, 1];

    internal static IEnumerable<LectureTable> Objectives(LectureTexts texts)
    {
        var labelled = Samples.Of(Points, Labels);
        SupportVectorMachine machine = SupportVectorMachine.Fit(labelled, 1e-6);
        var components = PrincipalComponents.Fit(labelled);
        KMeans means = KMeans.Fit(labelled, 2);
        LinearModel squares = LeastSquares.Fit(Signs()), ridge = new LeastSquares(Signs()).WithRidge(1);
        // The plane half way between two centres: the difference of their scores.
        LinearModel scores = means.Scores();
        (int low, int high) = means.Center(0)[0] < means.Center(1)[0] ? (0, 1) : (1, 0);
        double[] between = [.. Enumerable.Range(0, 2).Select(i => scores.Coefficient(high, i) - scores.Coefficient(low, i)),
            scores.Intercepts[high] - scores.Intercepts[low]];
        yield return new LectureTable(
            "w₁x₁ + w₂x₂ + b",
            ["", texts.Term("objective"), "w₁", "w₂", "b", texts.Term("value")],
            [
                Row(texts.Term("least-squares"), "min MSE", Numbers(squares), Error(squares)),
                Row(texts.Term("ridge"), "min MSE + |w|²", Numbers(ridge), Error(ridge) + Square(ridge)),
                Row("PCA", "max Var(w·x)", Numbers(components.Projection(1)), components.Variances[0]),
                Row("k-means", "min (1/n) Σ|x - c|²", between, means.Inertia / labelled.Rows),
                Row("SVM", "max 1/|w|", Numbers(machine.Model), machine.Margin),
            ]);
    }

    internal static IEnumerable<LectureTable> Ridge(LectureTexts texts)
    {
        var fit = new LeastSquares(Signs());
        yield return new LectureTable(
            "min MSE + λ Σ βᵢ²",
            ["λ", "β₁", "β₂", "β₀", "MSE", "Σ βᵢ²", "‖β‖"],
            [.. fit.Path(0, Lambda, 0.1, 1, 10, 100).Select(point => (Cell[])
                [Text(point.Lambda), .. Numbers(point.Model).Select(number => Text(number)), Text(Error(point.Model)), Text(Square(point.Model)),
                    Text(Math.Sqrt(Square(point.Model)))])]);
    }

    private static Cell[] Row(string name, string objective, double[] numbers, double value) =>
        [name, objective, .. numbers.Select(number => Text(number)), Text(value)];

    /// <summary>The points with the targets -1 and 1.</summary>
    private static Samples Signs()
    {
        var targets = new double[Labels.Length, 1];
        for (int row = 0; row < Labels.Length; row++) targets[row, 0] = 2 * Labels[row] - 1;
        return Samples.Of(Points, targets);
    }

    private static double[] Numbers(LinearModel model) => [model.Coefficient(0, 0), model.Coefficient(0, 1), model.Intercepts[0]];

    private static double Square(LinearModel model) => Math.Pow(model.Coefficient(0, 0), 2) + Math.Pow(model.Coefficient(0, 1), 2);

    private static double Error(LinearModel model)
    {
        Samples samples = Signs();
        return Enumerable.Range(0, samples.Rows).Average(row => Math.Pow(model.Predict(samples.Input(row))[0] - samples.Target(row)[0], 2));
    }
}
