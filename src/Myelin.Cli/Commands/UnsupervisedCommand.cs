using System.CommandLine;
using System.Diagnostics;
using Myelin.Cli.Files;
using Myelin.Cli.Options;
using Myelin.Cli.Reports;
using Myelin.Data;
using Myelin.Models;
using Myelin.Reports;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Cli.Commands;

/// <summary>
/// A command that learns from rows without targets, saves a model that 'predict', 'evaluate' and 'describe' read, and may write each row's result.
/// </summary>
internal abstract class UnsupervisedCommand : MyelinCommand
{
    private readonly Argument<string[]> data;
    private readonly Option<string?> output;
    private readonly ModelOptions model;

    /// <summary>Declares what both commands have.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="suffix">What the model's default name has behind that of the data.</param>
    /// <param name="files">What files it takes.</param>
    private protected UnsupervisedCommand(string name, string description, string suffix, string files) : base(name, description)
    {
        model = new ModelOptions(suffix, "Replace the model's file even if it is no model.");
        data = new Argument<string[]>("data") { Description = files, Arity = ArgumentArity.OneOrMore };
        output = Text("--output", "file", "Where each row's result goes, as CSV. By default nowhere; 'myelin predict' writes it, too.");
        Add(data);
    }

    /// <summary>How the columns of the table are taken.</summary>
    protected ColumnOptions Columns { get; } = new();

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        var clock = Stopwatch.StartNew();
        Prepare(parsed, terminal);
        var files = new DataFiles(parsed.GetValue(data)!, terminal);
        string[] read = [.. files.FilesRead, .. ModelsRead(parsed)];
        string path = model.Path(parsed, files, read);
        string? rows = parsed.GetValue(output);
        if (rows is not null) OutputPath.RequireForRows(output.Name, rows, read, path);
        using var interrupt = new Interrupt(terminal.Interruption);
        using TrainingDisplay display = parsed.GetValue(Quiet) ? new SilentDisplay(terminal, interrupt) : new PlainDisplay(terminal, interrupt);
        Learnt result = Fit(parsed, files, display);
        // A row without a result leaves both files as they were.
        if (rows is not null) PredictionCsv.Write(rows, result.Model, result.Rows, [], then: () => ModelPath.Save(path, result.Model, terminal));
        else ModelPath.Save(path, result.Model, terminal);
        double seconds = clock.Elapsed.TotalSeconds;
        Show(parsed, terminal, new Report(
        [
            .. result.Report.Sections,
            new Facts(new Fact("weights_sha256", result.Model.WeightsSha256), new Fact("seconds", Cell.Decimals(seconds, 1)), new Fact("model", path),
            new Fact("output", rows)),
            new Prose($"Model: {path}, {result.Model.Network.ParameterCount} parameters, in {Cell.Decimals(seconds, 1)} s"),
        ]));
        if (rows is not null && !parsed.GetValue(Quiet) && !parsed.GetValue(Json)) terminal.Error.WriteLine($"Results of {result.Rows.Count} rows: {rows}");
        return ExitCode.Good;
    }

    /// <summary>Adds the sections that both commands have, behind those of their own.</summary>
    protected void AddCommonSections()
    {
        AddSection("Columns of the table", Columns.All);
        AddSection("Result", [output, .. model.All, Json, Quiet, Threads]);
    }

    /// <summary>The models that are read beside the data.</summary>
    protected virtual IEnumerable<string> ModelsRead(ParseResult parsed) => [];

    /// <summary>What was learnt from rows without targets.</summary>
    /// <param name="Model">The model as it is saved.</param>
    /// <param name="Rows">The rows that were learnt from.</param>
    /// <param name="Report">What there is to say of it.</param>
    private protected sealed record Learnt(TrainedModel Model, IDataSource Rows, Report Report);

    /// <summary>Learns from the rows.</summary>
    private protected abstract Learnt Fit(ParseResult parsed, DataFiles files, TrainingDisplay display);
}
