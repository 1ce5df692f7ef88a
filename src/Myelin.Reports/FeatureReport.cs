using Myelin.Models;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Reports;

/// <summary>The features that a hidden layer gives for rows.</summary>
public static class FeatureReport
{
    /// <summary>The report of a layer.</summary>
    /// <param name="hidden">The layer, and the model up to it.</param>
    /// <param name="rows">How many rows were projected.</param>
    /// <param name="width">How many coordinates a row has.</param>
    /// <param name="network">The file of the network that it was cut from.</param>
    public static Report Of(HiddenLayer hidden, int rows, int width, string network)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        return new Report(
            new Facts(new Fact("task", TaskNames.Of(TaskKind.Projection)), new Fact("rows", rows), new Fact("network", network)),
            new Facts(
                new Fact(null, "network", Path.GetFileName(network)),
                new Fact("layer", "layer", hidden.Layer),
                new Fact("layers", "layers up to it", hidden.Model.Network.Canonical),
                new Fact("width", "coordinates of a row", width),
                new Fact(null, "rows", rows))
            { Title = "Hidden layer as projection" });
    }
}
