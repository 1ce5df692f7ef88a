using System.Text.Json;
using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Operations;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Reference;
using Myelin.Reference.Functions;
using Myelin.Tensors;
using Myelin.Tests.Families;
using Xunit;
using static Myelin.Tests.LectureCases;

namespace Myelin.Tests.Golden;

/// <summary>
/// The lecture's cases on two legs: the reference at the exact inputs meets the case's tolerance, and the float32 library meets the
/// accuracy rule at the inputs rounded to float32.
/// </summary>
public sealed class LectureTests
{
    private static readonly double BitsOfNat = 1 / Math.Log(2);

    private static readonly string[] TestedHere =
    [
        "huber", "mae mse rmse", "residual", "cross-entropy", "information", "entropy", "focal loss", "can MSE be a loss for classification", "gradient descent", "one-hot",
        "xor", "collapse of linear layers", "triplet loss", "cosine loss", "ridge penalty",
    ];

    private static readonly string[] TestedWithTheMetrics = ["error rate"];

    private static readonly string[] WithoutAMemberYet =
    [
        "polyhedral regions", "svm hinge", "k-means objective",
    ];

    public static TheoryData<string> HuberCases => Of("huber");

    public static TheoryData<string> ErrorCases => Of("mae mse rmse");

    public static TheoryData<string> CrossEntropyCases => Of("cross-entropy");

    public static TheoryData<string> EntropyCases => Of("entropy");

    public static TheoryData<string> FocalCases => Of("focal loss");

    public static TheoryData<string> TripletCases => Of("triplet loss");

    public static TheoryData<string> CosineCases => Of("cosine loss");

    public static TheoryData<string> DescentCases => Of("gradient descent");

    [Fact]
    public void Every_topic_is_tested_or_waits_for_its_member()
    {
        string[] topics = [.. JsonDocument.Parse(File.ReadAllBytes(TestData.Golden("expected.json"))).RootElement.EnumerateArray().Select(item => item.GetProperty("topic").GetString()!).Distinct()];
        Assert.Equal(topics.Order(), TestedHere.Concat(LectureActivationTests.Topics).Concat(TestedWithTheMetrics).Concat(WithoutAMemberYet).Order());
    }

    [Theory, MemberData(nameof(HuberCases))]
    public void Huber(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double delta = inputs.GetProperty("delta").GetDouble();
        CheckPair(item, expected, id, new HuberReference(delta), new HuberLoss((float)delta), Numbers(inputs.GetProperty("residual")), id.Split('.')[^1]);
    }

    [Theory, MemberData(nameof(ErrorCases))]
    public void Absolute_and_squared_errors(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        string kind = id.Split('.')[^1];
        bool absolute = kind is "abs" or "mae";
        string form = kind is "abs" or "squared" ? "rows" : kind == "rmse" ? "root" : "mean";
        CheckPair(item, expected, id, absolute ? new AbsoluteErrorReference() : new SquaredErrorReference(), absolute ? new MeanAbsoluteError() : new MeanSquaredError(), Numbers(inputs.GetProperty("residual")), form);
    }

    [Theory]
    [InlineData("residual.sum.intended")]
    [InlineData("residual.sum.as_printed")]
    public void Residuals(string id)
    {
        (_, JsonElement inputs, JsonElement expected) = Case(id);
        Tensor residuals = Row(Floats(inputs.GetProperty("target"))) - Row(Floats(inputs.GetProperty("prediction")));
        Assert.Equal(Floats(expected.GetProperty("residuals")), residuals.ToArray());
        Assert.Equal(expected.GetProperty("sum").GetDouble(), residuals.Sum().ToScalar());
    }

