using System.CommandLine;
using Myelin.Cli.Files;

namespace Myelin.Cli.Options;

/// <summary>Where a model goes.</summary>
internal sealed class ModelOptions
{
    private readonly string suffix;
    private readonly Option<string?> model;
    private readonly Option<bool> force;

    /// <summary>Declares the options.</summary>
    /// <param name="suffix">What the model's default name has behind that of the data.</param>
    /// <param name="forced">What is said of <c>--force</c>.</param>
    internal ModelOptions(string suffix, string forced)
    {
        this.suffix = suffix;
        model = new Option<string?>("--model")
        {
            Description = $"Where the model goes. By default the data file's name with {suffix}.safetensors, "
                + $"in the current folder.",
            HelpName = "file"
        };
        force = new Option<bool>("--force") { Description = forced, Arity = ArgumentArity.Zero };
    }

    /// <summary>The options in the order of the help page.</summary>
    internal Option[] All => [model, force];

    /// <summary>The model's file, which has been looked at: a model can be written there.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">The data.</param>
    /// <param name="read">All files that the command reads.</param>
    internal string Path(ParseResult parsed, DataFiles files, IEnumerable<string> read)
    {
        string path = parsed.GetValue(model) ?? ModelPath.Default(files, suffix);
        ModelPath.RequireWritable(path, parsed.GetValue(force), read);
        return path;
    }
}
