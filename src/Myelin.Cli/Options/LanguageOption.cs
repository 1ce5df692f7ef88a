using System.CommandLine;
using Myelin.Lecture;

namespace Myelin.Cli.Options;

/// <summary><c>--language</c>: by default the system's.</summary>
internal sealed class LanguageOption : Option<Language>
{
    internal LanguageOption() : base("--language")
    {
        Description = $"{string.Join(" or ", Languages.Names)}; by default the system's language where it is one of these, else {Languages.Names[0]}.";
        HelpName = "name";
        CustomParser = result => Languages.Parse(result.Tokens[0].Value);
    }

    /// <summary>The language asked for, or the system's.</summary>
    internal Language Of(ParseResult parsed) =>
        parsed.GetResult(this) is { Implicit: false } ? parsed.GetValue(this) : Languages.OfSystem(Environment.GetEnvironmentVariable);
}
