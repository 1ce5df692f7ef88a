using Myelin.Reports.Cells;
using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>How lines of text are set.</summary>
public enum ProseKind
{
    /// <summary>Each as it is, on a line of its own.</summary>
    Lines,

    /// <summary>Wrapped, with a blank line behind each.</summary>
    Paragraphs,

    /// <summary>The heading of what follows.</summary>
    Heading,

    /// <summary>As they are, such as code, indented below the title.</summary>
    Verbatim,
}

/// <summary>Text: in JSON an array of its lines.</summary>
/// <param name="Lines">The lines or paragraphs.</param>
public sealed record Prose(IReadOnlyList<string> Lines) : Section
{
    /// <summary>Lines that people see, one below the other.</summary>
    /// <param name="lines">The lines.</param>
    public Prose(params string[] lines) : this((IReadOnlyList<string>)lines)
    {
    }

    /// <summary>How they are set.</summary>
    public ProseKind Kind { get; init; }

    internal override void Write(JsonReport json) => json.Add(Key!, Cell.Of(Lines));

    internal override void Write(ITextSurface surface) => surface.Prose(Title, Lines, Kind);
}
