namespace Myelin.Tensors;

/// <summary>Reads the elements of a tensor.</summary>
/// <typeparam name="TState">What the reading needs to know.</typeparam>
/// <typeparam name="TResult">What it gives.</typeparam>
/// <param name="elements">The elements in row-major order, for the call only.</param>
/// <param name="state">What was handed on.</param>
public delegate TResult ElementReader<in TState, out TResult>(ReadOnlySpan<float> elements, TState state) where TState : allows ref struct;
