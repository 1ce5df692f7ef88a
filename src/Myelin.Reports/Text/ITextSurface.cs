using Myelin.Reports.Sections;

namespace Myelin.Reports.Text;

/// <summary>A column of a table of texts.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="IsNumber">Whether it is right-aligned and never broken into lines.</param>
/// <param name="IsUnbroken">Whether it is never broken into lines, though it is text.</param>
public sealed record TextColumn(string Heading, bool IsNumber, bool IsUnbroken = false);

/// <summary>A table as texts.</summary>
/// <param name="Title">Its title; null for none.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, each with a text for each column.</param>
/// <param name="HasHeadings">Whether the headings are shown.</param>
public sealed record TextTable(string? Title, IReadOnlyList<TextColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeadings = true);

/// <summary>
/// Where text is put: a file, a terminal, a page. Whoever implements it makes texts from files safe for the place (<see cref="Grammar.OneLine"/>).
/// </summary>
public interface ITextSurface
{
    /// <summary>Puts a table.</summary>
    /// <param name="table">The table.</param>
    void Table(TextTable table);

    /// <summary>Puts text.</summary>
    /// <param name="title">Its title; null for none.</param>
    /// <param name="lines">The lines or paragraphs.</param>
    /// <param name="kind">How they are set.</param>
    void Prose(string? title, IReadOnlyList<string> lines, ProseKind kind);
}
