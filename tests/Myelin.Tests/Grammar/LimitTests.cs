using System.Diagnostics;
using Myelin.Activations;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Grammar;

/// <summary>Texts of millions of parts are refused in one short line, and in the time that reading them takes.</summary>
public sealed class LimitTests
{
    private static readonly Shape Input = new(3);

    public static TheoryData<string, string> Endless => new()
    {
        { "relu ", "have 25000000 characters; a network's text has at most 2097152" },
        { "residual(relu) ", "characters" },
        { "(", "characters" },
        { " ", "characters" },
        { "relu:", "characters" },
        { "a", "characters" },
    };

    [Theory, MemberData(nameof(Endless))]
    public void Endless_texts_are_refused_at_once(string part, string words) => Refused(text => Build(text), Repeat(part, 5_000_000), words);

    [Theory]
    [InlineData("relu ", 10_001, "are more than 10000, activations and inner layers counted; take fewer.")]
    [InlineData("relu\n", 300_000, "are more than 10000")]
    [InlineData("linear:2 relu ", 5_001, "are more than 10000")]
    [InlineData("residual( relu ) ", 5_001, "are more than 10000")]
    [InlineData("residual(residual(relu)) ", 3_334, "are more than 10000")]
    [InlineData("residual(", 9, "more than 8 inside each other")]
    [InlineData("residual(", 200_000, "more than 8 inside each other")]
    [InlineData(")", 200_000, "parentheses that do not match")]
    [InlineData("a", 2_000_000, "Unknown layer 'aaa")]
    [InlineData("dropout:", 200_000, "dropout:dropout:")]
    public void Texts_of_too_many_parts_are_refused(string part, int count, string words) => Refused(text => Build(text), Repeat(part, count), words);

    [Fact]
    public void Ten_thousand_layers_are_read_and_what_they_are_written_as_is_read_back()
    {
        Sequential plain = Build(Repeat("relu ", LayerCatalog.MostLayers));
        Assert.Equal(LayerCatalog.MostLayers, plain.Children.Count);
        Assert.Equal([0, 0, 1], plain.Predict(Input, [-1, 0, 1]));
        // The longest canonical forms, of 5,000 layers with an activation each.
        Sequential longest =
            Build(Repeat("conv:1,1,stride=1,padding=1,initializer=glorot-uniform scaled-elu:alpha=1.6732632,scale=1.050701 pool:2,stride=1 "
                + "pool:2,stride=1 ", LayerCatalog.MostLayers / 4), new Shape(1, 3, 3));
        Assert.InRange(longest.Canonical.Length, 1, LayerCatalog.LongestText);
        Assert.Equal(longest.Canonical, Build(longest.Canonical, new Shape(1, 3, 3)).Canonical);
        Assert.Equal(2_500, Build(Repeat("residual( residual( tanh linear:3 ) ) ", 2_500)).Children.Count);
    }

    [Fact]
    public void Members_with_endless_options_are_refused()
    {
        string keys = string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $"k{i}=1,"));
        Refused(Loss.Parse, $"huber:{keys}delta=1", "has more than 32 options");
        Refused(Loss.Parse, $"huber:{Repeat("1,", 1_000_000)}1", "has more than 32 options");
        Refused(Loss.Parse, $"huber:delta={Repeat("1", 5_000_000)}", "delta is a number above 0");
        Refused(Loss.Parse, $"huber:{Repeat("delta", 1_000_000)}=1", "unknown option 'deltadelta");
        Refused(Activation.Parse, Repeat("relu", 1_000_000), "Unknown activation 'relurelu");
        Refused(Activation.Parse, $"relu:{Repeat("a", 5_000_000)}", "takes no options");
    }

    [Fact]
    public void Short_texts_are_quoted_whole_and_long_ones_by_their_ends()
    {
        string name = Repeat("x", 200);
        Assert.Contains($"'{name}'", Assert.Throws<InvalidInputException>(() => Activation.Parse(name)).Message, StringComparison.Ordinal);
        Assert.Contains($"'{name[..119]}…{name[..79]}y'", Assert.Throws<InvalidInputException>(() => Activation.Parse(name + "y")).Message,
            StringComparison.Ordinal);
    }

    private static string Repeat(string part, int count) => string.Concat(Enumerable.Repeat(part, count));

    private static Sequential Build(string text, Shape? input = null) => Sequential.Build(text, input ?? Input, new RandomSource(1));

    private static void Refused(Func<string, object> read, string text, string words)
    {
        var clock = Stopwatch.StartNew();
        string message = Assert.Throws<InvalidInputException>(() => read(text)).Message;
        Assert.InRange(clock.ElapsedMilliseconds, 0, 1000);
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 2000);
    }
}
