
using Myelin.Functions;

namespace Myelin.Activations;

/// <summary>An activation function: a function of one number, with a name and a canonical form in the grammar.</summary>
public interface IActivation : IUnaryFunction
{
    /// <summary>The name in the catalogue.</summary>
    static abstract string Name { get; }

    /// <summary>Whether the slope is 0 everywhere, so that nothing before the function can learn by gradients.</summary>
    static virtual bool IsFlat => false;

    /// <summary>The function with all its constants, in the form that the catalogue reads back: <c>leaky-relu:slope=0.01</c>.</summary>
    string Canonical { get; }

    /// <summary>How the spread of the weights before this function should be scaled so that signals neither grow nor fade.</summary>
    WeightScale Scale { get; }
}
