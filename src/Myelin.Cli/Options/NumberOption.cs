using System.CommandLine;
using System.Globalization;

namespace Myelin.Cli.Options;

/// <summary>An option that takes a real number of a range; NaN is in none.</summary>
internal sealed class NumberOption : Option<double>
{
    internal NumberOption(string name, string description, double? fallback, Func<double, bool> allowed, string range) : base(name)
    {
        (Description, HelpName) = (description, "x");
        if (fallback is { } usual) DefaultValueFactory = _ => usual;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && allowed(number)) return number;
            result.AddError($"{name} is '{text}', but it must be a number {range}.");
            return fallback ?? 0;
        };
    }
}
