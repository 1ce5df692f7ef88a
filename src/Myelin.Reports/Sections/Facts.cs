using Myelin.Reports.Cells;
using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>A name and what it stands for.</summary>
/// <param name="Key">Its name in JSON; null where it stands in text alone.</param>
/// <param name="Label">Its name for people; null where it stands in JSON alone.</param>
/// <param name="Value">What it stands for. Without one it is null in JSON and left out in text.</param>
public sealed record Fact(string? Key, string? Label, Cell Value)
{
    /// <summary>A fact of JSON alone.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">What it stands for.</param>
    public Fact(string key, Cell value) : this(key, null, value)
    {
    }
}

/// <summary>
/// Facts: a table of two columns for people. In JSON they are an object under the section's key, or members of the report's own object where it has none.
/// </summary>
/// <param name="Items">The facts, in order.</param>
public sealed record Facts(IReadOnlyList<Fact> Items) : Section
{
    /// <summary>Facts in order.</summary>
    /// <param name="items">The facts.</param>
    public Facts(params Fact[] items) : this((IReadOnlyList<Fact>)items)
    {
    }

    internal override void Write(JsonReport json)
    {
        if (Key is not null) json.Begin(Key);
        foreach (Fact fact in Items)
        {
            if (fact.Key is not null) json.Add(fact.Key, fact.Value);
        }

        if (Key is not null) json.End();
    }

    internal override void Write(ITextSurface surface)
    {
        string[][] rows = [.. Items.Where(fact => fact.Label is not null && fact.Value is not Cell.Absent)
            .Select(fact => new[] { fact.Label!, fact.Value.Text })];
        if (rows.Length > 0) surface.Table(new TextTable(Title, [new TextColumn("", false), new TextColumn("", false)], rows, HasHeadings: false));
    }
}
