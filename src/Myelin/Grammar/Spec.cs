using System.Globalization;

namespace Myelin.Grammar;

/// <summary>
/// One member of a family with its options, written <c>name[:key=value{,key=value}]</c>: <c>selu</c>, <c>huber:delta=1</c>,
/// <c>conv:32,5</c>. Numbers use the invariant culture; lists are written <c>0.25/0.75</c>. A value without a key belongs to the
/// member's leading keys, in their documented order. There are at most 32 options. Every reading method checks its range, and <see cref="RequireNothingElse"/> that no key is left unread.
/// </summary>
public sealed class Spec
{
    private const int MostOptions = 32;
    private const int MostShown = 200;

    private readonly string family;
    private readonly string text;
    private readonly List<(string? Key, string Value)> options = [];
    private readonly List<string> known = [];

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
        foreach (string option in trimmed[(colon + 1)..].Split(','))
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            string? key = equals < 0 ? null : option[..equals].Trim();
            string value = option[(equals + 1)..].Trim();
            if (value.Length == 0 || key is "") throw spec.Wrong($"has an empty option; write it like '{name}:key=value,key=value'");
            if (spec.options.Count == MostOptions) throw spec.Wrong($"has more than {MostOptions} options; no member has so many");
            if (key is not null && spec.options.Exists(o => o.Key == key)) throw spec.Wrong($"gives '{Shown(key)}' twice");
            spec.options.Add((key, value));
        }

        return spec;
    }

    /// <summary>Reads a real number.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="fallback">The value when the option is absent.</param>
    /// <param name="minimum">The smallest value allowed.</param>
    /// <param name="maximum">The largest value allowed.</param>
    /// <param name="leading">Whether the key may be dropped.</param>
    /// <exception cref="InvalidInputException">Not a number, or out of range.</exception>
    public float Number(string key, float fallback, float minimum, float maximum, bool leading = false)
    {
        if (Take(key, leading) is not { } value) return fallback;
        if (!float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) || !(number >= minimum && number <= maximum))
            throw OutOfRange(key, value, $"a number from {Text(minimum)} to {Text(maximum)}");
        return number;
    }

    /// <summary>Reads a whole number.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="fallback">The value when the option is absent; null when it must be given.</param>
    /// <param name="minimum">The smallest value allowed.</param>
    /// <param name="maximum">The largest value allowed.</param>
    /// <param name="leading">Whether the key may be dropped.</param>
    /// <exception cref="InvalidInputException">Absent though it must be given, not a whole number, or out of range.</exception>
    public int Whole(string key, int? fallback, int minimum, int maximum, bool leading = false)
    {
        if (Take(key, leading) is not { } value)
            return fallback ?? throw Wrong($"lacks '{key}', a whole number from {minimum} to {maximum}");
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) || number < minimum || number > maximum)
            throw OutOfRange(key, value, $"a whole number from {minimum} to {maximum}");
        return number;
    }

    /// <summary>Reads a list of real numbers written <c>0.25/0.75</c>.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="minimum">The smallest value allowed.</param>
    /// <param name="maximum">The largest value allowed.</param>
    /// <returns>The numbers, or null when the option is absent.</returns>
    /// <exception cref="InvalidInputException">Not numbers, or out of range.</exception>
    public float[]? Numbers(string key, float minimum, float maximum)
    {
        if (Take(key, leading: false) is not { } value) return null;
        return Array.ConvertAll(value.Split('/'), item =>
            float.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && number >= minimum && number <= maximum
                ? number
                : throw OutOfRange(key, value, $"numbers from {Text(minimum)} to {Text(maximum)}, separated by '/'"));
    }

    /// <summary>Reads one of some words.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="fallback">The word when the option is absent.</param>
    /// <param name="valid">The words allowed.</param>
    /// <exception cref="InvalidInputException">Another word.</exception>
    public string Word(string key, string fallback, params string[] valid)
    {
        if (Take(key, leading: false) is not { } value) return fallback;
        return Array.Find(valid, word => word == value) ?? throw OutOfRange(key, value, $"one of {string.Join(", ", valid)}");
    }

    /// <summary>Refuses options that no reading method asked for.</summary>
    /// <exception cref="InvalidInputException">An unknown key, with the nearest valid one, or a value too many.</exception>
    public void RequireNothingElse()
    {
        foreach ((string? key, string value) in options)
        {
            string given = key ?? value;
            if (known.Count == 0) throw Wrong($"takes no options, but '{Shown(given)}' is given");
            string takes = $"'{Name}' takes {string.Join(", ", known)}";
            throw Wrong(key is null ? $"has the value '{Shown(value)}' without a key; {takes}" : $"has an unknown option '{Shown(key)}'{Nearest.Hint(key, known)}; {takes}");
        }
    }

    /// <summary>A number in the form the grammar reads back to the same bits.</summary>
    /// <param name="number">The number.</param>
    public static string Text(float number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A text as messages quote it: whole where it is short enough to read, else its beginning and its end.</summary>
    internal static string Shown(string text) => OneLine.Quoted(text, MostShown);

    private string? Take(string key, bool leading)
    {
        known.Add(key);
        int index = options.FindIndex(o => o.Key == key);
        if (index < 0 && leading)
        {
            index = options.FindIndex(o => o.Key is null);
            if (index >= 0 && index != 0) throw Wrong("gives values without a key behind named ones; put them first");
        }

        if (index < 0) return null;
        string value = options[index].Value;
        options.RemoveAt(index);
        return value;
    }

    private InvalidInputException OutOfRange(string key, string value, string expected) => Wrong($"has {key} = '{Shown(value)}'; {key} is {expected}");

    private InvalidInputException Wrong(string what) => new($"The {family} '{Shown(text)}' {what}.");
}