    [Theory, MemberData(nameof(CrossEntropyCases))]
    public void Cross_entropy(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        (double[][] probabilities, double[][] targets) = inputs.TryGetProperty("true_class_probabilities_used", out JsonElement used)
            ? ([.. Numbers(used).Select(p => (double[])[p, 1 - p])], [.. Numbers(used).Select(_ => (double[])[1, 0])])
            : (Rows(inputs.GetProperty("probabilities")), Rows(inputs.GetProperty("one_hot")));
        double unit = id.EndsWith("nats", StringComparison.Ordinal) ? 1 : BitsOfNat;
        double factor = id.Contains("mean", StringComparison.Ordinal) ? unit / probabilities.Length : unit;
        Meets(item, expected, factor * probabilities.Select((p, row) => ExactCrossEntropy(p, targets[row])).Sum());
        InformationUnit measured = unit == 1 ? InformationUnit.Nats : InformationUnit.Bits;
        Meets(item, expected, factor / unit * probabilities.Select((p, row) => InformationMeasures.CrossEntropy(targets[row], p, measured)).Sum());
        for (int row = 0; row < probabilities.Length; row++) CheckCrossEntropy(id, probabilities[row], targets[row]);
    }

    [Theory]
    [InlineData("information.A")]
    [InlineData("information.B")]
    public void Information(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double p = inputs.GetProperty("p").GetDouble();
        Meets(item, expected, BitsOfNat * ExactCrossEntropy([p, 1 - p], [1, 0]));
        Meets(item, expected, InformationMeasures.SelfInformation(p));
        CheckCrossEntropy(id, [p, 1 - p], [1, 0]);
    }

    [Theory, MemberData(nameof(EntropyCases))]
    public void Entropy_is_the_cross_entropy_of_a_distribution_with_itself(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double[] p = Numbers(inputs.GetProperty("p"));
        Meets(item, expected, BitsOfNat * ExactCrossEntropy(p, p));
        Meets(item, expected, InformationMeasures.Entropy(p));
        CheckCrossEntropy(id, p, p);
    }

    [Theory]
    [InlineData("ridge.penalty.2")]
    [InlineData("ridge.penalty.3")]
    public void Ridge_penalty_is_the_squared_norm(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double[] beta = Numbers(inputs.GetProperty("beta"));
        Meets(item, expected.GetProperty("penalty"), beta.Sum(new RidgeReference(1).Value));
        Tensor total = Penalty.Of(new Ridge(1)).AddTo(new Tensor(new Shape(), 0), [Row(Floats(inputs.GetProperty("beta")))], out float value);
        Assert.Equal((expected.GetProperty("penalty").GetDouble(), expected.GetProperty("penalty").GetDouble()), (value, total.ToScalar()));
        Assert.Equal(expected.GetProperty("euclidean_norm").GetDouble(), total.Sqrt().ToScalar());
    }

    [Theory, MemberData(nameof(FocalCases))]
    public void Focal_loss(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double gamma = inputs.GetProperty("r").GetDouble();
        if (inputs.TryGetProperty("p_t", out JsonElement certain))
        {
            CheckFocal(item, expected, id, certain.GetDouble(), 1, gamma, null);
            return;
        }

        double alpha = inputs.GetProperty("alpha").GetDouble(), p = inputs.GetProperty("p").GetDouble();
        CheckFocal(item, expected.GetProperty("alpha_t"), id, p, inputs.GetProperty("y").GetInt32() > 0 ? 1 : 0, gamma, alpha);
        double missed = inputs.GetProperty("y").GetInt32() > 0 ? p : 1 - p;
        Meets(item, expected.GetProperty("constant_alpha_as_printed"), alpha * new BinaryFocalReference((float)gamma, 1, 1).Value(Logit(missed), 1));
    }

    [Theory]
    [InlineData("model1.squared_error")]
    [InlineData("model2.squared_error")]
    public void Squared_error_of_probabilities(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double[][] p = Rows(inputs.GetProperty("probabilities")), y = Rows(inputs.GetProperty("one_hot"));
        var reference = new SquaredErrorReference();
        double[] rows = [.. p.Select((row, i) => row.Zip(y[i], reference.Value).Sum())];
        for (int i = 0; i < rows.Length; i++) Meets(item, expected.GetProperty("rows")[i], rows[i]);
        Meets(item, expected.GetProperty("sum"), rows.Sum());
        Meets(item, expected.GetProperty("mean_over_data"), rows.Average());
        Meets(item, expected.GetProperty("mean_over_elements"), rows.Average() / 3);
        var loss = new LossCase(new MeanSquaredError(), Matrix(p), Matrix(y));
        Assert.Equal(expected.GetProperty("mean_over_elements").GetDouble(), loss.Run().Value[0], 1e-7);
    }

