using System.Text.RegularExpressions;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Recipes;
using Myelin.Tables;

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
        [nameof(TableOptions.Target)] = "--target",
        [nameof(TableOptions.Task)] = "--task",
        [nameof(TableOptions.Numeric)] = "--numeric",
        [nameof(TableOptions.Categorical)] = "--categorical",
        [nameof(TableOptions.HasHeader)] = "--no-header",
        ["validationFraction"] = "--validation-fraction",
        ["testFraction"] = "--test-fraction",
        ["layer"] = "--layer",
    };

    /// <summary>A message of the library, with options in place of the properties that it names.</summary>
    internal static string AsOptions(InvalidInputException wrong) => wrong.Setting is null ? wrong.Message : AsOptions(wrong.Message);

    /// <summary>A text of the library, likewise; what stands in quotes is the user's and stays.</summary>
    internal static string AsOptions(string text) => Words().Replace(text, word => Options.GetValueOrDefault(word.Value, word.Value));

    [GeneratedRegex(@"'[^']*'|\w+")]
    private static partial Regex Words();
}
