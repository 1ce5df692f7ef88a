using System.CommandLine;
using System.Globalization;

namespace Myelin.Cli.Options;

/// <summary>An option that takes a number or a schedule of numbers.</summary>
internal sealed class ScheduleOption : Option<string?>
{
    internal ScheduleOption(string name, string description, string? fallback, bool mayBeZero, string example) : base(name)
    {
        (Description, HelpName) = (description, "x");
        if (fallback is not null) DefaultValueFactory = _ => fallback;
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return text;
            if ((mayBeZero ? (float)number >= 0 : (float)number > 0) && float.IsFinite((float)number)) return text;
            result.AddError($"{name} is '{text}', but it must be a number {(mayBeZero ? "from" : "above")} 0, or a schedule such as {example}.");
            return null;
        };
    }
}