    [Theory]
    [InlineData("mse_vs_ce.slope.z-10")]
    [InlineData("mse_vs_ce.slope.z-5")]
    [InlineData("mse_vs_ce.slope.z-2")]
    [InlineData("mse_vs_ce.slope.z0")]
    [InlineData("mse_vs_ce.slope.z2")]
    public void Slopes_of_cross_entropy_and_squared_error(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double z = inputs.GetProperty("logit").GetDouble();
        var sigmoid = new SigmoidReference();
        double crossEntropy = new BinaryCrossEntropyReference().Derivative(z, 1), squared = new SquaredErrorReference().Derivative(sigmoid.Value(z), 1) * sigmoid.Derivative(z);
        Meets(item, expected.GetProperty("cross_entropy"), crossEntropy);
        Meets(item, expected.GetProperty("squared_error"), squared);
        var tape = new Tape();
        using StepScope step = tape.BeginStep();
        Tensor logit = tape.Variable(Row([(float)z]));
        tape.Backward(new MeanSquaredError().Compute(Activation.Parse("sigmoid").Apply(logit), Row([1])));
        AccuracyRule.Check(tape.Gradient(logit).ToScalar(), squared, 2 * sigmoid.Derivative(z), id);
        AccuracyRule.Check(new LossCase(new BinaryCrossEntropyLoss(), Row([(float)z]), Row([1])).Run().Gradient[0], crossEntropy, 0, id);
    }

    [Theory, MemberData(nameof(TripletCases))]
    public void Triplet_loss(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double alpha = inputs.GetProperty("alpha").GetDouble();
        double[][] sides = [.. new[] { "anchor", "positive", "negative" }.Select(side => Numbers(inputs.GetProperty(side)))];
        foreach ((TripletDistance kind, string name) in new[] { (TripletDistance.Squared, "loss"), (TripletDistance.Euclidean, "loss_with_unsquared_distance") })
        {
            var distance = new DistanceReference(kind);
            double near = distance.Value(sides[0], sides[1]), far = distance.Value(sides[0], sides[2]), loss = Math.Max(0, near - far + alpha);
            Meets(item, expected.GetProperty(name), loss);
            if (kind == TripletDistance.Squared)
            {
                Meets(item, expected.GetProperty("d_p"), near);
                Meets(item, expected.GetProperty("d_n"), far);
                Meets(item, expected.GetProperty("inside"), near - far + alpha);
            }

            Tensor[] given = [.. sides.Select(side => Matrix([side]))];
            AccuracyRule.Check(new TripletLoss((float)alpha, kind).Compute(given[0], given[1], given[2]).ToScalar(), loss, Math.Max(near, far), id);
        }
    }

    [Theory, MemberData(nameof(CosineCases))]
    public void Cosine_loss(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double[] u = Numbers(inputs.GetProperty("u")), v = Numbers(inputs.GetProperty("v")), gradient = new double[u.Length];
        double loss = CosineReference.Evaluate(u, v, gradient), norm = CosineReference.Norm(u);
        Meets(item, expected.GetProperty("loss"), loss);
        Assert.Equal(expected.GetProperty("cosine").GetDouble(), 1 - loss, 1e-12);
        (float[] value, float[] gradients) = new LossCase(new CosineLoss(), Matrix([u]), Matrix([v])).Run();
        AccuracyRule.Check(value[0], loss, 0, id);
        for (int i = 0; i < u.Length; i++) AccuracyRule.Check(gradients[i], gradient[i], 1 / norm, id);
    }

