using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Myelin.Grammar;

/// <summary>
/// One option of a catalogue's member: its key, what it means, its range and its default. A constructor's check, the parser, the canonical form, help
/// pages and lists read this one statement.
/// </summary>
public abstract class MemberOption
{
    private protected MemberOption(string key, string meaning, bool isLeading)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Member.RequireName(key, nameof(key));
        ArgumentException.ThrowIfNullOrEmpty(meaning);
        (Key, Meaning, IsLeading) = (key, meaning, isLeading);
    }

    /// <summary>The key, as in <c>slope=0.1</c>.</summary>
    public string Key { get; }

    /// <summary>What the option means, a part of a sentence: <c>the slope below 0</c>.</summary>
    public string Meaning { get; }

    /// <summary>Whether the key may be dropped, as in <c>conv:32,5</c>; such options come first, in their order.</summary>
    public bool IsLeading { get; }

    /// <summary>What is allowed, in words: <c>a number from 0 to 1</c>.</summary>
    public abstract string Range { get; }

    /// <summary>The default as text; empty where the option may be left out without one; null where it must be given.</summary>
    public abstract string? DefaultText { get; }
}

/// <summary>An option whose value has a type.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class MemberOption<T> : MemberOption
{
    private protected MemberOption(string key, string meaning, bool isLeading) : base(key, meaning, isLeading) { }

    /// <summary>Reads the option of a parsed text.</summary>
    /// <param name="spec">The text.</param>
    /// <returns>The value given, or the default.</returns>
    /// <exception cref="InvalidInputException">Not a value of the range, or absent though it must be given.</exception>
    public T Read(Spec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Take(this) is not { } text) return TryDefault(out T? fallback) ? fallback : throw spec.Lacks(this);
        return TryParse(text, out T? value) && IsAllowed(value) ? value : throw spec.OutOfRange(this, text);
    }

    /// <summary>Checks a value that a constructor was given.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The parameter's name.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range; the message names the range.</exception>
    public T Require(T value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        IsAllowed(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{char.ToUpperInvariant(Meaning[0])}{Meaning[1..]} is {Range}.");

    /// <summary>
    /// The option in the canonical form: <c>slope=0.1</c>, or the value alone where the key may be dropped; null where there is nothing to write.
    /// </summary>
    /// <param name="value">The value.</param>
    public string? Text(T value) => ValueText(value) is not { } text ? null : IsLeading ? text : $"{Key}={text}";

    /// <summary>The option in the canonical form, or null for the default.</summary>
    /// <param name="value">The value.</param>
    public string? TextUnlessDefault(T value) => TryDefault(out T? fallback) && ValueText(value) == ValueText(fallback) ? null : Text(value);

    internal abstract bool TryDefault([MaybeNullWhen(false)] out T fallback);

    internal abstract bool TryParse(string text, [MaybeNullWhen(false)] out T value);

    internal abstract bool IsAllowed(T value);

    internal abstract string? ValueText(T value);
}
