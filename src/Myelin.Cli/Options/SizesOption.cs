using System.CommandLine;
using System.Globalization;

namespace Myelin.Cli.Options;

/// <summary>The option <c>--hidden</c>: sizes separated by commas, as a recipe writes them.</summary>
internal sealed class SizesOption : Option<string?>
{
    private const string None = "none";
    private const int Largest = 1 << 20;

    internal SizesOption(string name, string description) : base(name)
    {
        (Description, HelpName) = (description, "sizes");
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            string[] sizes = Array.ConvertAll(text.Split(','), size => size.Trim());
            if (text == None || Array.TrueForAll(sizes, IsSize)) return string.Join('/', sizes);
            result.AddError($"{name} is '{text}', but it must be sizes from 1 to {Largest} separated by commas, such as 64,32, or '{None}'.");
            return null;
        };
    }

    private static bool IsSize(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is >= 1 and <= Largest;
}