    [Theory, MemberData(nameof(DescentCases))]
    public void A_step_of_gradient_descent(string id)
    {
        (JsonElement item, JsonElement inputs, JsonElement expected) = Case(id);
        double x = inputs.GetProperty("x").GetDouble(), rate = inputs.GetProperty("rate").GetDouble();
        bool square = inputs.GetProperty("f").GetString() == "x^2";
        PairReference reference = square ? new SquaredErrorReference() : new AbsoluteErrorReference();
        double slope = reference.Derivative(x, 0), next = x - rate * slope;
        Meets(item, expected.GetProperty("slope"), slope);
        Meets(item, expected.GetProperty("x_next"), next);

        var point = new Point((float)x);
        var store = new ParameterStore(point);
        var tape = new Tape();
        using StepScope step = tape.BeginStep();
        Tensor value = point.Forward(tape.Input(Row([0])));
        tape.Backward((square ? value * value : value.Abs()).Sum());
        AccuracyRule.Check(store.Gradients[0], reference.Derivative((float)x, 0), 0, id);
        new Sgd().Step(store, (float)rate);
        AccuracyRule.Check(store.Values[0], (float)x - (float)rate * reference.Derivative((float)x, 0), Math.Max(Math.Abs(x), Math.Abs(rate * slope)), id);
    }

