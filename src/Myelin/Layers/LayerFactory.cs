using Myelin.Activations;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>A layer whose options have been read, before its inputs are known.</summary>
/// <param name="Create">Makes the layer from the shape of one row of its input, the source of initial weights, and the activation that follows in the text, for layers that take it in.</param>
/// <param name="Weights">How many values the layer would draw for inputs of a shape, so that a claim can be checked before memory is taken; null for none.</param>
/// <param name="TakesActivation">Whether an activation that follows becomes part of the layer.</param>
public sealed record LayerFactory(Func<Shape, RandomSource, Activation, Layer> Create, Func<Shape, long>? Weights = null, bool TakesActivation = false);
