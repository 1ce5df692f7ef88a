using Myelin.Tables;

namespace Myelin.Models;

/// <summary>What a run trains, and on what: known before the first step.</summary>
/// <param name="Model">The network's layers, or what is solved for.</param>
/// <param name="IsNetwork">Whether it is trained step by step.</param>
/// <param name="Loss">The loss, in its canonical form; null where there is no target.</param>
/// <param name="Penalty">The penalty, in its canonical form; null for none.</param>
/// <param name="Data">The rows.</param>
public sealed record RunPlan(string Model, bool IsNetwork, string? Loss, string? Penalty, DataFacts Data);

/// <summary>What is known of the rows of a run.</summary>
/// <param name="Names">The files, or what the data is called.</param>
/// <param name="Test">The rows of their own for the test; null where they were set aside.</param>
/// <param name="Task">What the target is.</param>
/// <param name="Target">The target's name.</param>
/// <param name="TrainingRows">Rows to learn from.</param>
/// <param name="ValidationRows">Rows to choose by; 0 for none.</param>
/// <param name="TestRows">Rows to judge by; 0 for none.</param>
/// <param name="Notes">How the data is taken, one line each.</param>
/// <param name="Warnings">What looked odd in it, one line each.</param>
public sealed record DataFacts(
    IReadOnlyList<string> Names, IReadOnlyList<string>? Test, TaskKind Task, string Target, int TrainingRows, int ValidationRows, int TestRows,
        IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings);
