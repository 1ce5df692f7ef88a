
using Myelin.Functions;

namespace Myelin.Penalties;

/// <summary>A penalty as a function of one weight, with a name and a canonical form in the grammar.</summary>
public interface IPenalty : IUnaryFunction
{
    /// <summary>The name in the catalogue.</summary>
    static abstract string Name { get; }

    /// <summary>The function with all its constants: <c>ridge:lambda=0.01</c>.</summary>
    string Canonical { get; }
}
