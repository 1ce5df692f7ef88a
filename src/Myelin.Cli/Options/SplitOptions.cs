using System.CommandLine;
using Myelin.Cli.Files;
using Myelin.Models.Datasets;

namespace Myelin.Cli.Options;

/// <summary>How rows are shared out.</summary>
internal sealed class SplitOptions
{
    private const double UsualValidation = 0.15;
    private const double UsualTest = 0.2;

    private readonly Option<string?> test = new("--test") { Description = "A file of test rows; then none are set aside for the test.", HelpName = "file" };
    private readonly NumberOption validationFraction = new("--validation-fraction",
        "The part of all rows that decides when to stop. 0 trains to the last epoch.", UsualValidation, part => part is >= 0 and < 1, "from 0 to less than 1");
    private readonly NumberOption testFraction = new("--test-fraction", "The part of all rows that is set aside to measure the result.", UsualTest,
        part => part is >= 0 and < 1, "from 0 to less than 1");

    /// <summary>The options in the order of the help page.</summary>
    internal Option[] All => [test, validationFraction, testFraction];

    /// <summary>The file of test rows, or null.</summary>
    internal DataFiles? TestFiles(ParseResult parsed, Terminal terminal)
    {
        if (Given.Is(parsed, test) && Given.Is(parsed, testFraction))
            throw new InvalidInputException("With --test the test rows come from that file; leave --test-fraction out.");
        return parsed.GetValue(test) is { } path ? new DataFiles([path], terminal) : null;
    }

    /// <summary>What the command line says; a validation fraction that it does not say is left to the recipe.</summary>
    internal DataSplit Read(ParseResult parsed, Dataset? testRows, ulong seed) => new()
    {
        ValidationFraction = Given.Is(parsed, validationFraction) ? parsed.GetValue(validationFraction) : null,
        TestFraction = parsed.GetValue(testFraction),
        Test = testRows,
        Seed = seed,
    };
}
