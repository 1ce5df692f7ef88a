using System.Globalization;

namespace Myelin.Grammar;

/// <summary>A whole number.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence: <c>the number of outputs</c>.</param>
/// <param name="fallback">The default; null where the option must be given.</param>
/// <param name="minimum">The smallest number allowed.</param>
/// <param name="maximum">The largest number allowed.</param>
/// <param name="isLeading">Whether the key may be dropped.</param>
public sealed class WholeOption(string key, string meaning, int? fallback, int minimum, int maximum, bool isLeading = false)
    : MemberOption<int>(key, meaning, isLeading)
{
    /// <inheritdoc/>
    public override string Range => $"a whole number from {minimum} to {maximum}";

    /// <inheritdoc/>
    public override string? DefaultText => fallback?.ToString(CultureInfo.InvariantCulture);

    internal static bool TryParseWhole(string text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    internal override bool TryDefault(out int value)
    {
        value = fallback ?? 0;
        return fallback is not null;
    }

    internal override bool TryParse(string text, out int value) => TryParseWhole(text, out value);

    internal override bool IsAllowed(int value) => value >= minimum && value <= maximum;

    internal override string? ValueText(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Whole numbers written <c>64/32</c>, <c>none</c> for an empty list, or nothing said.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What they mean, a part of a sentence.</param>
/// <param name="minimum">The smallest number allowed.</param>
/// <param name="maximum">The largest number allowed.</param>
public sealed class WholesOption(string key, string meaning, int minimum, int maximum) : MemberOption<IReadOnlyList<int>?>(key, meaning, isLeading: false)
{
    private const string None = "none";

    /// <inheritdoc/>
    public override string Range => $"whole numbers from {minimum} to {maximum} separated by '/', or '{None}'";

    /// <inheritdoc/>
    public override string? DefaultText => "";

    internal override bool TryDefault(out IReadOnlyList<int>? value)
    {
        value = null;
        return true;
    }

    internal override bool TryParse(string text, out IReadOnlyList<int>? value)
    {
        bool areWhole = true;
        value = text == None ? [] : Array.ConvertAll(text.Split('/'), item =>
        {
            areWhole &= WholeOption.TryParseWhole(item, out int number);
            return number;
        });
        return areWhole;
    }

    internal override bool IsAllowed(IReadOnlyList<int>? value) => value is null || value.All(number => number >= minimum && number <= maximum);

    internal override string? ValueText(IReadOnlyList<int>? value) => value switch
    {
        null => null,
        [] => None,
        _ => string.Join('/', value.Select(number => number.ToString(CultureInfo.InvariantCulture))),
    };
}

/// <summary>The seed of what is random: a whole number of 64 bits.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence.</param>
/// <param name="fallback">The default.</param>
public sealed class SeedOption(string key, string meaning, ulong fallback) : MemberOption<ulong>(key, meaning, isLeading: false)
{
    /// <inheritdoc/>
    public override string Range => $"a whole number from 0 to {ulong.MaxValue}";

    /// <inheritdoc/>
    public override string? DefaultText => ValueText(fallback);

    internal override bool TryDefault(out ulong value)
    {
        value = fallback;
        return true;
    }

    internal override bool TryParse(string text, out ulong value) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    internal override bool IsAllowed(ulong value) => true;

    internal override string? ValueText(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
