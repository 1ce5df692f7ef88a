using System.CommandLine;
using Myelin.Grammar;
using Myelin.Reports;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin list</c>: what can be named in options and networks, read off the catalogues.</summary>
internal sealed class ListCommand : MyelinCommand
{
    private static readonly IReadOnlyList<(string Name, IReadOnlyList<Member> Members)> Families = Catalogs.Default.Families;

    private readonly Argument<string> family = new("family") { Description = $"What to list: {string.Join(", ", Families.Select(family => family.Name))}." };
    private readonly Argument<string?> member = new("name")
    {
        Description = "The one to explain, with its options. By default all are listed.",
        Arity = ArgumentArity.ZeroOrOne
    };

    internal ListCommand() : base("list", "List the losses, activations, layers and others, and explain one with its options.")
    {
        Add(family);
        Add(member);
        AddSection("Options", Json);
    }

    internal override IReadOnlyList<(string What, string Line)> Examples { get; } =
    [
        ("All losses", "myelin list losses"),
        ("One, with its options", "myelin list losses huber"),
        ("All layers, for a program", "myelin list layers --json"),
    ];

    internal override int Run(ParseResult parsed, Terminal terminal)
    {
        (string name, IReadOnlyList<Member> members) = Find(Families, parsed.GetRequiredValue(family), given => given.Name, "families");
        Member? one = parsed.GetValue(member) is { } asked ? Find(members, asked, given => given.Name, name) : null;
        Show(parsed, terminal, one is null ? CatalogReport.Of(name, members) : CatalogReport.Of(name, one));
        return ExitCode.Good;
    }

    private static T Find<T>(IReadOnlyList<T> all, string name, Func<T, string> nameOf, string among)
    {
        foreach (T one in all)
        {
            if (nameOf(one) == name) return one;
        }

        throw new InvalidInputException($"There is no '{name}' among the {among}{Nearest.Hint(name, all.Select(nameOf))}; there are {all.Select(nameOf)}.");
    }
}
