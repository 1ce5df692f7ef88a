namespace Myelin.Grammar;

/// <summary>The text of a member of another family, such as a layer's initialiser, or none. Whoever reads it parses it.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence.</param>
/// <param name="range">What is allowed, in words.</param>
public sealed class TextOption(string key, string meaning, string range) : MemberOption<string?>(key, meaning, isLeading: false)
{
    /// <inheritdoc/>
    public override string Range => range;

    /// <inheritdoc/>
    public override string? DefaultText => "";

    internal override bool TryDefault(out string? value)
    {
        value = null;
        return true;
    }

    internal override bool TryParse(string text, out string? value)
    {
        value = text;
        return true;
    }

    internal override bool IsAllowed(string? value) => true;

    internal override string? ValueText(string? value) => value is null ? null : Spec.Nested(value);
}
