using Myelin.Activations;
using Myelin.Initializers;

namespace Myelin.Layers;

/// <summary>What layers with weights append to their canonical form.</summary>
internal static class LayerText
{
    internal static string Options(Initializer? initializer, Activation activation) =>
        (initializer is null ? "" : $",initializer={initializer.Name}") + (activation.IsIdentity ? "" : $" {activation.Canonical}");
}
