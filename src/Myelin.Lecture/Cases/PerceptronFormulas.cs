using Myelin.Activations;
using Myelin.Tensors;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>Perceptrons: the lines of XOR, the step at 0, linear layers in a row. Whole numbers and halves, which float32 computes without rounding.</summary>
internal static class PerceptronFormulas
{
    private static readonly Activation StepFunction = Activation.Parse("step");

    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["1 if z >= 0 else 0"] = (item, result) => result.AddWhole("", Step(item.Number("z"))),
        ["h1 = x1 + x2 - 0.5; step: 1 if h1 >= 0 else 0"] = (item, result) => Line(item, result, -0.5),
        ["h2 = x1 + x2 - 1.5; step: 1 if h2 >= 0 else 0"] = (item, result) => Line(item, result, -1.5),
        ["g = step(h1 - h2 - 0.5)"] = (item, result) => AddClass(result, Neuron([item.Number("h1"), item.Number("h2")], [1, -1], -0.5), "g"),
        ["x1 xor x2"] = (item, result) =>
        {
            double[] x = [item.Number("x1"), item.Number("x2")];
            double[] sides = [Step(Neuron(x, [1, 1], -0.5)), Step(Neuron(x, [1, 1], -1.5))];
            AddClass(result, Neuron(sides, [1, -1], -0.5), null);
        },
        ["Y = W4 W3 W2 W1 X1 = W X1 with W = W4 W3 W2 W1"] = (item, result) =>
        {
            Tensor[] weights = [.. Enumerable.Range(1, 4).Select(layer => Matrix(item.Rows($"W{layer}")))];
            Tensor x = Matrix(item.Rows("X1")), all = weights[3].MatMul(weights[2]).MatMul(weights[1]).MatMul(weights[0]);
            result.AddWhole("W", all.ToArray());
            result.AddWhole("Y", all.MatMul(x).ToArray());
            result.AddWhole("Y_layer_by_layer", weights.Aggregate(x, (y, w) => w.MatMul(y)).ToArray());
        },
    };

    private static void Line(LectureCase item, Recomputation result, double bias)
    {
        float h = Neuron([item.Number("x1"), item.Number("x2")], [1, 1], bias);
        result.AddWhole("h", h);
        result.AddWhole("step", Step(h));
        result.Add("sign", h < 0 ? "-" : "+");
    }

    private static void AddClass(Recomputation result, float g, string? name)
    {
        if (name is not null) result.AddWhole(name, g);
        result.AddWhole("xor", Step(g));
        result.Add("class", g < 0 ? "B" : "A");
    }

    private static float Step(double z) => StepFunction.Apply(Row(z)).ToScalar();

    private static float Neuron(double[] x, double[] weights, double bias) =>
        Activation.Identity.ApplyLinear(Matrix([x]), Matrix([weights]), Row(bias)).ToScalar();
}
