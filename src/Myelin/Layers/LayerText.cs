using Myelin.Activations;

namespace Myelin.Layers;

/// <summary>The canonical form of layers that take an activation in.</summary>
internal static class LayerText
{
    internal static string Of(string layer, Activation activation) => activation.IsIdentity ? layer : $"{layer} {activation.Canonical}";
}
