using System.CommandLine;
using System.Text.Json.Nodes;
using Myelin.Cli.Reports;
using Myelin.Grammar;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Commands;

/// <summary><c>myelin list</c>: what can be named in options and networks, read off the catalogues.</summary>
internal sealed class ListCommand : MyelinCommand
{
    private static readonly IReadOnlyList<(string Name, IReadOnlyList<Member> Members)> Families = Catalogs.Default.Families;

    private readonly Argument<string> family = new("family") { Description = $"What to list: {string.Join(", ", Families.Select(family => family.Name))}." };
    private readonly Argument<string?> member = new("name") { Description = "The one to explain, with its options. By default all are listed.", Arity = ArgumentArity.ZeroOrOne };

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
        if (parsed.GetValue(Json)) JsonText.Write(terminal.Output, new JsonObject { ["family"] = name, ["members"] = new JsonArray([.. (one is null ? members : [one]).Select(ToJson)]) });
        else if (one is null) ShowAll(terminal, members);
        else ShowOne(terminal, one);
        return ExitCode.Good;
    }

    private static void ShowAll(Terminal terminal, IReadOnlyList<Member> members)
    {
        Grid table = TextTable.Of(["name", "what it is", "options"]);
        table.Columns[0].NoWrap();
        foreach (Member member in members) table.AddCells(member.Name, member.Summary, string.Join(", ", member.Options.Select(option => option.Key)));
        terminal.OutputConsole().Write(table);
    }

    private static void ShowOne(Terminal terminal, Member member)
    {
        var page = new Page(terminal.Output, Page.WidestText);
        page.Paragraphs([member.Name, member.Summary, $"Suits {member.Suits}."]);
        if (member.Options.Count == 0) return;
        Grid table = TextTable.Of(["option", "what it means", "allowed", "default"]);
        foreach (MemberOption option in member.Options) table.AddCells(option.Key, option.Meaning, option.Range, option.DefaultText switch { null => "must be given", "" => "none", var text => text });
        table.Columns[0].NoWrap();
        terminal.OutputConsole().Write(table);
    }

    private static T Find<T>(IReadOnlyList<T> all, string name, Func<T, string> nameOf, string among)
    {
        foreach (T one in all)
        {
            if (nameOf(one) == name) return one;
        }

        throw new InvalidInputException($"There is no '{name}' among the {among}{Nearest.Hint(name, all.Select(nameOf))}; there are {all.Select(nameOf)}.");
    }

    private static JsonObject ToJson(Member member) => new()
    {
        ["name"] = member.Name,
        ["summary"] = member.Summary,
        ["suits"] = member.Suits,
        ["options"] = new JsonArray([.. member.Options.Select(ToJson)]),
    };

    private static JsonObject ToJson(MemberOption option) => new()
    {
        ["key"] = option.Key,
        ["meaning"] = option.Meaning,
        ["range"] = option.Range,
        ["default"] = option.DefaultText is "" ? null : option.DefaultText,
        ["required"] = option.DefaultText is null,
        ["key_may_be_dropped"] = option.IsLeading,
    };
}
