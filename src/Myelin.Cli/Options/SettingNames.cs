using System.Text.RegularExpressions;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Recipes;

namespace Myelin.Cli.Options;

/// <summary>The options that stand for the library's properties, whose names are in its messages.</summary>
internal static partial class SettingNames
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        [nameof(Recipe.Kind)] = "--model-kind",
        [nameof(NeuralRecipe.Hidden)] = "--hidden",
        [nameof(NeuralRecipe.Activation)] = "--activation",
        [nameof(NeuralRecipe.Layers)] = "--layers",
        [nameof(NeuralRecipe.Monitor)] = "--monitor",
        [nameof(NeuralRecipe.BatchSize)] = "--batch",
        [nameof(NeuralRecipe.MicroBatchSize)] = "--micro-batch",
        [nameof(DataSplit.ValidationFraction)] = "--validation-fraction",
        ["layer"] = "--layer",
    };

    /// <summary>A message of the library, with options in place of the properties that it names.</summary>
    internal static string AsOptions(InvalidInputException wrong) =>
        wrong.Setting is null ? wrong.Message : Words().Replace(wrong.Message, word => Options.GetValueOrDefault(word.Value, word.Value));

    // Not inside quotes, which hold what the user gave.
    [GeneratedRegex(@"(?<!['\w])\w+(?!['\w])")]
    private static partial Regex Words();
}
