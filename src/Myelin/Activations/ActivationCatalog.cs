using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>Every activation function by name. Adding one adds a line here.</summary>
public static class ActivationCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Activation> All { get; } = new(
        "activation",
        ("identity", _ => Activation.Identity),
        ("sigmoid", _ => Activation.Of(default(Sigmoid))),
        ("tanh", _ => Activation.Of(default(Tanh))),
        ("relu", _ => Activation.Of(default(Relu))),
        ("leaky-relu", spec => Activation.Of(new LeakyRelu(spec.Number("slope", LeakyRelu.DefaultSlope, 0, 1)))),
        ("relu6", _ => Activation.Of(default(Relu6))),
        ("elu", spec => Activation.Of(new Elu(spec.Number("alpha", Elu.DefaultAlpha, 0, Elu.LargestAlpha)))),
        ("selu", _ => Activation.Of(default(Selu))),
        ("scaled-elu", spec => Activation.Of(new ScaledElu(
            spec.Number("scale", (float)Selu.Lambda, 0, ScaledElu.Largest),
            spec.Number("alpha", (float)Selu.Alpha, 0, ScaledElu.Largest)))),
        ("approximate-sigmoid", spec => Activation.Of(new ApproximateSigmoid(spec.Word("form", "code", "code", "formula") == "formula"))),
        ("step", _ => Activation.Of(default(Step))));
}
