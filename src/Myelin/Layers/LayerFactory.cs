using Myelin.Activations;
using Myelin.Initializers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>What a layer is made from, beside its own options.</summary>
/// <param name="InputShape">The shape of one row of its input.</param>
/// <param name="Random">Where initial weights and random masks come from.</param>
/// <param name="Activation">The activation that follows in the text, for layers that take it in; else the identity.</param>
/// <param name="Catalogs">The catalogues, for layers whose options name members of other families.</param>
public sealed record LayerContext(Shape InputShape, RandomSource Random, Activation Activation, Catalogs Catalogs)
{
    /// <summary>The initialiser that an option names, or null for none.</summary>
    internal Initializer? Initializer(string? text) => text is null ? null : Initializers.Initializer.Parse(text, Catalogs);

    /// <summary>The inputs of a layer that takes rows of one axis.</summary>
    internal int Inputs => InputsOf(InputShape);

    /// <summary>The channels of a layer that takes images.</summary>
    internal int Channels => ChannelsOf(InputShape);

    internal static int InputsOf(Shape input) =>
        input.Rank == 1 ? input[0] : throw new ArgumentException($"a linear layer takes rows of shape [inputs], but gets {input}; put 'flatten' before it.");

    internal static int ChannelsOf(Shape input) =>
        input.Rank == 3 ? input[0] : throw new ArgumentException($"a convolution takes rows of shape [channels, height, width], but gets {input}.");
}

/// <summary>A layer whose options have been read, before its inputs are known.</summary>
/// <param name="Create">Makes the layer.</param>
public sealed record LayerFactory(Func<LayerContext, Layer> Create)
{
    /// <summary>How many values the layer would draw for rows of a shape, so that a claim can be checked before memory is taken; null for none.</summary>
    public Func<Shape, long>? Weights { get; init; }

    /// <summary>Whether an activation that follows becomes part of the layer, as <see cref="LayerContext.Activation"/>.</summary>
    public bool TakesActivation { get; init; }
}
