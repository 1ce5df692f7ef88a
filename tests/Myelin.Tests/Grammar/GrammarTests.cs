using Myelin.Grammar;
using Xunit;

namespace Myelin.Tests.Grammar;

public sealed class GrammarTests
{
    private static readonly NumberOption Weight = new("weight", "the weight", 1, NumberRange.Between(0, 10), isLeading: true);
    private static readonly WholeOption Seeds = new("seeds", "the number of seeds", 5, 0, 9, isLeading: true);
    private static readonly ChoiceOption<bool> Colour = new("colour", "the colour", ("green", false), ("yellow", true));
    private static readonly NumbersOption Sizes = new("sizes", "the sizes", NumberRange.Between(0, 1));
    private static readonly WholeOption Count = new("count", "how many there are", null, 1, 9);

    private static readonly Catalog<string> Fruit = new(
        "fruit",
        new Member<string>("apple", "An apple.", spec => $"apple {Spec.Text(Weight.Read(spec))} {Seeds.Read(spec)}", Weight, Seeds),
        new Member<string>("pear", "A pear.", spec => $"pear {(Colour.Read(spec) ? "yellow" : "green")} {string.Join('+', Sizes.Read(spec) ?? [])}",
            Colour, Sizes),
        new Member<string>("plum", "A plum.", spec => $"plum {Count.Read(spec)}", Count));

    [Theory]
    [InlineData("apple", "apple 1 5")]
    [InlineData(" Apple ", "apple 1 5")]
    [InlineData("apple:2.5", "apple 2.5 5")]
    [InlineData("apple:2.5,7", "apple 2.5 7")]
    [InlineData("apple:seeds=7,weight=3", "apple 3 7")]
    [InlineData("apple: 2 , seeds = 7 ", "apple 2 7")]
    [InlineData("apple:weight=1e-3", "apple 0.001 5")]
    [InlineData("pear:colour=yellow,sizes=0.25/0.75", "pear yellow 0.25+0.75")]
    [InlineData("plum:count=9", "plum 9")]
    public void Texts_become_members(string text, string member) => Assert.Equal(member, Fruit.Parse(text));

    [Theory]
    [InlineData("", "has no name")]
    [InlineData(":weight=1", "has no name")]
    [InlineData("aple", "Unknown fruit 'aple' (did you mean 'apple'?); there are apple, pear, plum")]
    [InlineData("banana", "Unknown fruit 'banana'; there are")]
    [InlineData("apple:", "empty option")]
    [InlineData("apple:weight=", "empty option")]
    [InlineData("apple:=3", "empty option")]
    [InlineData("apple:1,,2", "empty option")]
    [InlineData("apple:weight=1,weight=2", "gives 'weight' twice")]
    [InlineData("apple:waight=1", "unknown option 'waight' (did you mean 'weight'?)")]
    [InlineData("apple:1,2,3", "the value '3' without a key; 'apple' takes weight, seeds")]
    [InlineData("apple:seeds=2,1", "put them first")]
    [InlineData("apple:weight=11", "a number from 0 to 10")]
    [InlineData("apple:weight=nan", "a number from 0 to 10")]
    [InlineData("apple:weight=1,5e0", "a whole number from 0 to 9")]
    [InlineData("apple:weight=0x1", "a number from 0 to 10")]
    [InlineData("apple:seeds=10", "a whole number from 0 to 9")]
    [InlineData("apple:seeds=99999999999", "a whole number from 0 to 9")]
    [InlineData("pear:colour=Yellow", "one of green, yellow")]
    [InlineData("pear:sizes=0.5/2", "numbers from 0 to 1, separated by '/'")]
    [InlineData("pear:sizes=0.5/", "numbers from 0 to 1")]
    [InlineData("pear:yellow", "the value 'yellow' without a key")]
    [InlineData("plum", "lacks 'count', a whole number from 1 to 9")]
    public void Wrong_texts_say_what_is_wrong_and_what_would_be_right(string text, string expected)
    {
        string message = Assert.Throws<InvalidInputException>(() => Fruit.Parse(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sigmod", "sigmoid")]
    [InlineData("SIGMOID", "sigmoid")]
    [InlineData("cross-entrpy", "cross-entropy")]
    [InlineData("relu6", "relu")]
    [InlineData("tanh", "than")]
    [InlineData("zz", null)]
    [InlineData("something else", null)]
    public void The_nearest_name_is_the_one_that_was_meant(string given, string? expected) =>
        Assert.Equal(expected, Nearest.Name(given, ["sigmoid", "relu", "cross-entropy", "selu-like", "than", "tahn"]));

    [Fact]
    public void Numbers_come_back_to_the_same_bits()
    {
        var random = new System.Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            float value = BitConverter.Int32BitsToSingle(random.Next(0x7F800000));
            Assert.Equal(value, float.Parse(Spec.Text(value)));
        }
    }

    [Fact]
    public void Every_name_of_every_catalogue_is_distinct_lower_case_and_free_of_the_grammars_signs()
    {
        Catalogs all = Catalogs.Default;
        foreach (string[] names in (string[][])[[.. all.Activations.Names, .. all.Layers.Names], [.. all.Losses.Names], [.. all.Optimizers.Names],
            [.. all.Initializers.Names], [.. all.Penalties.Names]])
        {
            Assert.Equal(names.Length, names.Distinct().Count());
            Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", name));
        }
    }
}
