using System.Globalization;
using System.Text;

namespace Myelin.Grammar;

/// <summary>
/// One member of a family with its options, written <c>name[:key=value{,key=value}]</c>: <c>selu</c>, <c>huber:delta=1</c>,
/// <c>conv:32,5</c>. Numbers use the invariant culture; lists are written <c>0.25/0.75</c>. A value without a key belongs to the
/// member's leading keys, in their documented order. A value that holds a comma or a blank, such as another member's text, stands in parentheses:
/// <c>optimizer=(sgd:0.9,nesterov=true)</c>. There are at most 32 options. A <see cref="MemberOption{T}"/> reads its value and checks the range; keys
/// that none has read are refused.
/// </summary>
public sealed class Spec
{
    private const int MostOptions = 32;
    private const int MostShown = 200;

    private readonly string family;
    private readonly string text;
    private readonly List<(string? Key, string Value)> options = [];
    private readonly List<MemberOption> read = [];

    private Spec(string family, string text, string name)
    {
        (this.family, this.text, Name) = (family, text, name);
    }

    /// <summary>The member's name, in lower case.</summary>
    public string Name { get; }

    /// <summary>Parses a text.</summary>
    /// <param name="family">What the text names, for messages: "activation", "loss".</param>
    /// <param name="text">The text.</param>
    /// <exception cref="InvalidInputException">No name, an empty option, or a key given twice.</exception>
    public static Spec Parse(string family, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        int colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? trimmed : trimmed[..colon]).Trim().ToLowerInvariant();
        if (name.Length == 0) throw new InvalidInputException($"The {family} '{Shown(text)}' has no name; write it like 'name' or 'name:key=value'.");
        var spec = new Spec(family, trimmed, name);
        if (colon < 0) return spec;
        foreach (string option in spec.Split(trimmed[(colon + 1)..]))
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            string? key = equals < 0 ? null : option[..equals].Trim();
            string value = option[(equals + 1)..].Trim();
            if (value.Length == 0 || key is "") throw spec.Wrong($"has an empty option; write it like '{name}:key=value,key=value'");
            if (spec.options.Count == MostOptions) throw spec.Wrong($"has more than {MostOptions} options; no member has so many");
            if (key is not null && spec.options.Exists(o => o.Key == key)) throw spec.Wrong($"gives '{Shown(key)}' twice");
            spec.options.Add((key, Unwrapped(value)));
        }

        return spec;
    }

    /// <summary>A member's canonical form: its name and its options.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The options as <see cref="MemberOption{T}.Text"/> writes them; null for those that are left out.</param>
    public static string Canonical(string name, params ReadOnlySpan<string?> options)
    {
        var text = new StringBuilder(name);
        char before = ':';
        foreach (string? option in options)
        {
            if (option is null) continue;
            text.Append(before).Append(option);
            before = ',';
        }

        return text.ToString();
    }

    /// <summary>A number in the form the grammar reads back to the same bits.</summary>
    /// <param name="number">The number.</param>
    public static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A text as messages quote it: whole where it is short enough to read, else its beginning and its end.</summary>
    internal static string Shown(string text) => OneLine.Quoted(text, MostShown);

    /// <summary>A text as the value of an option: in parentheses where the grammar would cut it.</summary>
    internal static string Nested(string text) => text.AsSpan().ContainsAny(", ()") ? $"({text})" : text;

    /// <summary>The member's options, in whose order values without a key are given.</summary>
    internal IReadOnlyList<MemberOption> Stated { get; set; } = [];

    /// <summary>Takes the value of an option out; null where it is not given.</summary>
    internal string? Take(MemberOption option)
    {
        read.Add(option);
        int index = options.FindIndex(o => o.Key == option.Key);
        if (index < 0 && option.IsLeading)
        {
            index = options.FindIndex(o => o.Key is null);
            if (index >= 0 && index != 0) throw Wrong("gives values without a key behind named ones; put them first");
            // Those of leading options that are stated before and still unread come first.
            if (index == 0)
                index += Stated.TakeWhile(other => other != option).Count(other => other.IsLeading && !read.Contains(other) && !IsGiven(other));
            if (index >= options.Count || (index >= 0 && options[index].Key is not null)) index = -1;
        }

        if (index < 0) return null;
        string value = options[index].Value;
        options.RemoveAt(index);
        return value;
    }

    private bool IsGiven(MemberOption option) => options.Exists(o => o.Key == option.Key);

    /// <summary>Refuses options that nobody has read.</summary>
    /// <param name="stated">The member's options.</param>
    /// <exception cref="InvalidInputException">An unknown key, with the nearest valid one, or a value too many.</exception>
    /// <exception cref="InvalidOperationException">The member reads an option that it does not state.</exception>
    internal void RequireNothingElse(IReadOnlyList<MemberOption> stated)
    {
        if (read.Find(option => !stated.Contains(option)) is { } unstated)
            throw new InvalidOperationException($"The {family} '{Name}' reads the option '{unstated.Key}', which its catalogue entry does not state.");
        foreach ((string? key, string value) in options)
        {
            string given = key ?? value;
            if (stated.Count == 0) throw Wrong($"takes no options, but '{Shown(given)}' is given");
            string takes = $"'{Name}' takes {string.Join(", ", stated.Select(option => option.Key))}";
            throw Wrong(key is null ? $"has the value '{Shown(value)}' without a key; {takes}"
                : $"has an unknown option '{Shown(key)}'{Nearest.Hint(key, stated.Select(option => option.Key))}; {takes}");
        }
    }

    internal InvalidInputException OutOfRange(MemberOption option, string value) =>
        Wrong($"has {option.Key} = '{Shown(value)}'; {option.Key} is {option.Range}");

    internal InvalidInputException Lacks(MemberOption option) => Wrong($"lacks '{option.Key}', {option.Range}");

    internal InvalidInputException DoesNotFit(ArgumentException wrong) => new($"The {family} '{Shown(text)}' does not fit: {wrong}", wrong);

    /// <summary>The options of a text, cut at commas outside parentheses.</summary>
    private List<string> Split(string options)
    {
        var parts = new List<string>();
        int start = 0, depth = 0;
        for (int i = 0; i < options.Length; i++)
        {
            if (options[i] == '(') depth++;
            if (options[i] == ')' && --depth < 0) throw Wrong("closes a parenthesis that is not open");
            if (options[i] != ',' || depth > 0) continue;
            parts.Add(options[start..i]);
            start = i + 1;
        }

        if (depth > 0) throw Wrong("opens a parenthesis that is not closed");
        parts.Add(options[start..]);
        return parts;
    }

    // Parentheses around all of a value, as `Nested` writes them; those of "residual(a) residual(b)" are the value's own.
    private static string Unwrapped(string value)
    {
        if (value is not ['(', .., ')']) return value;
        int depth = 0;
        for (int i = 0; i < value.Length - 1; i++)
        {
            if (value[i] == '(') depth++;
            if (value[i] == ')' && --depth == 0) return value;
        }

        return value[1..^1].Trim();
    }

    private InvalidInputException Wrong(string what) => new($"The {family} '{Shown(text)}' {what}.");
}
