using System.CommandLine;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary>A command of <c>myelin</c>: its arguments and options in sections, examples, and what it does.</summary>
internal abstract class MyelinCommand(string name, string description) : Command(name, description)
{
    private const int MostThreads = 256;

    private readonly List<(string Title, Option[] Options)> sections = [];

    /// <summary>Whether the result is to be JSON.</summary>
    protected Option<bool> Json { get; } = Flag("--json", "Write one JSON object to standard output, and everything else to standard error.");

    /// <summary>Whether to say only what must be said.</summary>
    protected Option<bool> Quiet { get; } = Flag("--quiet", "No notes and no progress; warnings stay.");

    /// <summary>How many threads compute.</summary>
    protected WholeOption Threads { get; } = new("--threads",
        "Threads that compute; the results do not depend on it. By default one for each processor.", null, 1, MostThreads);

    /// <summary>How the command is called, with the commands that it belongs to.</summary>
    internal string FullName => string.Join(' ', Parents.OfType<MyelinCommand>().Select(parent => parent.FullName).DefaultIfEmpty("myelin").Append(Name));

    /// <summary>The options by section, in the order in which the help page shows them.</summary>
    internal IReadOnlyList<(string Title, Option[] Options)> Sections => sections;

    /// <summary>Command lines worth copying, with what they do.</summary>
    internal abstract IReadOnlyList<(string What, string Line)> Examples { get; }

    /// <summary>What else is worth knowing, at the end of the help page.</summary>
    internal virtual string Remarks => "";

    /// <summary>Does the command's work.</summary>
    /// <param name="parsed">The arguments, without usage errors.</param>
    /// <param name="terminal">What to read from and write to.</param>
    /// <returns>The exit code.</returns>
    internal abstract int Run(ParseResult parsed, Terminal terminal);

    /// <summary>Sets the threads, and warns of a processor or a build on which the engine is slow.</summary>
    protected void Prepare(ParseResult parsed, Terminal terminal)
    {
        if (IsGiven(parsed, Threads)) Processor.Threads = parsed.GetValue(Threads);
        if (!Processor.IsAccelerated)
            terminal.Warn("this processor or build has no fused multiply-add, so computing takes 50 to 100 times as long; the results are the same.");
    }

    /// <summary>Writes a report: as one JSON object where that is asked for, otherwise for people.</summary>
    protected void Show(ParseResult parsed, Terminal terminal, Report report, int widest = int.MaxValue)
    {
        if (parsed.GetValue(Json)) terminal.Output.WriteLine(report.ToJson());
        else report.Write(new TerminalSurface(terminal, widest));
    }

    /// <summary>Writes what looked odd to the error stream.</summary>
    protected static void Warn(Terminal terminal, IEnumerable<string> warnings)
    {
        foreach (string warning in warnings) terminal.Warn(warning);
    }

    /// <summary>Whether an option stands on the command line, rather than having its default.</summary>
    protected static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>An option without a value.</summary>
    protected static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with a text as value.</summary>
    protected static Option<string?> Text(string name, string value, string description, string? fallback = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        if (fallback is not null) option.DefaultValueFactory = _ => fallback;
        return option;
    }

    /// <summary>Adds options to the command and a section to its help page.</summary>
    protected void AddSection(string title, params Option[] options)
    {
        foreach (Option option in options) Add(option);
        sections.Add((title, options));
    }
}
