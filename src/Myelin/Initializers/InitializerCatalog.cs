using Myelin.Activations;
using Myelin.Grammar;

namespace Myelin.Initializers;

/// <summary>Every initialiser by name. Adding one adds a line here.</summary>
public static class InitializerCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Initializer> All { get; } = new(
        "initializer",
        [.. from scale in Enum.GetValues<WeightScale>() from distribution in Enum.GetValues<WeightDistribution>() select new VarianceInitializer(
            scale, distribution).Member]);
}
