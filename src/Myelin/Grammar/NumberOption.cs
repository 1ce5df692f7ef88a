using System.Globalization;

namespace Myelin.Grammar;

/// <summary>A real number with a default.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence: <c>the slope below 0</c>.</param>
/// <param name="fallback">The default.</param>
/// <param name="range">The numbers allowed.</param>
/// <param name="isLeading">Whether the key may be dropped.</param>
public sealed class NumberOption(string key, string meaning, float fallback, NumberRange range, bool isLeading = false)
    : MemberOption<float>(key, meaning, isLeading)
{
    /// <summary>The default.</summary>
    public float Default => fallback;

    /// <summary>The numbers allowed.</summary>
    public NumberRange Numbers => range;

    /// <inheritdoc/>
    public override string Range => $"a number {range}";

    /// <inheritdoc/>
    public override string? DefaultText => Spec.Text(fallback);

    internal static bool TryParseNumber(string text, out float number) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    internal override bool TryDefault(out float value)
    {
        value = fallback;
        return true;
    }

    internal override bool TryParse(string text, out float value) => TryParseNumber(text, out value);

    internal override bool IsAllowed(float value) => range.Contains(value);

    internal override string? ValueText(float value) => Spec.Text(value);
}

/// <summary>A list of real numbers written <c>0.25/0.75</c>, or none.</summary>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence.</param>
/// <param name="range">The numbers allowed.</param>
public sealed class NumbersOption(string key, string meaning, NumberRange range) : MemberOption<float[]?>(key, meaning, isLeading: false)
{
    /// <inheritdoc/>
    public override string Range => $"numbers {range}, separated by '/'";

    /// <inheritdoc/>
    public override string? DefaultText => "";

    internal override bool TryDefault(out float[]? value)
    {
        value = null;
        return true;
    }

    internal override bool TryParse(string text, out float[]? value)
    {
        bool areNumbers = true;
        value = Array.ConvertAll(text.Split('/'), item =>
        {
            areNumbers &= NumberOption.TryParseNumber(item, out float number);
            return number;
        });
        return areNumbers;
    }

    internal override bool IsAllowed(float[]? value) => value is null || (value.Length > 0 && Array.TrueForAll(value, range.Contains));

    internal override string? ValueText(float[]? value) => value is null ? null : string.Join('/', value.Select(Spec.Text));
}
