using System.CommandLine;
using Myelin.Models;
using Myelin.Reports;
using Myelin.Serialization;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin describe</c>: what is in a model file.</summary>
internal sealed class DescribeCommand : MyelinCommand
{
    private readonly Argument<string> model = new("model") { Description = "A model file." };

    internal DescribeCommand() : base("describe", "Show a model's layers, preprocessing and training settings.")
    {
        Add(model);
        AddSection("Options", Json, Quiet);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } = [("Look into a model", "myelin describe iris.safetensors")];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetValue(model)!;
        SavedModel saved = ModelFile.Load(path);
        TrainedModel? trained = saved.Preprocessing is null ? null : TrainedModel.Of(saved, path);
        Show(parsed, terminal, DescriptionReport.Of(saved, trained, path));
        return ExitCode.Good;
    }
}
