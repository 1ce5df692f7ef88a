using Myelin.Grammar;

namespace Myelin.Penalties;

/// <summary>Every penalty by name. Adding one adds a line here.</summary>
public static class PenaltyCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Penalty> All { get; } = new("penalty", Ridge.Member, Lasso.Member, ElasticNet.Member);
}
