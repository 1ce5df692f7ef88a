using System.Text.Json.Nodes;
using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>Everything that one file needs to predict from raw rows: a trained network, and what was done to its inputs and targets.</summary>
public sealed record SavedModel
{
    /// <summary>The network with its weights.</summary>
    public required Sequential Network { get; init; }

    /// <summary>The shape of one row of the network's input.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The loss that it was trained with, in its canonical form.</summary>
    public required string Loss { get; init; }

    /// <summary>The names of the classes, in the order of the network's outputs; null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The seed of the training.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How raw rows become inputs and outputs become predictions, in the words of whoever prepares the data; null when inputs are given as they are.
    /// </summary>
    public JsonObject? Preprocessing { get; init; }

    /// <summary>The settings of the training, for people to read; null when unknown.</summary>
    public JsonObject? Training { get; init; }

    /// <summary>The weights' fingerprint; see <see cref="WeightsHash"/>.</summary>
    public string WeightsSha256 => WeightsHash.Compute(NamedTensors.Live(Network));
}
