namespace Myelin.Grammar;

/// <summary>One of some values, each with a word.</summary>
/// <typeparam name="T">The values' type.</typeparam>
/// <param name="key">The key.</param>
/// <param name="meaning">What it means, a part of a sentence: <c>the base of the logarithm</c>.</param>
/// <param name="choices">The words and what they stand for, the default first.</param>
public sealed class ChoiceOption<T>(string key, string meaning, params (string Word, T Value)[] choices) : MemberOption<T>(key, meaning, isLeading: false)
{
    /// <summary>The words, the default first.</summary>
    public IEnumerable<string> Words => choices.Select(choice => choice.Word);

    /// <inheritdoc/>
    public override string Range => $"one of {string.Join(", ", Words)}";

    /// <inheritdoc/>
    public override string? DefaultText => choices[0].Word;

    internal override bool TryDefault(out T value)
    {
        value = choices[0].Value;
        return true;
    }

    internal override bool TryParse(string text, out T value)
    {
        int place = Array.FindIndex(choices, choice => choice.Word == text);
        value = choices[Math.Max(place, 0)].Value;
        return place >= 0;
    }

    internal override bool IsAllowed(T value) => PlaceOf(value) >= 0;

    internal override string? ValueText(T value) => choices[PlaceOf(value)].Word;

    private int PlaceOf(T value) => Array.FindIndex(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, value));
}
