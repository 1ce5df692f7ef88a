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

    private protected override bool TryDefault(out string? value)
    {
        value = null;
        return true;
    }

    private protected override bool TryParse(string text, out string? value)
    {
        value = text;
        return true;
    }

    private protected override bool IsAllowed(string? value) => true;

    private protected override string? ValueText(string? value) => value;
}
