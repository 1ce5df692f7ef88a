using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Myelin.Cli.Commands;
using Myelin.Cli.Options;

namespace Myelin.Cli;

/// <summary>From arguments to an exit code: finds the command, runs it, and says in one line what went wrong.</summary>
internal static class MyelinCommandLine
{
    // The operating system's number for a pipe that nobody reads any more.
    private const int BrokenPipe = 32;

    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>Runs a command.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="terminal">What to read from and write to.</param>
    internal static int Run(string[] args, Terminal terminal)
    {
        try
        {
            int exitCode = Dispatch(args, terminal);
            terminal.Output.Flush();
            return exitCode;
        }
        catch (Exception wrong) when (IsBrokenPipe(wrong))
        {
            return ExitCode.Good;
        }
        catch (NonFiniteException diverged)
        {
            return Fail(terminal, args[0] is "train" or "cluster" or "project" ? $"{diverged.Message} No model is saved." : diverged.Message,
                ExitCode.CheckFailed);
        }
        catch (InvalidInputException wrong)
        {
            return Fail(terminal, SettingNames.AsOptions(wrong), ExitCode.WrongInput);
        }
        catch (LostOutputException lost)
        {
            return Fail(terminal, terminal.SavedModel is { } path ? $"{lost.Message} The model is saved: {path}" : lost.Message, ExitCode.WrongInput);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return Fail(terminal, $"Reading or writing failed: {wrong.Message}", ExitCode.WrongInput);
        }
        catch (OutOfMemoryException)
        {
            return Fail(terminal, "There is not enough memory; choose a smaller network, a smaller --batch, or fewer rows.", ExitCode.WrongInput);
        }
    }

    private static int Dispatch(string[] args, Terminal terminal)
    {
        // The commands with all their options need not be made for it.
        if (args is ["--version"])
        {
            terminal.Output.WriteLine(typeof(MyelinCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return ExitCode.Good;
        }

        RootCommand root = Root(terminal);
        ParseResult parsed = root.Parse(args, Parsing);
        if (args.Length == 0)
        {
            new HelpPage(terminal.Output).WriteOverview(root);
            return ExitCode.Good;
        }

        if (parsed.Action is HelpPageAction help) return help.Invoke(parsed);
        if (UsageError.Find(parsed) is { } message) return Fail(terminal, message, ExitCode.WrongInput);
        if (parsed.CommandResult.Command is MyelinCommand command) return command.Run(parsed, terminal);
        return parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("Neural networks from tables and images, trained, checked and saved in one command.");
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        help.Description = "Show this page.";
        help.Action = new HelpPageAction(new HelpPage(terminal.Output));
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        root.Add(new TrainCommand());
        root.Add(new ClusterCommand());
        root.Add(new ProjectCommand());
        root.Add(new EvaluateCommand());
        root.Add(new PredictCommand());
        root.Add(new DescribeCommand());
        root.Add(new RunsCommand());
        root.Add(new RegionsCommand());
        root.Add(new ExplainCommand());
        root.Add(new ListCommand());
        root.Add(new LectureCommand());
        return root;
    }

    private static int Fail(Terminal terminal, string message, int exitCode)
    {
        terminal.Error.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }

    private static bool IsBrokenPipe(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is IOException && exception.HResult == BrokenPipe && !OperatingSystem.IsWindows()) return true;
        }

        return false;
    }

    private sealed class HelpPageAction(HelpPage page) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            if (parseResult.CommandResult.Command is MyelinCommand command) page.Write(command);
            else page.WriteOverview(parseResult.RootCommandResult.Command);
            return ExitCode.Good;
        }
    }
}
