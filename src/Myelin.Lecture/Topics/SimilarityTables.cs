using Myelin.Autograd;
using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Reports.Cells;
using Myelin.Tensors;
using static Myelin.Lecture.Topics.LectureData;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Losses of how alike vectors are: triplets, cosines, and the five losses of one distance beside each other.</summary>
internal static class SimilarityTables
{
    /// <summary>An anchor at 0 on a line: the distances to the positive and the negative are their places.</summary>
    internal static IEnumerable<LectureTable> Triplet(LectureTexts texts)
    {
        (float Positive, float Negative, float Margin)[] triplets = [(1, 2, 2), (0, 0, 0.2f), (3, 1, 0.5f), (2, 3, 5), (2, 2, 1), (1, 3, 0.5f)];
        TripletDistance[] kinds = [TripletDistance.Squared, TripletDistance.Euclidean];
        yield return new LectureTable(
            "max(0, d_p - d_n + α)",
            ["|a - p|", "|a - n|", "α", texts.Term("squared-distance"), texts.Term("distance")],
            [.. triplets.Select(triplet =>
                (Cell[])[Text(triplet.Positive), Text(triplet.Negative), Text(triplet.Margin),
                .. kinds.Select(kind => Text(TripletLossOf(triplet, kind).Loss))])]);
        yield return new LectureTable(
            $"{texts.Term("gradient")}, {texts.Term("squared-distance")}, α = 1",
            ["|a - p|", "|a - n|", texts.Term("loss"), texts.Term("anchor"), texts.Term("positive"), texts.Term("negative")],
            [.. new[] { (2f, 1f, 1f), (1f, 1f, 1f), (0.5f, 1f, 1f), (0.5f, 3f, 1f) }.Select(triplet =>
            {
                (float loss, float[] gradients) = TripletLossOf(triplet, TripletDistance.Squared);
                return (Cell[])[Text(triplet.Item1), Text(triplet.Item2), Text(loss), .. gradients.Select(gradient => Text(gradient))];
            })]);
    }

    internal static IEnumerable<LectureTable> Cosine(LectureTexts texts)
    {
        (float[] U, float[] V)[] pairs = [([1, 2, 3], [1, 8, 3]), ([1, 0], [0, 1]), ([1, 1], [-2, -2]), ([1, 1], [5, 5]), ([3, 4], [4, 3])];
        yield return new LectureTable(
            "1 - cos(u, v)",
            ["u", "v", texts.Term("cosine"), texts.Term("loss"), $"{texts.Term("gradient")} (u)"],
            [.. pairs.Select(pair =>
            {
                (float loss, float[] gradient) = CosineLossOf(pair.U, pair.V);
                return (Cell[])[Vector(pair.U), Vector(pair.V), Text(1 - loss), Text(loss), Vector(gradient)];
            })]);
    }

    /// <summary>What one residual costs by each loss, and how hard each pulls.</summary>
    internal static IEnumerable<LectureTable> Similarity(LectureTexts texts)
    {
        float[] residuals = [0.1f, 0.5f, 1, 2, 10];
        string[] losses = ["mse", "mae", "huber:delta=1"];
        float[][] values = [.. losses.Select(loss => Rows(loss, residuals))], slopes = [.. losses.Select(loss => Slopes(loss, residuals))];
        // The positive lies as far from the anchor as the prediction from its target, the negative 2 away, and the margin is 1: the pull is on the positive.
        (float Loss, float[] Gradients)[] triplets = [.. residuals.Select(r => TripletLossOf((r, 2, 1), TripletDistance.Squared))];
        // As far beside the target (1, 0) at a right angle.
        (float Loss, float[] Gradient)[] cosines = [.. residuals.Select(r => CosineLossOf([1, r], [1, 0]))];
        yield return new LectureTable(
            $"{texts.Term("distance")} → {texts.Term("loss")}",
            [texts.Term("distance"), "MSE", "MAE", "Huber δ=1", "Triplet", "Cosine"],
            [.. residuals.Select((r, i) => (Cell[])[Text(r), .. values.Select(of => Text(of[i])), Text(triplets[i].Loss), Text(cosines[i].Loss)])]);
        yield return new LectureTable(
            $"{texts.Term("distance")} → {texts.Term("gradient")}",
            [texts.Term("distance"), "MSE", "MAE", "Huber δ=1", "Triplet", "Cosine"],
            [.. residuals.Select((r, i) =>
                (Cell[])[Text(r), .. slopes.Select(of => Text(of[i])), Text(triplets[i].Gradients[1]), Text(Math.Sqrt(cosines[i].Gradient.Sum(g => g * g)))])]);
    }

    private static (float Loss, float[] Gradients) TripletLossOf((float Positive, float Negative, float Margin) triplet, TripletDistance kind)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor[] points = [.. new[] { 0, triplet.Positive, triplet.Negative }.Select(place => tape.Variable(Column([place])))];
        Tensor loss = new TripletLoss(triplet.Margin, kind).Compute(points[0], points[1], points[2]);
        tape.Backward(loss);
        return (loss.ToScalar(), [.. points.Select(point => tape.Gradient(point).ToScalar())]);
    }

    private static (float Loss, float[] Gradient) CosineLossOf(float[] u, float[] v)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor variable = tape.Variable(new Tensor(new Shape(1, u.Length), u));
        Tensor loss = new CosineLoss().Compute(variable, new Tensor(new Shape(1, v.Length), v));
        tape.Backward(loss);
        return (loss.ToScalar(), tape.Gradient(variable).ToArray());
    }

    private static string Vector(float[] values) => $"({string.Join(", ", values.Select(value => Text(value, 3)))})";
}
