namespace Myelin.Grammar;

/// <summary>What a catalogue states of a member, whatever its family is.</summary>
public abstract class Member
{
    private protected Member(string name, string summary, IReadOnlyList<MemberOption> options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(summary);
        ArgumentNullException.ThrowIfNull(options);
        RequireName(name, nameof(name));
        if (options.Select(option => option.Key).Distinct().Count() != options.Count)
            throw new ArgumentException($"'{name}' states an option twice.", nameof(options));
        (Name, Summary, Options) = (name, summary, [.. options]);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it is, in one sentence.</summary>
    public string Summary { get; }

    /// <summary>What it suits, a part of a sentence: <c>numbers with outliers</c>; empty where there is nothing to say.</summary>
    public string Suits { get; init; } = "";

    /// <summary>The options, those whose key may be dropped first.</summary>
    public IReadOnlyList<MemberOption> Options { get; }

    /// <summary>Checks that a name, or an option's key, is one that the grammar reads.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    internal static void RequireName(string name, string parameter)
    {
        if (!char.IsAsciiLetterLower(name[0]) || name.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
            throw new ArgumentException($"A name has lower-case letters, digits and hyphens, a letter first; '{OneLine.Quoted(name)}' has not.", parameter);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>An entry of a catalogue: a member's name, what it is, its options, and how it is made.</summary>
/// <typeparam name="T">The family.</typeparam>
public sealed class Member<T> : Member
{
    private readonly Func<Spec, T> create;

    /// <summary>States a member.</summary>
    /// <param name="name">The name: lower-case letters, digits and hyphens, a letter first.</param>
    /// <param name="summary">What it is, in one sentence.</param>
    /// <param name="create">Makes the member from a text, whose options it reads with the options stated here.</param>
    /// <param name="options">The options, those whose key may be dropped first.</param>
    /// <exception cref="ArgumentException">The name is none, or an option is stated twice.</exception>
    public Member(string name, string summary, Func<Spec, T> create, params IReadOnlyList<MemberOption> options) : base(name, summary, options)
    {
        ArgumentNullException.ThrowIfNull(create);
        this.create = create;
    }

    internal T Create(Spec spec)
    {
        try
        {
            spec.Stated = Options;
            T made = create(spec) ?? throw new InvalidOperationException($"The catalogue's entry '{Name}' made nothing; its function gives a member.");
            spec.RequireNothingElse(Options);
            return made;
        }
        catch (ArgumentException wrong)
        {
            // Options that are each in range and do not go together.
            throw spec.DoesNotFit(wrong);
        }
    }
}
