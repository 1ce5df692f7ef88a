using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Models;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>What was learnt from rows without targets, as it is saved and shown.</summary>
internal interface IUnsupervisedResult
{
    /// <summary>The model as it is saved.</summary>
    TrainedModel Model { get; }

    /// <summary>The rows that were learnt from.</summary>
    IDataSource Rows { get; }

    /// <summary>The result for programs.</summary>
    JsonObject ToJson();

    /// <summary>The result for people.</summary>
    void Write(IAnsiConsole console);
}
