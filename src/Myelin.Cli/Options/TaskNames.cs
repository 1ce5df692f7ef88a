using System.Collections.Immutable;
using Myelin.Tables;

namespace Myelin.Cli.Options;

/// <summary>What tasks are called on the command line and in JSON.</summary>
internal static class TaskNames
{
    /// <summary>The names, in the order of <see cref="TaskKind"/>.</summary>
    internal static ImmutableArray<string> All { get; } = ["regression", "binary", "classes", "clusters", "projection"];

    /// <summary>The names of the tasks that have a target, which can be trained for.</summary>
    internal static ImmutableArray<string> WithTarget { get; } = [.. All[..3]];

    /// <summary>A task's name.</summary>
    internal static string Of(TaskKind task) => All[(int)task];
}
