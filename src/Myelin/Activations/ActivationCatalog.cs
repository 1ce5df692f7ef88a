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
        ("selu", _ => Activation.Of(default(Selu))));
}
