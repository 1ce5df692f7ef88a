using System.Globalization;

namespace Myelin.Grammar;

/// <summary>A whole number.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence: <c>the number of outputs</c>.</param>
/// <param name="fallback">The default; null where the option must be given.</param>
/// <param name="minimum">The smallest number allowed.</param>
/// <param name="maximum">The largest number allowed.</param>
/// <param name="isLeading">Whether the key may be dropped.</param>
public sealed class WholeOption(string key, string meaning, int? fallback, int minimum, int maximum, bool isLeading = false) : MemberOption<int>(key, meaning, isLeading)
{
    /// <inheritdoc/>
    public override string Range => $"a whole number from {minimum} to {maximum}";

    /// <inheritdoc/>
    public override string? DefaultText => fallback?.ToString(CultureInfo.InvariantCulture);

    internal static bool TryParseWhole(string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private protected override bool TryDefault(out int value)
    {
        value = fallback ?? 0;
        return fallback is not null;
    }

    private protected override bool TryParse(string text, out int value) => TryParseWhole(text, out value);

    private protected override bool IsAllowed(int value) => value >= minimum && value <= maximum;

    private protected override string? ValueText(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A whole number, or none.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence.</param>
/// <param name="minimum">The smallest number allowed.</param>
/// <param name="maximum">The largest number allowed.</param>
public sealed class OptionalWholeOption(string key, string meaning, int minimum, int maximum) : MemberOption<int?>(key, meaning, isLeading: false)
{
    /// <inheritdoc/>
    public override string Range => $"a whole number from {minimum} to {maximum}";

    /// <inheritdoc/>
    public override string? DefaultText => "";

    private protected override bool TryDefault(out int? value)
    {
        value = null;
        return true;
    }

    private protected override bool TryParse(string text, out int? value)
    {
        bool isWhole = WholeOption.TryParseWhole(text, out int number);
        value = number;
        return isWhole;
    }

    private protected override bool IsAllowed(int? value) => value is not { } number || (number >= minimum && number <= maximum);

    private protected override string? ValueText(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
