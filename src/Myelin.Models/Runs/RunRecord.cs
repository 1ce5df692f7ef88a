namespace Myelin.Models.Runs;

/// <summary>What the files of a kept run say of it.</summary>
public sealed record RunRecord
{
    /// <summary>The run's name: that of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The recipe, as text.</summary>
    public required string Recipe { get; init; }

    /// <summary>The kind of model.</summary>
    public required string Kind { get; init; }

    /// <summary>The files of rows, or what the data was called.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>The files of test rows; none where they were set aside.</summary>
    public required IReadOnlyList<string> Test { get; init; }

    /// <summary>What the target is: regression, binary, classes, clusters or projection.</summary>
    public required string Task { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The loss; null where there is no target.</summary>
    public required string? Loss { get; init; }

    /// <summary>The network's layers, or what was solved for.</summary>
    public required string Model { get; init; }

    /// <summary>Rows to learn from.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>Rows to choose by.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows to judge by.</summary>
    public required int TestRows { get; init; }

    /// <summary>Epochs finished, those of all networks together.</summary>
    public required int Epochs { get; init; }

    /// <summary>Why it ended; null where it has not, or ended without a result.</summary>
    public RunEnd? End { get; init; }

    /// <summary>The seconds that it took.</summary>
    public double? Seconds { get; init; }

    /// <summary>The fingerprint of the weights.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>The settings by name, as the model keeps them.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The metrics on the rows learnt from; null without.</summary>
    public IReadOnlyList<(string Name, double Value)>? Training { get; init; }

    /// <summary>The metrics on the validation rows; null without.</summary>
    public IReadOnlyList<(string Name, double Value)>? Validation { get; init; }

    /// <summary>The metrics on the test rows; null without.</summary>
    public IReadOnlyList<(string Name, double Value)>? TestScores { get; init; }

    /// <summary>The baseline's metrics; null without.</summary>
    public IReadOnlyList<(string Name, double Value)>? Baseline { get; init; }
}
