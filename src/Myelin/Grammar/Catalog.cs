namespace Myelin.Grammar;

/// <summary>The members of one family by name, listed by hand; the one place where a text becomes a member.</summary>
/// <typeparam name="T">The family.</typeparam>
/// <param name="family">What the family is called in messages: "activation", "loss".</param>
/// <param name="members">Each name with the factory that reads the member's options.</param>
public sealed class Catalog<T>(string family, params (string Name, Func<Spec, T> Create)[] members)
{
    /// <summary>The names, in the catalogue's order.</summary>
    public IEnumerable<string> Names => members.Select(member => member.Name);

    /// <summary>Creates the member that a text describes.</summary>
    /// <param name="text">A text in the grammar of <see cref="Spec"/>.</param>
    /// <exception cref="InvalidInputException">Unknown name (with the nearest valid one), unknown option, or a value out of range.</exception>
    public T Parse(string text)
    {
        Spec spec = Spec.Parse(family, text);
        T member = Create(spec);
        spec.RequireNothingElse();
        return member;
    }

    /// <summary>Creates the member that a parsed text describes; the caller checks that no option is left.</summary>
    /// <param name="spec">The parsed text.</param>
    /// <exception cref="InvalidInputException">Unknown name (with the nearest valid one), or a value out of range.</exception>
    public T Create(Spec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        foreach ((string name, Func<Spec, T> create) in members)
        {
            if (name == spec.Name) return create(spec);
        }

        throw new InvalidInputException($"Unknown {family} '{Spec.Shown(spec.Name)}'{Nearest.Hint(spec.Name, Names)}; there are {Names}.");
    }
}
