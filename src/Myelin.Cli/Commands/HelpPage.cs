using System.CommandLine;
using System.Globalization;

namespace Myelin.Cli.Commands;

/// <summary>The pages that <c>--help</c> shows.</summary>
internal sealed class HelpPage(TextWriter output)
{
    private const int PageWidth = 100;
    private const int TermWidth = 30;

    /// <summary>Writes the page of the program: its commands and where to go on.</summary>
    internal void WriteOverview(Command root)
    {
        output.WriteLine($"myelin: {root.Description}");
        Title("Usage");
        output.WriteLine("  myelin <command> …");
        Title("Commands");
        foreach (MyelinCommand command in root.Subcommands.OfType<MyelinCommand>()) Entry(command.Name, command.Description);
        Title("Options");
        foreach (Option option in root.Options) Entry(Term(option), option.Description);
        Examples(
        [
            ("Train on a table; the target is the column 'species'", "myelin train iris.csv --target species"),
            ("Predict new rows with the model that came out", "myelin predict iris.safetensors new-rows.csv"),
        ]);
        Title("Exit codes");
        Entry("0", "All went well.");
        Entry("1", "A check failed: the loss is no longer finite.");
        Entry("2", "Wrong input; one line on standard error says what, where and the remedy.");
        Entry("130", "Ended by Ctrl-C; the best model so far is saved. A second Ctrl-C ends at once.");
        Entry("143", "Ended by SIGTERM, at once; nothing unfinished stays.");
        output.WriteLine();
        output.WriteLine("'myelin <command> --help' shows a command's options.");
    }

    /// <summary>Writes the page of a command.</summary>
    internal void Write(MyelinCommand command)
    {
        Paragraph(command.Description ?? "", indent: 0, start: 0);
        Title("Usage");
        output.WriteLine($"  {string.Join(' ', [command.FullName, .. command.Arguments.Select(Usage), "[options]"])}");
        if (command.Subcommands.Count > 0)
        {
            output.WriteLine($"  {command.FullName} <command> …");
            Title("Commands");
            foreach (Command inner in command.Subcommands) Entry(inner.Name, inner.Description);
        }

        if (command.Arguments.Count > 0) Title("Arguments");
        foreach (Argument argument in command.Arguments) Entry($"<{argument.Name}>", argument.Description);
        foreach ((string title, Option[] options) in command.Sections)
        {
            Title(title);
            foreach (Option option in options) Entry(Term(option), Description(option));
        }

        Examples(command.Examples);
        if (command.Remarks.Length == 0) return;
        output.WriteLine();
        Paragraph(command.Remarks, indent: 0, start: 0);
    }

    private static string Usage(Argument argument)
    {
        string name = argument.Arity.MaximumNumberOfValues > 1 ? $"<{argument.Name}>…" : $"<{argument.Name}>";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Term(Option option)
    {
        string names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name));
        return option.HelpName is { } value ? $"{names} <{value}>" : names;
    }

    private static string Description(Option option)
    {
        string? fallback = option.HasDefaultValue ? Convert.ToString(option.GetDefaultValue(), CultureInfo.InvariantCulture) : null;
        bool shown = !string.IsNullOrEmpty(fallback) && option.ValueType != typeof(bool) && option.ValueType != typeof(string[]);
        return shown ? $"{option.Description} [default: {fallback}]" : option.Description ?? "";
    }

    private void Title(string title)
    {
        output.WriteLine();
        output.WriteLine($"{title}:");
    }

    private void Entry(string term, string? description)
    {
        output.Write($"  {term}");
        int start = term.Length + 2;
        if (start > TermWidth - 2)
        {
            output.WriteLine();
            start = 0;
        }

        Paragraph(description ?? "", TermWidth, start);
    }

    private void Examples(IReadOnlyList<(string What, string Line)> examples)
    {
        Title("Examples");
        foreach ((string what, string line) in examples)
        {
            output.WriteLine($"  {what}:");
            output.WriteLine($"    {line}");
        }
    }

    private void Paragraph(string text, int indent, int start)
    {
        int column = start;
        foreach (string word in text.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > PageWidth)
            {
                output.WriteLine();
                column = 0;
            }

            string gap = column < indent ? new string(' ', indent - column) : column > indent ? " " : "";
            output.Write(gap + word);
            column += gap.Length + word.Length;
        }

        output.WriteLine();
    }
}
