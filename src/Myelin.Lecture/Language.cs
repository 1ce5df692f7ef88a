namespace Myelin.Lecture;

/// <summary>The languages of the lecture's texts.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese in traditional characters, as written in Taiwan.</summary>
    TraditionalChinese,
}

/// <summary>Languages by name. The program carries no data of cultures, so the names are its own.</summary>
public static class Languages
{
    // In the order in which programs on Unix look for the language of messages.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The names, in the order of <see cref="Language"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["en", "zh-Hant"];

    /// <summary>The language of a name.</summary>
    /// <param name="name">en or zh-Hant.</param>
    /// <exception cref="InvalidInputException">Another name.</exception>
    public static Language Parse(string name) => Names.ToList().IndexOf(name) is var index and >= 0
        ? (Language)index
        : throw new InvalidInputException($"The language '{name}' is not there; choose {string.Join(" or ", Names)}.");

    /// <summary>A language's name.</summary>
    /// <param name="language">The language.</param>
    public static string Name(this Language language) => Names[(int)language];

    /// <summary>The language that the system's settings ask for: Chinese for zh_TW, zh_HK, zh_MO and zh-Hant, else English.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    public static Language OfSystem(Func<string, string?> variable)
    {
        string? name = Variables.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value))?.Replace('_', '-');
        string[] traditional = ["zh-TW", "zh-HK", "zh-MO", "zh-Hant"];
        return name is not null && Array.Exists(traditional, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            ? Language.TraditionalChinese : Language.English;
    }
}
