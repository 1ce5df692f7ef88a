using Myelin.Layers;

namespace Myelin.Training;

/// <summary>Refuses networks in which an activation without slope keeps weights from learning.</summary>
internal static class FlatActivations
{
    /// <summary>Checks a network.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">Weights lie before an activation whose slope is 0 everywhere.</exception>
    internal static void Refuse(Layer network) => Visit(network, learning: false);

    /// <summary>Visits layers in the order in which they run; says whether weights that are not frozen have come by.</summary>
    private static bool Visit(Layer network, bool learning)
    {
        foreach ((_, Layer inner) in network.Children) learning = Visit(inner, learning);
        learning |= network.OwnParameters.Any(parameter => !parameter.IsFrozen);
        if (!learning || network.Activation is not { IsFlat: true } flat) return learning;
        string place = network.Path.Length == 0 ? "" : $" of layer {network.Path}";
        throw new ArgumentException(
            $"The activation '{flat}'{place} has the slope 0 everywhere, so no weight before it can learn by gradients; use sigmoid or tanh there, "
                + $"or no activation at the output.", nameof(network));
    }
}
