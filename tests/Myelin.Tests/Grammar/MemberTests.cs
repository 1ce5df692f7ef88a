using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Initializers;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Grammar;

/// <summary>What a catalogue states of its members is what they do: one statement of options serves constructor, parser, canonical form and lists.</summary>
public sealed class MemberTests
{
    private static readonly Catalogs All = Catalogs.Default;

    /// <summary>Each member of each family: its name, summary and options, and how a text becomes its canonical form.</summary>
    private static IEnumerable<(string Family, string Name, string Summary, string Suits, IReadOnlyList<MemberOption> Options, Func<string,
        string> Canonical)> Members =>
    [
        .. All.Activations.Members.Select(member =>
            ("activation", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)(text => Activation.Parse(text).Canonical))),
        .. All.Losses.Members.Select(member =>
            ("loss", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)(text => Loss.Parse(text).Canonical))),
        .. All.Optimizers.Members.Select(member =>
            ("optimizer", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)(text => Optimizer.Parse(text).Canonical))),
        .. All.Penalties.Members.Select(member =>
            ("penalty", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)(text => Penalty.Parse(text).Canonical))),
        .. All.Initializers.Members.Select(member =>
            ("initializer", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)(text => Initializer.Parse(text).Canonical))),
        .. All.Schedules.Members.Select(member =>
            ("schedule", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)(text => Schedule.Parse(text).Canonical))),
        .. All.Layers.Members.Select(member => ("layer", member.Name, member.Summary, member.Suits, member.Options, (Func<string, string>)Build)),
    ];

    public static TheoryData<string, string> Names => [.. Members.Select(member => (member.Family, member.Name))];

    [Theory, MemberData(nameof(Names))]
    public void A_member_says_in_a_sentence_what_it_is_and_what_each_option_means(string family, string name)
    {
        var member = Of(family, name);
        Assert.Matches(@"^\S.*\.$", member.Summary);
        Assert.InRange(member.Summary.Length, 10, 110);
        Assert.DoesNotMatch(@"\.$|^[A-Z][a-z]", member.Suits);
        Assert.NotEmpty(member.Suits);
        Assert.All(member.Options, option => Assert.Matches(@"^[a-z].*[^.]$", option.Meaning));
        Assert.Equal(member.Options.OrderBy(option => !option.IsLeading), member.Options);
    }

    [Theory, MemberData(nameof(Names))]
    public void Stated_defaults_are_what_a_text_without_options_gives(string family, string name)
    {
        var member = Of(family, name);
        string needed = string.Join(',', member.Options.Where(option => option.DefaultText is null).Select(option => $"{option.Key}=2"));
        string given = string.Join(',', member.Options.Where(option => option.DefaultText is not "")
            .Select(option => $"{option.Key}={option.DefaultText ?? "2"}"));
        Assert.Equal(member.Canonical(needed.Length == 0 ? name : $"{name}:{needed}"), member.Canonical(given.Length == 0 ? name : $"{name}:{given}"));
    }

    [Theory, MemberData(nameof(Names))]
    public void What_lies_outside_a_stated_range_is_refused_with_the_range(string family, string name)
    {
        var member = Of(family, name);
        string needed = string.Concat(member.Options.Where(option => option.DefaultText is null).Select(option => $",{option.Key}=2"));
        foreach (MemberOption option in member.Options)
        {
            foreach (string wrong in (string[])["nan", "-1e30", "-99999", "x", option is NumberOption { Numbers.Maximum: < float.MaxValue } ? "1e30" : "1e39"])
            {
                if (option is TextOption) continue;
                string others = needed.Replace($",{option.Key}=2", "", StringComparison.Ordinal);
                var error = Assert.Throws<InvalidInputException>(() => member.Canonical($"{name}:{option.Key}={wrong}{others}"));
                Assert.Contains($"{option.Key} is {option.Range}", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_constructor_names_the_option_and_the_same_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new LeakyRelu(2));
        Assert.Equal("slope", error.ParamName);
        Assert.StartsWith("The slope below 0 is a number from 0 to 1.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("The part μ of the last step that goes on is a number from 0 to below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss([1, float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TripletLoss(distance: (TripletDistance)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomizedRelu(0.5f, 0.4f, new RandomSource(1)));
    }

    [Theory]
    [InlineData("from 0 to 1", 0f, 1f)]
    [InlineData("from 0 to below 1", 0f, 0.99999994f)]
    [InlineData("above 0", float.Epsilon, float.MaxValue)]
    [InlineData("above 0 and at most 1", float.Epsilon, 1f)]
    [InlineData("of 0 or more", 0f, float.MaxValue)]
    public void A_range_holds_its_ends_and_nothing_beyond(string words, float smallest, float largest)
    {
        NumberRange range = new[] { NumberRange.Between(0, 1), NumberRange.Below(0, 1), NumberRange.Above(0), NumberRange.Above(0, 1),
            NumberRange.AtLeast(0) }.Single(range => range.ToString() == words);
        Assert.True(range.Contains(smallest) && range.Contains(largest));
        Assert.False(range.Contains(MathF.BitDecrement(smallest)) || range.Contains(MathF.BitIncrement(largest)));
        Assert.False(range.Contains(float.NaN) || range.Contains(float.PositiveInfinity) || range.Contains(float.NegativeInfinity));
    }

    [Fact]
    public void Catalogues_are_extended_without_changing()
    {
        var twice = new Member<string>("twice", "Twice.", _ => "2");
        var once = new Catalog<string>("number", new Member<string>("once", "Once.", _ => "1"));
        Catalog<string> both = once.With(twice);
        Assert.Equal(["once"], once.Names);
        Assert.Equal("2", both.Parse("twice"));
        Assert.Throws<InvalidInputException>(() => once.Parse("twice"));
        Assert.Throws<ArgumentException>(() => both.With(twice));
        foreach (string wrong in (string[])["Twice", "2", "a b", "a:b", "-a", ""])
            Assert.ThrowsAny<ArgumentException>(() => new Member<string>(wrong, "Wrong.", _ => ""));
        Assert.Throws<ArgumentException>(() => All.With(new Member<Activation>("conv", "Not a layer.", _ => Activation.Identity)));
        Assert.Throws<ArgumentException>(() => All.With(new Member<LayerFactory>("relu", "Not an activation.", _ => new LayerFactory(_ => new Flatten()))));
        Assert.Throws<ArgumentException>(() => All.With(new Member<LayerFactory>("residual", "Not that.", _ => new LayerFactory(_ => new Flatten()))));
    }

    [Fact]
    public void A_member_that_reads_an_option_it_does_not_state_is_told()
    {
        var size = new NumberOption("size", "the size", 1, NumberRange.AtLeast(0));
        var silent = new Catalog<string>("thing", new Member<string>("silent", "Silent.", spec => Spec.Text(size.Read(spec))));
        Assert.Contains("does not state", Assert.Throws<InvalidOperationException>(() => silent.Parse("silent")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Member<string>("double", "Double.", _ => "", size, size));
    }

    [Fact]
    public void Values_without_keys_are_in_the_order_stated_whatever_is_read_first()
    {
        NumberOption a = new("a", "the first", 1, NumberRange.AtLeast(0), isLeading: true),
            b = new("b", "the second", 2, NumberRange.AtLeast(0), isLeading: true),
            c = new("c", "the third", 3, NumberRange.AtLeast(0), isLeading: true);
        string Read(Spec spec, params NumberOption[] order)
        {
            Dictionary<string, float> values = order.ToDictionary(option => option.Key, option => option.Read(spec));
            return $"{values["a"]} {values["b"]} {values["c"]}";
        }

        foreach ((string text, string expected) in (ReadOnlySpan<(string, string)>)
        [
            ("x", "1 2 3"), ("x:7", "7 2 3"), ("x:7,8", "7 8 3"), ("x:7,8,9", "7 8 9"), ("x:8,9,a=7", "7 8 9"),
            ("x:7,9,b=8", "7 8 9"), ("x:7,b=8", "7 8 3"), ("x:7,c=9", "7 2 9"), ("x:b=8", "1 8 3"),
        ])
        {
            foreach (NumberOption[] order in (NumberOption[][])[[a, b, c], [b, a, c], [c, b, a], [c, a, b]])
                Assert.Equal(expected, new Catalog<string>("thing", new Member<string>("x", "Three.", spec => Read(spec, order), a, b, c)).Parse(text));
        }

        foreach (string wrong in (string[])["x:7,8,9,10", "x:b=8,7,9", "x:a=7,8,9,10"])
        {
            var catalog = new Catalog<string>("thing", new Member<string>("x", "Three.", spec => Read(spec, c, b, a), a, b, c));
            Assert.Throws<InvalidInputException>(() => catalog.Parse(wrong));
        }
    }

    [Fact]
    public void A_key_is_a_name_and_a_member_is_something()
    {
        foreach (string wrong in (string[])["a b=c,d", "a=b", "A", "1", "a:b", ""])
            Assert.ThrowsAny<ArgumentException>(() => new NumberOption(wrong, "wrong", 1, NumberRange.AtLeast(0)));
        Assert.Throws<ArgumentNullException>(() => All.With((Member<Loss>)null!));
        Assert.Throws<ArgumentNullException>(() => All.With((Member<Schedule>)null!));
        Catalogs nothing = All.With(new Member<Loss>("nothing", "Nothing.", _ => null!))
            .With(new Member<LayerFactory>("none", "Nothing.", _ => null!))
            .With(new Member<LayerFactory>("empty", "Nothing.", _ => new LayerFactory(_ => null!)));
        foreach ((string name, Action parse) in (ReadOnlySpan<(string, Action)>)
        [
            ("nothing", () => Loss.Parse("nothing", nothing)),
            ("none", () => Sequential.Build("none", new Shape(2), new RandomSource(1), nothing)),
            ("empty", () => Sequential.Build("linear:1 empty", new Shape(2), new RandomSource(1), nothing)),
        ])
            Assert.Contains($"'{name}' made nothing", Assert.Throws<InvalidOperationException>(parse).Message, StringComparison.Ordinal);
    }

    private static (string Family, string Name, string Summary, string Suits, IReadOnlyList<MemberOption> Options, Func<string,
        string> Canonical) Of(string family, string name) =>
        Members.Single(member => (member.Family, member.Name) == (family, name));

    private static string Build(string text)
    {
        string name = text.Split(':')[0];
        return Sequential.Build(text, name is "conv" or "pool" ? new Shape(2, 8, 8) : new Shape(6), new RandomSource(1)).Canonical;
    }
}
