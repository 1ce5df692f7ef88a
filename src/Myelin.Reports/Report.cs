using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Myelin.Grammar;
using Myelin.Reports.Json;
using Myelin.Reports.Sections;
using Myelin.Reports.Text;

namespace Myelin.Reports;

/// <summary>
/// What there is to say of a run, a model or a loss, as data: sections in the order in which they are read. Text and JSON are written from the same
/// sections, and later pages and figures.
/// </summary>
/// <param name="Sections">The sections.</param>
/// <example>
/// <code>
/// Run run = new NetworkRecipe().Train(Dataset.FromCsv("iris.csv", target: "species"));
/// Report report = TrainingReport.Of(run);
/// Console.WriteLine(report);
/// File.WriteAllText("report.json", report.ToJson());
/// </code>
/// </example>
public sealed record Report(IReadOnlyList<Section> Sections)
{
    /// <summary>The version of the JSON objects' form, which <c>docs/schemas</c> describes.</summary>
    public const int FormatVersion = 1;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A report of sections.</summary>
    /// <param name="sections">The sections, in order.</param>
    public Report(params Section[] sections) : this((IReadOnlyList<Section>)sections)
    {
    }

    /// <summary>
    /// One JSON object of several lines, with <c>format_version</c> first. Characters that a screen would obey, or that turn the direction of
    /// writing, are escaped.
    /// </summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            var json = new JsonReport(writer);
            json.Begin();
            writer.WriteNumber("format_version", FormatVersion);
            json.AddSections(Sections);
            json.End();
        }

        return string.Join('\n', Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).Split('\n').Select(OneLine.Clean));
    }

    /// <summary>Puts what people see of it somewhere.</summary>
    /// <param name="surface">Where it is put.</param>
    public void Write(ITextSurface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        foreach (Section section in Sections.Where(section => section.IsShown)) section.Write(surface);
    }

    /// <summary>The report as plain text.</summary>
    public override string ToString()
    {
        var text = new StringWriter { NewLine = "\n" };
        Write(new PlainText(text));
        return text.ToString();
    }
}
