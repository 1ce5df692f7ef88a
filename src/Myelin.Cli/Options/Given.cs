using System.CommandLine;

namespace Myelin.Cli.Options;

/// <summary>What stands on the command line, rather than being a default.</summary>
internal static class Given
{
    /// <summary>Whether an option does.</summary>
    internal static bool Is(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };
}
