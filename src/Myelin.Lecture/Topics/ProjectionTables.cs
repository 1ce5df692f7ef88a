using Myelin.Classical;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reports.Cells;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Eight points along their principal component, and a network with one hidden neuron that finds the same direction by training.</summary>
internal static class ProjectionTables
{
    internal static IEnumerable<LectureTable> Projection(LectureTexts texts)
    {
        double[,] points = ObjectiveTables.Points;
        Samples samples = Samples.Of(points);
        var found = PrincipalComponents.Fit(samples);
        yield return new LectureTable(
            $"μ = ({string.Join(", ", found.Means.Select(mean => Text(mean)))})",
            ["", "w₁", "w₂", texts.Term("variance"), texts.Term("share")],
            [.. Enumerable.Range(0, 2)
                .Select(k =>
                (Cell[])[$"{k + 1}", Text(found.Component(k)[0]), Text(found.Component(k)[1]), Text(found.Variances[k]), Text(found.ExplainedShares[k])])]);
        yield return new LectureTable(
            "x' = w · (x - μ)",
            ["x", "x'", "μ + x' w", texts.Term("squared-distance")],
            [.. Enumerable.Range(0, samples.Rows).Select(row => Back(found, samples.Input(row).ToArray()))]);
        Sequential network = Trained(points);
        LinearModel[] layers = [.. network.Children.Select(child => LinearModel.Of((Linear)child.Layer))];
        double[,] component = { { found.Component(0)[0], found.Component(0)[1] } };
        double[,] into = { { layers[0].Coefficient(0, 0), layers[0].Coefficient(0, 1) } },
            back = { { layers[1].Coefficient(0, 0), layers[1].Coefficient(1, 0) } };
        yield return new LectureTable(
            $"{network.Canonical}: min Σ |x - W₂(W₁x + b₁) - b₂|²",
            ["", "w₁", "w₂", "|w|", $"{texts.Term("angle")} (rad)"],
            [
                ["PCA", .. Direction(component, component)],
                [texts.Term("hidden"), .. Direction(into, component)],
                [texts.Term("output"), .. Direction(back, component)],
            ]);
    }

    private static Cell[] Back(PrincipalComponents found, double[] x)
    {
        double[] coordinate = found.Project(x, 1), back = found.Reconstruct(coordinate);
        return [$"({Text(x[0])}, {Text(x[1])})", Text(coordinate[0]), $"({Text(back[0])}, {Text(back[1])})",
            Text(x.Zip(back, (a, b) => (a - b) * (a - b)).Sum())];
    }

    /// <summary>A direction of length 1 with the sign of the component, its length before, and the angle between both.</summary>
    private static Cell[] Direction(double[,] w, double[,] component)
    {
        double sign = Math.Sign(w[0, 0] * component[0, 0] + w[0, 1] * component[0, 1]), length = Math.Sqrt(w[0, 0] * w[0, 0] + w[0, 1] * w[0, 1]);
        return [Text(sign * w[0, 0] / length), Text(sign * w[0, 1] / length), Text(length), Text(Subspaces.LargestAngle(w, component), 5)];
    }

    private static Sequential Trained(double[,] points)
    {
        var shape = new Shape(2);
        float[] rows = [.. points.Cast<double>().Select(value => (float)value)];
        var network = Sequential.Build("linear:1 linear:2", shape, new RandomSource(1));
        var options = new TrainerOptions { Epochs = 4000, BatchSize = rows.Length, LearningRate = new Constant(0.01f), Patience = 0 };
        new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(), options).Fit(MemorySource.WithTargets(shape, rows, rows, 2));
        return network;
    }
}
