using Myelin.Grammar;

namespace Myelin.Optimizers;

/// <summary>Every optimizer by name. Adding one adds a line here.</summary>
public static class OptimizerCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Optimizer> All { get; } = new("optimizer", Sgd.Member, Adam.Member, AdamW.Member);
}
