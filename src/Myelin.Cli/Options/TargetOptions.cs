using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Models.Datasets;

namespace Myelin.Cli.Options;

/// <summary>What is predicted, and how the columns of a table are taken, for a command that learns a target.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> target = new("--target") { Description = "The column to predict. By default the last.", HelpName = "column" };
    private readonly TaskOption task = new("What is predicted: a number, one of two classes, one of several. By default read off the target.");
    private readonly ColumnOptions columns = new();

    /// <summary>The options in the order of the help page.</summary>
    internal Option[] All => [target, task, .. columns.All];

    /// <summary>The rows of files as the command line says that they are.</summary>
    internal Dataset Read(ParseResult parsed, DataFiles files)
    {
        Option[] ofTables = [target, .. columns.All];
        if (files.HoldImages && Array.Find(ofTables, option => Given.Is(parsed, option)) is { } given)
            throw new InvalidInputException($"{given.Name} is for tables, but {files.Paths[0]} holds images; leave it out.");
        return files.Rows(columns.Read(parsed) with { Target = parsed.GetValue(target), Task = parsed.GetValue(task) }, parsed.GetValue(task));
    }
}
