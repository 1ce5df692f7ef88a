using Myelin.Grammar;

namespace Myelin.Activations;

/// <summary>Every activation function by name. Adding one adds a line here.</summary>
public static class ActivationCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Activation> All { get; } = new(
        "activation",
        Identity.Member,
        Sigmoid.Member,
        Tanh.Member,
        Relu.Member,
        LeakyRelu.Member,
        Relu6.Member,
        Elu.Member,
        Selu.Member,
        ScaledElu.Member,
        ApproximateSigmoid.Member,
        Step.Member);
}
