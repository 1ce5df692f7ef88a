using System.Globalization;
using Myelin.Activations;
using Myelin.Cli.Datasets;

namespace Myelin.Cli.Models;

/// <summary>The layers of a network as text, from what the command line says of them.</summary>
internal static class NetworkText
{
    /// <summary>What <c>--hidden</c> says where there are no hidden layers.</summary>
    internal const string NoHidden = "none";

    private const int LargestLayer = 1 << 20;

    /// <summary>The layers with the output layer behind them.</summary>
    /// <param name="layers">The layers before the output; null: fully connected ones of the sizes in <paramref name="hidden"/>.</param>
    /// <param name="hidden">Sizes separated by commas.</param>
    /// <param name="activation">The activation behind each hidden layer.</param>
    /// <param name="embedding">The width of an encoder's embedding; null for a network that predicts.</param>
    /// <param name="data">Decides the output layer, and whether inputs are flattened first.</param>
    internal static string Of(string? layers, string hidden, string activation, int? embedding, DataEncoding data)
    {
        string output = embedding is { } width ? $"linear:{width} l2-normalize" : $"linear:{data.Outputs}";
        if (layers is not null) return $"{layers.Trim()} {output}".TrimStart();
        string behind = Activation.Parse(activation).Canonical;
        IEnumerable<string> parts = Sizes(hidden).Select(size => $"linear:{size} {behind}").Append(output);
        return string.Join(' ', data.InputShape.Rank > 1 ? parts.Prepend("flatten") : parts);
    }

    private static int[] Sizes(string hidden) => hidden == NoHidden ? [] : Array.ConvertAll(hidden.Split(','), text =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= LargestLayer
            ? size
            : throw new InvalidInputException($"--hidden is '{hidden}', but it must be sizes from 1 to {LargestLayer} separated by commas, such as 64,32, or '{NoHidden}'."));
}
