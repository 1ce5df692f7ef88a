namespace Myelin.Tables;

/// <summary>What tasks are called on the command line and in JSON.</summary>
public static class TaskNames
{
    /// <summary>The names, in the order of <see cref="TaskKind"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["regression", "binary", "classes", "clusters", "projection"];

    /// <summary>The names of the tasks that have a target, which can be trained for.</summary>
    public static IReadOnlyList<string> WithTarget { get; } = [.. All.Take(3)];

    /// <summary>A task's name.</summary>
    /// <param name="task">The task.</param>
    public static string Of(TaskKind task) => All[(int)task];
}
