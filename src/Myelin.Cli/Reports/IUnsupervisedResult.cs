using System.Text.Json.Nodes;
using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Serialization;
using Spectre.Console;

namespace Myelin.Cli.Reports;

/// <summary>What was learnt from rows without targets, as it is saved and shown.</summary>
internal interface IUnsupervisedResult
{
    /// <summary>The model as it is saved.</summary>
    SavedModel Model { get; }

    /// <summary>From raw rows to inputs.</summary>
    DataEncoding Encoding { get; }

    /// <summary>The rows that were learnt from.</summary>
    IDataSource Rows { get; }

    /// <summary>How the data was taken, one line each.</summary>
    IReadOnlyList<string> Notes { get; }

    /// <summary>The result for programs.</summary>
    JsonObject ToJson();

    /// <summary>The result for people.</summary>
    void Write(IAnsiConsole console);
}
