using System.CommandLine;
using System.Globalization;

namespace Myelin.Cli.Options;

/// <summary>An option that takes a whole number of a range.</summary>
internal sealed class WholeOption : Option<int>
{
    internal WholeOption(string name, string description, int? fallback, int minimum, int maximum = int.MaxValue) : base(name)
    {
        (Description, HelpName) = (description, "n");
        if (fallback is { } value) DefaultValueFactory = _ => value;
        string range = maximum == int.MaxValue ? $"a whole number of {minimum} or more" : $"a whole number from {minimum} to {maximum}";
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum)
                return number;
            result.AddError($"{name} is '{text}', but it must be {range}.");
            return minimum;
        };
    }
}
