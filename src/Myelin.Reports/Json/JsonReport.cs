using System.Text.Json;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;

namespace Myelin.Reports.Json;

/// <summary>The object that a report is in JSON, while it is written.</summary>
internal sealed class JsonReport(Utf8JsonWriter writer)
{
    internal void AddSections(IEnumerable<Section> sections)
    {
        foreach (Section section in sections)
        {
            // Facts without a key are members of the object that they stand in.
            if (section.Key is not null || section is Facts) section.Write(this);
        }
    }

    internal void Add(string key, Cell value)
    {
        writer.WritePropertyName(key);
        Write(value);
    }

    internal void Begin(string key) => writer.WriteStartObject(key);

    internal void Begin() => writer.WriteStartObject();

    internal void End() => writer.WriteEndObject();

    internal void BeginArray(string key) => writer.WriteStartArray(key);

    internal void EndArray() => writer.WriteEndArray();

    private void Write(Cell value)
    {
        switch (value)
        {
            case Cell.Words(var text):
                writer.WriteStringValue(text);
                break;
            case Cell.Class(var name):
                writer.WriteStringValue(name);
                break;
            case Cell.Whole(var number):
                writer.WriteNumberValue(number);
                break;
            case Cell.Flag(var holds):
                writer.WriteBooleanValue(holds);
                break;
            case Cell.Number { Value: var number } when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case Cell.Several(var values):
                writer.WriteStartArray();
                foreach (Cell inner in values) Write(inner);
                writer.WriteEndArray();
                break;
            case Cell.Named(var values):
                writer.WriteStartObject();
                foreach ((string name, Cell inner) in values) Add(name, inner);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
