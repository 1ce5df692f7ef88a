using Myelin.Grammar;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Reports;

/// <summary>What can be named in options and networks, read off the catalogues.</summary>
public static class CatalogReport
{
    /// <summary>The report of a family.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="members">Its members.</param>
    public static Report Of(string family, IReadOnlyList<Member> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        return new Report(
            new Facts(new Fact("family", family)),
            Records(members),
            new Table(
                [Column.OfText(null, "name") with { IsUnbroken = true }, Column.OfText(null, "what it is"), Column.OfText(null, "options")],
                [.. members.Select(member => (Cell[])[member.Name, member.Summary, Cell.Of(member.Options.Select(option => option.Key))])]));
    }

    /// <summary>The report of a member, with its options.</summary>
    /// <param name="family">The family's name.</param>
    /// <param name="member">The member.</param>
    public static Report Of(string family, Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return new Report(
        [
            new Facts(new Fact("family", family)),
            Records([member]),
            new Prose(member.Name, member.Summary, $"Suits {member.Suits}.") { Kind = ProseKind.Paragraphs },
            .. member.Options.Count == 0 ? [] : new Section[] { Options(member) },
        ]);
    }

    private static Table Options(Member member) => new(
        [Column.OfText(null, "option") with { IsUnbroken = true }, Column.OfText(null, "what it means"), Column.OfText(null, "allowed"),
        Column.OfText(null, "default")],
        [.. member.Options.Select(option =>
            (Cell[])[option.Key, option.Meaning, option.Range, option.DefaultText switch { null => "must be given", "" => "none", var text => text }])]);

    private static Table Records(IReadOnlyList<Member> members) => new(
        [Column.OfJson("name"), Column.OfJson("summary"), Column.OfJson("suits"), Column.OfJson("options")],
        [.. members.Select(member => (Cell[])[member.Name, member.Summary, member.Suits, Cell.Of(member.Options.Select(OfOption))])])
    { Key = "members", IsShown = false };

    private static Cell OfOption(MemberOption option) => new Cell.Named(
    [
        ("key", option.Key),
        ("meaning", option.Meaning),
        ("range", option.Range),
        ("default", option.DefaultText is "" ? Cell.None : option.DefaultText),
        ("required", new Cell.Flag(option.DefaultText is null)),
        ("key_may_be_dropped", new Cell.Flag(option.IsLeading)),
    ]);
}
