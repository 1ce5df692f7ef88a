using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>Sections that belong together: an object in JSON, one below the other in text.</summary>
/// <param name="Sections">The sections, in order.</param>
public sealed record Group(IReadOnlyList<Section> Sections) : Section
{
    internal override void Write(JsonReport json)
    {
        json.Begin(Key!);
        json.AddSections(Sections);
        json.End();
    }

    internal override void Write(ITextSurface surface)
    {
        foreach (Section section in Sections.Where(section => section.IsShown)) section.Write(surface);
    }
}
