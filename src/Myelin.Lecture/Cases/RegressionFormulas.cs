using Myelin.Autograd;
using Myelin.Losses;
using Myelin.Reference.Functions;
using Myelin.Reference.Twins;
using Myelin.Tensors;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>Residuals, the losses of them, and gradient descent.</summary>
internal static class RegressionFormulas
{
    private static readonly PairLoss Absolute = new(new AbsoluteErrorReference(), new AbsoluteErrorReference(), new MeanAbsoluteErrorLoss());
    private static readonly PairLoss Squared = new(new SquaredErrorReference(), new SquaredErrorReference(), new MeanSquaredErrorLoss());

    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["sum of (y - yhat)"] = Residuals,
        ["|residual|"] = (item, result) => Rows(item, result, Absolute),
        ["residual^2"] = (item, result) => Rows(item, result, Squared),
        ["mean |residual|"] = (item, result) => Mean(item, result, Absolute, root: false),
        ["mean residual^2"] = (item, result) => Mean(item, result, Squared, root: false),
        ["sqrt(mean residual^2)"] = (item, result) => Mean(item, result, Squared, root: true),
        ["r^2/2 if |r| <= delta else delta(|r| - delta/2)"] = (item, result) => Rows(item, result, Huber(item)),
        ["mean of the rows"] = (item, result) => Mean(item, result, Huber(item), root: false),
        ["d/dr: r if |r| <= delta else delta*sign(r)"] = (item, result) => Slopes(item, result, Huber(item)),
        ["mean squared distance to the own center"] = SquaredDistances,
        ["x_next = x - 0.3 * 2x"] = Descent,
        ["x_next = x - 0.3 * x/|x|"] = Descent,
    };

    private static PairLoss Huber(LectureCase item)
    {
        double delta = item.Number("delta");
        return new PairLoss(new HuberReference(delta), new HuberReference((float)delta), new HuberLoss((float)delta));
    }

    private static void Residuals(LectureCase item, Recomputation result)
    {
        double[] y = item.Numbers("target"), predicted = item.Numbers("prediction");
        if (y.Length != predicted.Length) throw item.Wrong("prediction", "a number for each target");
        double[] residuals = [.. y.Zip(predicted, (a, b) => a - b)];
        result.Add("residuals", residuals);
        result.Add("sum", residuals.Sum());
        Tensor computed = Row(y) - Row(predicted);
        double[] rounded = [.. AsRounded(y).Zip(AsRounded(predicted), (a, b) => a - b)];
        result.Compare(computed.ToArray(), rounded, new double[rounded.Length]);
        result.Compare(computed.Sum().ToScalar(), rounded.Sum(), rounded.Max(Math.Abs));
    }

    private static void Rows(LectureCase item, Recomputation result, PairLoss loss)
    {
        double[] residuals = item.Numbers("residual"), rounded = AsRounded(residuals);
        result.Add("", Array.ConvertAll(residuals, r => loss.Exact.Value(r, 0)));
        result.Compare(loss.Run(residuals, Reduction.None).Value, Array.ConvertAll(rounded, r => loss.Rounded.Value(r, 0)),
            Array.ConvertAll(rounded, r => loss.Rounded.ValueScale(r, 0)));
    }

    private static void Slopes(LectureCase item, Recomputation result, PairLoss loss)
    {
        double[] residuals = item.Numbers("residual"), rounded = AsRounded(residuals);
        result.Add("", Array.ConvertAll(residuals, r => loss.Exact.Derivative(r, 0)));
        result.Compare(loss.Run(residuals, Reduction.Sum).Gradient, Array.ConvertAll(rounded, r => loss.Rounded.Derivative(r, 0)),
            Array.ConvertAll(rounded, r => loss.Rounded.DerivativeScale(r, 0)));
    }

    private static void Mean(LectureCase item, Recomputation result, PairLoss loss, bool root)
    {
        double[] residuals = item.Numbers("residual"), rows = Array.ConvertAll(AsRounded(residuals), r => loss.Rounded.Value(r, 0));
        result.Add("", Root(residuals.Average(r => loss.Exact.Value(r, 0))));
        var mean = new Tensor(new Shape(), loss.Run(residuals, Reduction.Mean).Value);
        result.Compare((root ? mean.Sqrt() : mean).ToScalar(), Root(rows.Average()), rows.Max());

        double Root(double value) => root ? Math.Sqrt(value) : value;
    }

    private static void SquaredDistances(LectureCase item, Recomputation result)
    {
        double[][] points = item.Rows("points"), centers = item.Rows("centers");
        int[] cluster = Array.ConvertAll(item.Numbers("cluster"), number => (int)number);
        if (cluster.Length != points.Length || !Array.TrueForAll(cluster, index => index >= 0 && index < centers.Length)
            || centers[0].Length != points[0].Length)
            throw item.Wrong("cluster", "the index of a center for each point");
        result.Add("", points.Select((point, i) => point.Zip(centers[cluster[i]], Squared.Exact.Value).Sum()).Average());
        float[] rows = Formulas.Run(Squared.Loss, Matrix(points), Matrix(centers).GatherRows(cluster), Reduction.None).Value;
        for (int i = 0; i < rows.Length; i++)
        {
            double[] terms = [.. AsRounded(points[i]).Zip(AsRounded(centers[cluster[i]]), Squared.Exact.Value)];
            result.Compare(rows[i], terms.Average(), terms.Max());
        }
    }

    private static void Descent(LectureCase item, Recomputation result)
    {
        double x = item.Number("x"), rate = item.Number("rate"), at = (float)x;
        bool square = item.Texts("f")[0] == "x^2";
        ElementLossReference f = (square ? Squared : Absolute).Exact;
        result.Add("x", x);
        result.Add("slope", f.Derivative(x, 0));
        result.Add("x_next", x - rate * f.Derivative(x, 0));
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor point = tape.Variable(Row(x));
        tape.Backward((square ? point * point : point.Abs()).Sum());
        Tensor slope = tape.Gradient(point), next = Row(x) - (float)rate * new Tensor(slope.Shape, slope.ToArray());
        result.Compare(slope.ToScalar(), f.Derivative(at, 0));
        result.Compare(next.ToScalar(), at - (float)rate * f.Derivative(at, 0), Math.Max(Math.Abs(at), Math.Abs(rate * f.Derivative(at, 0))));
    }

    /// <summary>An elementwise loss with its twin, once with its constants as they are and once rounded to float32.</summary>
    private sealed record PairLoss(ElementLossReference Exact, ElementLossReference Rounded, Loss Loss)
    {
        internal (float[] Value, float[] Gradient) Run(double[] residuals, Reduction reduction) =>
            Formulas.Run(Loss, Matrix([.. residuals.Select(r => (double[])[r])]), Matrix([.. residuals.Select(_ => (double[])[0])]), reduction);
    }
}
