using System.CommandLine;
using System.Globalization;

namespace Myelin.Cli.Options;

/// <summary>The option <c>--seed</c>.</summary>
internal sealed class SeedOption : Option<ulong>
{
    internal SeedOption(string description, ulong fallback) : base("--seed")
    {
        (Description, HelpName) = (description, "n");
        DefaultValueFactory = _ => fallback;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)) return seed;
            result.AddError($"{Name} is '{text}', but it must be a whole number from 0 to {ulong.MaxValue}.");
            return fallback;
        };
    }
}
