using Myelin.Grammar;
using Xunit;

namespace Myelin.Tests.Grammar;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("plain text, 'quoted' ünï 變數 𝛼", "plain text, 'quoted' ünï 變數 𝛼")]
    [InlineData("\u001b[31mred\u001b[0m", @"\u001b[31mred\u001b[0m")]
    [InlineData("a\nb\r\nc\td", @"a\nb\r\nc\td")]
    [InlineData("\0\u0007\u007f\u0085\u009b", @"\u0000\u0007\u007f\u0085\u009b")]
    [InlineData("\u2028\u2029\u202e\u2066\u200f\u061c", @"\u2028\u2029\u202e\u2066\u200f\u061c")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Control_characters_are_shown(string? text, string expected)
    {
        Assert.Equal(expected, OneLine.Clean(text));
        Assert.Equal(expected, OneLine.Quoted(text));
    }

    [Fact]
    public void A_cause_is_quoted_without_what_only_programmers_know()
    {
        Assert.Equal("x: It is none.", new InvalidInputException($"x: {new ArgumentException("It is none.", "shape")}").Message);
        Assert.Equal("x: It is (odd).", new InvalidInputException($"x: {new ArgumentOutOfRangeException("size", 0, "It is (odd).")}").Message);
        Assert.Equal("x: It is 'size'.", new InvalidInputException($"x: {new ArgumentOutOfRangeException("size", "'size'", "It is 'size'.")}").Message);
        Assert.Equal("x: It is (none).", new InvalidInputException($"x: {new ArgumentException("It is (none).")}").Message);
        Assert.Equal("x: It is none.", new InvalidInputException($"x: {new InvalidDataException("It is none.")}").Message);
    }

    [Fact]
    public void Half_a_character_is_shown()
    {
        Assert.Equal(@"a\ud800b\udc00", OneLine.Clean("a\ud800b\udc00"));
        Assert.Equal("\U0001d6fc", OneLine.Clean("\U0001d6fc"));
    }

    [Fact]
    public void What_is_quoted_is_bounded_and_keeps_its_beginning_and_end()
    {
        string fits = new('x', OneLine.Longest);
        Assert.Equal(fits, OneLine.Quoted(fits));
        string quoted = OneLine.Quoted("begin" + new string('x', 5_000_000) + "end");
        Assert.Equal(OneLine.Longest, quoted.Length);
        Assert.StartsWith("begin", quoted, StringComparison.Ordinal);
        Assert.Contains("x…x", quoted, StringComparison.Ordinal);
        Assert.EndsWith("end", quoted, StringComparison.Ordinal);
        // What is shown takes more room than what is there.
        Assert.True(OneLine.Quoted(new string('\u001b', 399)).Length <= OneLine.Longest);
        for (int shift = 0; shift < 4; shift++)
        {
            string pairs = OneLine.Quoted(new string('x', shift) + string.Concat(Enumerable.Repeat("\U0001d6fc", 1000)));
            Assert.True(pairs.Length <= OneLine.Longest + 10, "The cut may show two halves.");
            Assert.DoesNotContain(pairs, char.IsControl);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => OneLine.Quoted("x", 100));
    }

    [Fact]
    public void A_message_quotes_whatever_is_put_into_it()
    {
        string name = "a\u001b[2J\nb";
        var numbers = new InvalidInputException($"{name} is {1.5:F2}, {12} and {name.AsSpan(0, 1)}; \\ stays.");
        Assert.Equal(@"a\u001b[2J\nb is 1.50, 12 and a; \ stays.", numbers.Message);
        Assert.Equal(@"a\u001b[2J\nb", new InvalidInputException(name).Message);
        Assert.Equal(@"a\u001b[2J\nb", new InvalidInputException(name, numbers).Message);
        var cause = new InvalidOperationException();
        var caused = new InvalidInputException($"{new string('y', 10_000)} is long.", cause);
        Assert.True(caused.Message.Length < 500 && caused.InnerException == cause);
        Assert.EndsWith(" is long.", caused.Message, StringComparison.Ordinal);
    }
}
