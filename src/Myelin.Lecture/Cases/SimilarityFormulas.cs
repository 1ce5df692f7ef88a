using Myelin.Losses;
using Myelin.Penalties;
using Myelin.Reference.Functions;
using Myelin.Tensors;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>Losses of distances and margins, and the size of weights.</summary>
internal static class SimilarityFormulas
{
    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["max(0, |a-p|^2 - |a-n|^2 + alpha)"] = Triplet,
        ["1 - u.v/(|u||v|)"] = Cosine,
        ["max(0, 1 - y s)"] = (item, result) =>
        {
            Hinge(item, result, "hinge", new HingeLoss(), new HingeReference(1));
            Hinge(item, result, "squared_hinge", new SquaredHingeLoss(), new HingeReference(2));
        },
        ["sum of beta_i^2"] = (item, result) =>
        {
            double[] beta = item.Numbers("beta"), rounded = AsRounded(beta);
            double penalty = beta.Sum(new RidgeReference(1).Value), terms = rounded.Sum(new RidgeReference(1).Value);
            result.Add("penalty", penalty);
            result.Add("euclidean_norm", Math.Sqrt(penalty));
            Tensor total = Penalty.Of(new Ridge(1)).AddTo(new Tensor(new Shape(), 0), [Row(beta)], out _);
            result.Compare(total.ToScalar(), terms, rounded.Max(Math.Abs));
            result.Compare(total.Sqrt().ToScalar(), Math.Sqrt(terms), rounded.Max(Math.Abs));
        },
    };

    private static void Triplet(LectureCase item, Recomputation result)
    {
        double alpha = item.Number("alpha");
        double[][] sides = [.. new[] { "anchor", "positive", "negative" }.Select(item.Numbers)];
        if (!Array.TrueForAll(sides, side => side.Length == sides[0].Length)) throw item.Wrong("negative", "as long as the anchor");
        foreach ((TripletDistance kind, string name) in new[] { (TripletDistance.Squared, "loss"),
            (TripletDistance.Euclidean, "loss_with_unsquared_distance") })
        {
            var distance = new DistanceReference(kind);
            double near = distance.Value(sides[0], sides[1]), far = distance.Value(sides[0], sides[2]);
            result.Add(name, Math.Max(0, near - far + alpha));
            if (kind == TripletDistance.Squared)
            {
                result.Add("d_p", near);
                result.Add("d_n", far);
                result.Add("inside", near - far + alpha);
            }

            double[][] rounded = Array.ConvertAll(sides, AsRounded);
            near = distance.Value(rounded[0], rounded[1]);
            far = distance.Value(rounded[0], rounded[2]);
            Tensor[] given = [.. sides.Select(side => Matrix([side]))];
            result.Compare(new TripletLoss((float)alpha, kind).Compute(given[0], given[1], given[2]).ToScalar(),
                Math.Max(0, near - far + (float)alpha), Math.Max(near, far));
        }
    }

    private static void Cosine(LectureCase item, Recomputation result)
    {
        double[] u = item.Numbers("u"), v = item.Numbers("v"), gradient = new double[u.Length];
        if (u.Length != v.Length) throw item.Wrong("v", "as long as u");
        double loss = CosineReference.Evaluate(u, v, gradient);
        result.Add("cosine", 1 - loss);
        result.Add("loss", loss);
        (float[] value, float[] slopes) = Formulas.Run(new CosineLoss(), Matrix([u]), Matrix([v]), Reduction.Sum);
        result.Compare(value[0], CosineReference.Evaluate(AsRounded(u), AsRounded(v), gradient), 1);
        result.Compare(slopes, gradient, [.. gradient.Select(_ => 1.0)]);
    }

    private static void Hinge(LectureCase item, Recomputation result, string name, Loss loss, HingeReference reference)
    {
        double s = item.Number("score"), y = item.Number("y") > 0 ? 1 : 0;
        result.Add(name, reference.Value(s, y));
        (float[] value, float[] gradient) = Formulas.Run(loss, Matrix([[s]]), Matrix([[y]]), Reduction.Sum);
        result.Compare(value[0], reference.Value((float)s, y), reference.ValueScale((float)s, y));
        result.Compare(gradient[0], reference.Derivative((float)s, y), reference.DerivativeScale((float)s, y));
    }
}
