using System.Text;
using Myelin.Cli.Options;
using Myelin.Data;
using Spectre.Console;

namespace Myelin.Cli;

/// <summary>What a command reads from and writes to: results to the output, everything else to the error stream.</summary>
internal sealed class Terminal
{
    private const int WidthOfFiles = 100;
    private const int BufferSize = 1 << 16;
    private const string ShowCursor = "\e[?25h\n";

    private bool mayHideCursor;

    /// <summary>Where results go.</summary>
    internal required TextWriter Output { get; init; }

    /// <summary>Where notes, warnings, progress and errors go. What cannot be written is dropped.</summary>
    internal required MessageWriter Error { get; init; }

    /// <summary>Opens the standard input.</summary>
    internal required Func<Stream> OpenInput { get; init; }

    /// <summary>Whether somebody has given a file or a pipe as the standard input.</summary>
    internal bool InputIsRedirected { get; init; }

    /// <summary>Whether results appear on a screen.</summary>
    internal bool OutputIsScreen { get; init; }

    /// <summary>Whether the error stream is a screen that can redraw lines.</summary>
    internal bool ErrorIsScreen { get; init; }

    /// <summary>Measures the columns of the screen. The system's answer is slow, so only what draws asks for it.</summary>
    internal Func<int> MeasureWidth { get; init; } = () => WidthOfFiles;

    /// <summary>The model that the command has saved; null until it has.</summary>
    internal string? SavedModel { get; set; }

    /// <summary>Stands for Ctrl-C beside the signal itself.</summary>
    internal CancellationToken Interruption { get; init; }

    internal static Terminal OfProcess()
    {
        bool smart = Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new Terminal
        {
            // The process's own writer flushes after every call. A screen is open.
            Output = Console.IsOutputRedirected && SpecialFile.IsClosedStream(1) ? new ClosedOutput()
                : new StreamWriter(new OutputStream(Console.OpenStandardOutput()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                BufferSize)
                { NewLine = "\n" },
            Error = new MessageWriter(Console.IsErrorRedirected && SpecialFile.IsClosedStream(2) ? TextWriter.Null : Console.Error),
            OpenInput = () =>
                SpecialFile.IsClosedStream(0) ? throw new InvalidInputException("The standard input is closed; give a file, or send rows to it.")
                : Console.OpenStandardInput(),
            InputIsRedirected = Console.IsInputRedirected,
            OutputIsScreen = !Console.IsOutputRedirected,
            ErrorIsScreen = !Console.IsErrorRedirected && smart,
            MeasureWidth = ScreenWidth,
        };
    }

    /// <summary>A console that renders tables to the output, at most so many columns wide.</summary>
    internal IAnsiConsole OutputConsole(int widest = int.MaxValue) =>
        Render(Output, OutputIsScreen, Math.Min(widest, OutputIsScreen ? MeasureWidth() : WidthOfFiles));

    /// <summary>A console that renders a live display to the error stream.</summary>
    internal IAnsiConsole ErrorConsole()
    {
        mayHideCursor = true;
        return Render(Error, ErrorIsScreen, MeasureWidth());
    }

    /// <summary>Leaves the screen as it was found, while other threads may still draw on it.</summary>
    internal void Leave() => Error.End(mayHideCursor && ErrorIsScreen ? ShowCursor : "");

    internal void Warn(string warning) => Error.WriteLine($"warning: {SettingNames.AsOptions(warning)}");

    private static IAnsiConsole Render(TextWriter writer, bool screen, int width)
    {
        bool colours = screen && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = screen ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = screen ? InteractionSupport.Yes : InteractionSupport.No,
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int ScreenWidth()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : WidthOfFiles;
        }
        catch (IOException)
        {
            // No window belongs to the process.
            return WidthOfFiles;
        }
    }
}
