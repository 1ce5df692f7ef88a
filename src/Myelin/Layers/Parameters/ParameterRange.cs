namespace Myelin.Layers;

/// <summary>A named range of the store.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Start">Where it starts, a multiple of 16.</param>
/// <param name="Length">Its number of values; zeros fill up to the next multiple of 16.</param>
public readonly record struct ParameterRange(string Name, int Start, int Length);
