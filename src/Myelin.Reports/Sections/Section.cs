using Myelin.Reports.Json;
using Myelin.Reports.Text;

namespace Myelin.Reports.Sections;

/// <summary>A part of a report. Renderers ask it for what it is, and evaluate nothing.</summary>
public abstract record Section
{
    private protected Section()
    {
    }

    /// <summary>Its name in JSON; null where it stands in text alone.</summary>
    public string? Key { get; init; }

    /// <summary>Its title for people; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Whether people see it; JSON has it wherever it has a key.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>Writes what JSON has of it into the object of the report.</summary>
    internal abstract void Write(JsonReport json);

    /// <summary>Writes what people see of it.</summary>
    internal abstract void Write(ITextSurface surface);
}
