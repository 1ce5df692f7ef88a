using System.Text.Json;
using Myelin.Grammar;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>The lists of the command are the library's catalogues, whole.</summary>
public sealed class ListTests
{
    public static TheoryData<string> Families => [.. Catalogs.Default.Families.Select(family => family.Name)];

    [Theory, MemberData(nameof(Families))]
    public void A_family_is_listed_and_each_member_explained(string family)
    {
        string all = Cli.Good("list", family);
        Assert.DoesNotContain(all.Split('\n'), line => line.Length > 100);
        using JsonDocument json = JsonDocument.Parse(Cli.Good("list", family, "--json"));
        JsonElement[] listed = [.. json.RootElement.GetProperty("members").EnumerateArray()];
        IReadOnlyList<Member> members = Catalogs.Default.Families.Single(item => item.Name == family).Members;
        Assert.Equal(members.Select(member => (member.Name, member.Summary, member.Suits)),
            listed.Select(item => (Text(item, "name"), Text(item, "summary"), Text(item, "suits"))));
        foreach (Member member in members)
        {
            Assert.Contains(member.Name, all, StringComparison.Ordinal);
            string one = Cli.Good("list", family, member.Name);
            Assert.DoesNotContain(one.Split('\n'), line => line.Length > 100);
            Assert.All(member.Options, option => Assert.Contains(option.Key, one, StringComparison.Ordinal));
            using JsonDocument alone = JsonDocument.Parse(Cli.Good("list", family, member.Name, "--json"));
            JsonElement[] options = [.. alone.RootElement.GetProperty("members").EnumerateArray().Single().GetProperty("options").EnumerateArray()];
            Assert.Equal(member.Options.Select(option => (option.Key, option.Meaning, option.Range, option.IsLeading)),
                options.Select(item => (Text(item, "key"), Text(item, "meaning"), Text(item, "range"), item.GetProperty("key_may_be_dropped").GetBoolean())));
        }

        static string Text(JsonElement item, string field) => item.GetProperty(field).GetString()!;
    }

    [Theory]
    [InlineData("layers-prelu", "list", "layers", "prelu")]
    [InlineData("penalties", "list", "penalties")]
    public void Pages_read_as_recorded(string page, params string[] args) => Snapshot.Check($"list-{page}", Cli.Good(args));

    [Theory]
    [InlineData("There is no 'loses' among the families (did you mean 'losses'?)", "loses")]
    [InlineData("There is no 'hubr' among the losses (did you mean 'huber'?)", "losses", "hubr")]
    public void Wrong_names_are_one_line_with_the_nearest(string words, params string[] args)
    {
        Cli.Result result = Cli.Run(["list", .. args]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }
}
