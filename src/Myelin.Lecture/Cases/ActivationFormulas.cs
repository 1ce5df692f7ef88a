using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Reference.Functions;
using Myelin.Reference.Twins;
using Myelin.Tensors;
using static Myelin.Lecture.Cases.Recomputation;

namespace Myelin.Lecture.Cases;

/// <summary>Activations with their derivatives.</summary>
internal static class ActivationFormulas
{
    internal static Dictionary<string, Action<LectureCase, Recomputation>> All { get; } = new()
    {
        ["1/(1+e^-x)"] = (item, result) => Function(item, result, new SigmoidReference(), "sigmoid"),
        ["(e^x-e^-x)/(e^x+e^-x)"] = (item, result) => Function(item, result, new TanhReference(), "tanh"),
        ["x if x > 0 else 0"] = (item, result) => Function(item, result, new ReluReference(), "relu"),
        ["6 if x >= 6, x if 0 < x < 6, else 0"] = (item, result) => Function(item, result, new Relu6Reference(), "relu6"),
        ["x if x > 0 else 0.1 x"] = (item, result) => Function(item, result, new LeakyReluReference(0.1), "leaky-relu:slope=0.1"),
        ["x if x > 0 else e^x - 1"] = (item, result) => Function(item, result, new ExponentialUnitReference(1, 1), "elu"),
        ["scale * (x if x > 0 else alpha (e^x - 1))"] = (item, result) =>
            Function(item, result, new ExponentialUnitReference(Selu.Lambda, Selu.Lambda * Selu.Alpha), "selu"),
        ["x if x >= 0 else 0.25 x"] = ParametricReluWithItsPrintedCase,
        ["a x, a drawn from U(1/8, 1/3)"] = Randomized,
        ["x"] = Randomized,
    };

    private static void Function(LectureCase item, Recomputation result, ScalarReference exact, string member)
    {
        double x = item.Number("x"), at = (float)x;
        result.Add("value", exact.Value(x));
        result.Add("slope", exact.Derivative(x));
        Activation activation = Activation.Parse(member);
        ScalarReference rounded = TwinCatalog.Of(activation.Function);
        (float value, float slope) = Formulas.Run(activation, x);
        result.Compare(value, rounded.Value(at), rounded.ValueScale(at));
        result.Compare(slope, rounded.Derivative(at), rounded.DerivativeScale(at));
    }

    // The lecture's first case of PReLU includes 0, unlike those of the other members.
    private static void ParametricReluWithItsPrintedCase(LectureCase item, Recomputation result)
    {
        double x = item.Number("x"), at = (float)x;
        var leaky = new LeakyReluReference(ParametricRelu.DefaultSlope);
        result.Add("value", leaky.Value(x));
        result.Add("slope", x == 0 ? 1 : leaky.Derivative(x));
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        Tensor variable = tape.Variable(Row(x)), y = new ParametricRelu(zeroIsPositive: true).Forward(variable);
        tape.Backward(y.Sum());
        result.Compare(y.ToScalar(), leaky.Value(at));
        result.Compare(tape.Gradient(variable).ToScalar(), at == 0 ? 1 : leaky.Derivative(at));
    }

    private static void Randomized(LectureCase item, Recomputation result)
    {
        double x = item.Number("x"), lower = item.Number("lower"), upper = item.Number("upper");
        double[] ends = [new LeakyReluReference(lower).Value(x), new LeakyReluReference(upper).Value(x)];
        var mean = new LeakyReluReference((lower + upper) / 2);
        result.Add("from", ends.Min());
        result.Add("to", ends.Max());
        result.Add("mean", mean.Value(x));
        var layer = new RandomizedRelu((float)lower, (float)upper, new RandomSource(1));
        result.Compare(layer.Predict(new Shape(1), [(float)x])[0], mean.Value((float)x));
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: true);
        float drawn = layer.Forward(tape.Input(Matrix([[x]]))).ToScalar();
        result.Compare(drawn, Math.Clamp(drawn, ends.Min(), ends.Max()));
    }
}
