using System.CommandLine;
using System.CommandLine.Parsing;
using Myelin.Grammar;

namespace Myelin.Cli.Commands;

/// <summary>What is wrong with a command line, in one line with the remedy.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong, or null.</summary>
    internal static string? Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var first, ..]) return Unknown(first, command);
        if (UnknownOption(parsed) is { } option) return Unknown(option, command);
        if (parsed.Errors.Count == 0) return null;
        ParseError error = parsed.Errors[0];
        string help = HelpCommand(command);
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0, Option.Arity.MinimumNumberOfValues: > 0 } given => $"{given.Option.Name} needs a value; see '{help}'.",
            OptionResult { Tokens.Count: > 1 } given when given.Option.Arity.MaximumNumberOfValues == 1 =>
                $"{given.Option.Name} is given {given.Tokens.Count} times; give it once.",
            ArgumentResult { Tokens.Count: 0 } missing =>
                $"'{command.Name}' lacks <{missing.Argument.Name}>, {Lower(missing.Argument.Description)} See '{help}'.",
            _ when parsed.UnmatchedTokens is [var extra, ..] => $"'{extra}' is more than '{command.Name}' takes; see '{help}'.",
            _ => error.Message,
        };
    }

    // The parser takes an option that it does not know for one more file.
    private static string? UnknownOption(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => token.Value)
        .Concat(parsed.UnmatchedTokens)
        .FirstOrDefault(IsOption);

    private static bool IsOption(string text) => text.Length > 1 && text[0] == '-';

    private static string Unknown(string text, Command command)
    {
        string name = text.Split('=')[0];
        return IsOption(text)
            ? $"Unknown option '{name}'{Nearest.Hint(name, command.Options.Select(option => option.Name).Append("--help"))}; see '{HelpCommand(command)}'."
            : $"Unknown command '{text}'{Nearest.Hint(text, command.Subcommands.Select(inner => inner.Name))}; see '{HelpCommand(command)}'.";
    }

    private static string HelpCommand(Command command) => command is MyelinCommand known ? $"{known.FullName} --help" : "myelin --help";

    private static string Lower(string? text) => string.IsNullOrEmpty(text) ? "" : char.ToLowerInvariant(text[0]) + text[1..];
}
