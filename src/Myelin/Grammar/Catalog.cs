using System.Diagnostics.CodeAnalysis;

namespace Myelin.Grammar;

/// <summary>
/// The members of one family by name; the one place where a text becomes a member. It never changes: <see cref="With"/> gives another one with more
/// members.
/// </summary>
/// <typeparam name="T">The family.</typeparam>
public sealed class Catalog<T>
{
    /// <summary>Lists members.</summary>
    /// <param name="family">What the family is called in messages: "activation", "loss".</param>
    /// <param name="members">The members.</param>
    /// <exception cref="ArgumentException">Two members have one name.</exception>
    public Catalog(string family, params IReadOnlyList<Member<T>> members)
    {
        ArgumentException.ThrowIfNullOrEmpty(family);
        ArgumentNullException.ThrowIfNull(members);
        for (int i = 0; i < members.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(members[i], nameof(members));
            if (members.Take(i).Any(other => other.Name == members[i].Name))
                throw new ArgumentException($"There are two members of the name '{members[i]}' in the family '{family}'.", nameof(members));
        }

        (Family, Members) = (family, [.. members]);
    }

    /// <summary>What the family is called in messages: "activation", "loss".</summary>
    public string Family { get; }

    /// <summary>The members, in the catalogue's order.</summary>
    public IReadOnlyList<Member<T>> Members { get; }

    /// <summary>The names, in the catalogue's order.</summary>
    public IEnumerable<string> Names => Members.Select(member => member.Name);

    /// <summary>A catalogue with more members.</summary>
    /// <param name="more">The members to add.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalog<T> With(params IReadOnlyList<Member<T>> more) => new(Family, [.. Members, .. more]);

    /// <summary>The member of a name, or null.</summary>
    /// <param name="name">The name.</param>
    public Member<T>? Find(string name) => Members.FirstOrDefault(member => member.Name == name);

    /// <summary>Creates the member that a text describes.</summary>
    /// <param name="text">A text in the grammar of <see cref="Spec"/>.</param>
    /// <exception cref="InvalidInputException">Unknown name (with the nearest valid one), unknown option, or a value out of range.</exception>
    public T Parse(string text)
    {
        Spec spec = Spec.Parse(Family, text);
        return (Find(spec.Name) ?? throw Unknown(spec, Names)).Create(spec);
    }

    /// <summary>Creates the member that a text describes, where the catalogue has one of its name.</summary>
    /// <param name="text">A text in the grammar of <see cref="Spec"/>.</param>
    /// <param name="member">The member, or nothing where none has the name.</param>
    /// <exception cref="InvalidInputException">An unknown option, or a value out of range.</exception>
    public bool TryParse(string text, [MaybeNullWhen(false)] out T member)
    {
        Spec spec = Spec.Parse(Family, text);
        Member<T>? found = Find(spec.Name);
        member = found is null ? default : found.Create(spec);
        return found is not null;
    }

    internal InvalidInputException Unknown(Spec spec, IEnumerable<string> names) =>
        new($"Unknown {Family} '{Spec.Shown(spec.Name)}'{Nearest.Hint(spec.Name, names)}; there are {names}.");
}