    [Theory]
    [InlineData("onehot.data1")]
    [InlineData("onehot.data2")]
    [InlineData("onehot.data3")]
    [InlineData("onehot.data4")]
    public void One_hot(string id)
    {
        (_, JsonElement inputs, JsonElement expected) = Case(id);
        string[] classes = [.. inputs.GetProperty("classes").EnumerateArray().Select(name => name.GetString()!)];
        var identity = new Tensor(new Shape(3, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1);
        Assert.Equal(Floats(expected), identity.GatherRows((int[])[Array.IndexOf(classes, inputs.GetProperty("label").GetString())]).ToArray());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    public void Xor_by_hand_set_lines(int x1, int x2)
    {
        // h₁ = x₁ + x₂ - 0.5 and h₂ = x₁ + x₂ - 1.5, then g = step h₁ - step h₂ - 0.5.
        float[] lines = Activation.Identity.ApplyLinear(Row([x1, x2]).Reshape(1, 2), new Tensor(new Shape(2, 2), 1, 1, 1, 1), new Tensor(new Shape(2), -0.5f, -1.5f)).ToArray();
        Tensor sides = Row([.. lines.Select(h => h >= 0 ? 1f : 0)]).Reshape(1, 2);
        float g = Activation.Identity.ApplyLinear(sides, new Tensor(new Shape(1, 2), 1, -1), new Tensor(new Shape(1), -0.5f)).ToScalar();
        for (int line = 0; line < 2; line++)
        {
            JsonElement expected = LectureCases.Get($"xor.h{line + 1}.{x1}{x2}").GetProperty("expected");
            Assert.Equal((expected.GetProperty("h").GetDouble(), expected.GetProperty("step").GetDouble()), (lines[line], sides.Span[line]));
        }

        JsonElement second = LectureCases.Get($"xor.second_layer.{x1}{x2}").GetProperty("expected");
        Assert.Equal((second.GetProperty("g").GetDouble(), second.GetProperty("xor").GetInt32()), (g, g >= 0 ? 1 : 0));
        Assert.Equal(LectureCases.Get($"xor.truth.{x1}{x2}").GetProperty("expected").GetProperty("xor").GetInt32(), g >= 0 ? 1 : 0);
    }

    [Fact]
    public void Linear_layers_without_activation_collapse_into_one()
    {
        (_, JsonElement inputs, JsonElement expected) = Case("collapse.four_layers");
        Tensor[] w = [.. Enumerable.Range(1, 4).Select(i => Matrix(Rows(inputs.GetProperty($"W{i}"))))];
        Tensor x = Matrix(Rows(inputs.GetProperty("X1"))), product = w[3].MatMul(w[2]).MatMul(w[1]).MatMul(w[0]);
        Assert.Equal(Matrix(Rows(expected.GetProperty("W"))).ToArray(), product.ToArray());
        Assert.Equal(Matrix(Rows(expected.GetProperty("Y"))).ToArray(), product.MatMul(x).ToArray());
        Assert.Equal(Matrix(Rows(expected.GetProperty("Y_layer_by_layer"))).ToArray(), w[3].MatMul(w[2].MatMul(w[1].MatMul(w[0].MatMul(x)))).ToArray());
    }

    private static void CheckPair(JsonElement item, JsonElement expected, string id, PairReference reference, Loss loss, double[] residuals, string form)
    {
        var rounded = new LossCase(loss, Column(residuals), Column(new double[residuals.Length]));
        float[] rows = rounded.Run(form == "slope" ? Reduction.Sum : Reduction.None) is var run && form == "slope" ? run.Gradient : run.Value;
        double[] exact = [.. residuals.Select(r => form == "slope" ? reference.Derivative(r, 0) : reference.Value(r, 0))];
        for (int i = 0; i < rows.Length; i++) AccuracyRule.Check(rows[i], exact[i], form == "slope" ? reference.DerivativeScale(residuals[i], 0) : reference.ValueScale(residuals[i], 0), id);
        if (form is "rows" or "slope")
        {
            for (int i = 0; i < exact.Length; i++) Meets(item, expected[i], exact[i]);
            return;
        }

        double mean = form == "root" ? Math.Sqrt(exact.Average()) : exact.Average();
        Meets(item, expected, mean);
        float library = form == "root" ? new Tensor(new Shape(), rounded.Run().Value).Sqrt().ToScalar() : rounded.Run().Value[0];
        AccuracyRule.Check(library, mean, exact.Max(), id);
    }

    /// <summary>The exact leg: logits are the logarithms of the probabilities, -∞ for 0.</summary>
    private static double ExactCrossEntropy(double[] probabilities, double[] target) =>
        new CrossEntropyReference(null).Evaluate([.. probabilities.Select(p => Math.Log(p))], target, new double[target.Length]);

    private static void CheckCrossEntropy(string id, double[] probabilities, double[] target)
    {
        double[] logits = [.. probabilities.Select(p => (double)(float)Math.Log(p))], shares = [.. target.Select(t => (double)(float)t)], gradient = new double[logits.Length], scales = new double[logits.Length];
        var reference = new CrossEntropyReference(null);
        (float[] value, float[] gradients) = new LossCase(new CrossEntropyLoss(), Matrix([logits]), Matrix([shares])).Run();
        AccuracyRule.Check(value[0], reference.Evaluate(logits, shares, gradient), reference.Scale(logits, shares, scales), id);
        for (int i = 0; i < gradient.Length; i++) AccuracyRule.Check(gradients[i], gradient[i], scales[i], id);
    }

    private static void CheckFocal(JsonElement item, JsonElement expected, string id, double p, int y, double gamma, double? alpha)
    {
        Meets(item, expected, new BinaryFocalReference((float)gamma, (float)(alpha ?? 1), (float)(1 - alpha ?? 1)).Value(Logit(p), y));
        float z = (float)Logit(p);
        var reference = new BinaryFocalReference((float)gamma, (float)(alpha ?? 1), (float)(1 - alpha ?? 1));
        (float[] value, float[] gradient) = new LossCase(new BinaryFocalLoss((float)gamma, (float?)alpha), Column([z]), Column([y])).Run();
        AccuracyRule.Check(value[0], reference.Value(z, y), reference.ValueScale(z, y), id);
        AccuracyRule.Check(gradient[0], reference.Derivative(z, y), reference.DerivativeScale(z, y), id);
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static float[] Floats(JsonElement list) => [.. Numbers(list).Select(number => (float)number)];

    private static double[][] Rows(JsonElement list) => list[0].ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(Numbers)] : [Numbers(list)];

    private static Tensor Column(double[] values) => new(new Shape(values.Length, 1), [.. values.Select(value => (float)value)]);

    private static Tensor Matrix(double[][] rows) => new(new Shape(rows.Length, rows[0].Length), [.. rows.SelectMany(row => row.Select(value => (float)value))]);

    /// <summary>A point w, seen from x: w - x.</summary>
    private sealed class Point(float start) : Layer
    {
        public override string Canonical => "point";

        public override IReadOnlyList<Parameter> OwnParameters { get; } = [new Parameter("weight", Row([start]))];

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x) => OwnParameters[0].Value - x;
    }
}
