using System.CommandLine;
using Myelin.Tables;

namespace Myelin.Cli.Options;

/// <summary>How the columns of a table are taken, for every command that learns from one.</summary>
internal sealed class ColumnOptions
{
    private readonly ColumnsOption ignore = new("--ignore", "Columns to leave out.");
    private readonly ColumnsOption categorical = new("--categorical", "Columns to take as categories, even where they hold numbers.");
    private readonly ColumnsOption numeric = new("--numeric", "Columns to take as numbers.");
    private readonly Option<string?> weightColumn = new("--weight-column") { Description = "The column that holds each row's weight.", HelpName = "column" };
    private readonly Option<bool> noHeader = new("--no-header")
    {
        Description = "The first line is a row; columns are named c1, c2, …",
        Arity = ArgumentArity.Zero
    };

    /// <summary>The options in the order of the help page.</summary>
    internal Option[] All => [ignore, categorical, numeric, weightColumn, noHeader];

    /// <summary>What the command line says of the columns.</summary>
    internal TableOptions Read(ParseResult parsed) => new()
    {
        HasHeader = !parsed.GetValue(noHeader),
        WeightColumn = parsed.GetValue(weightColumn),
        Ignore = parsed.GetValue(ignore)!,
        Categorical = parsed.GetValue(categorical)!,
        Numeric = parsed.GetValue(numeric)!,
    };
}
