using System.CommandLine;
using Myelin.Grammar;
using Myelin.Tables;

namespace Myelin.Cli.Options;

/// <summary>The option <c>--task</c>; without it the data says what the task is.</summary>
internal sealed class TaskOption : Option<TaskKind?>
{
    internal TaskOption(string description) : base("--task")
    {
        (Description, HelpName) = (description, string.Join('|', TaskNames.WithTarget));
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (TaskNames.WithTarget.Index().FirstOrDefault(task => task.Item == text) is (var index, not null)) return (TaskKind)index;
            result.AddError($"--task is '{text}'{Nearest.Hint(text, TaskNames.WithTarget)}, but it must be one of {string.Join(", ", TaskNames.WithTarget)}.");
            return null;
        };
    }
}
