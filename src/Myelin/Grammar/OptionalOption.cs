using System.Diagnostics.CodeAnalysis;

namespace Myelin.Grammar;

/// <summary>The value of another option, or none; the default is none.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="option">The option whose key, meaning and range it has; its default does not count.</param>
public sealed class OptionalOption<T>(MemberOption<T> option) : MemberOption<T?>(option.Key, option.Meaning, option.IsLeading) where T : struct
{
    /// <inheritdoc/>
    public override string Range => option.Range;

    /// <inheritdoc/>
    public override string? DefaultText => "";

    internal override bool TryDefault([MaybeNullWhen(false)] out T? fallback)
    {
        fallback = null;
        return true;
    }

    internal override bool TryParse(string text, [MaybeNullWhen(false)] out T? value)
    {
        bool isValue = option.TryParse(text, out T parsed);
        value = parsed;
        return isValue;
    }

    internal override bool IsAllowed(T? value) => value is not { } given || option.IsAllowed(given);

    internal override string? ValueText(T? value) => value is { } given ? option.ValueText(given) : null;
}
