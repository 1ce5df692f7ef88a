namespace Myelin.Functions;

/// <summary>
/// What an elementwise function keeps from its forward pass so that its derivative can be computed, and stays accurate, in the backward pass.
/// </summary>
public enum Saved
{
    /// <summary>The derivative is the same everywhere; nothing is kept.</summary>
    Nothing,

    /// <summary>The derivative is computed from the input.</summary>
    Input,

    /// <summary>The derivative is computed from the output.</summary>
    Output,

    /// <summary>
    /// The derivative itself, which the forward pass gets nearly for nothing beside the value; on its own it is computed from the input.
    /// </summary>
    Slope,
}
