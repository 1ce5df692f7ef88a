using System.Reflection;
using System.Text.Json;
using Myelin.Data;
using Myelin.Serialization;

namespace Myelin.Lecture.Cases;

/// <summary>
/// Tables of cases: a JSON list of objects with <c>id</c>, <c>topic</c>, <c>inputs</c>, <c>formula</c>, <c>expected</c>, <c>tolerance</c>, and
/// optionally <c>note</c>, <c>printed</c>, <c>agrees</c>.
/// </summary>
public static class CaseFile
{
    // 25 times the lecture's own.
    private const long LargestFile = 4 << 20;

    private static readonly Lazy<IReadOnlyList<LectureCase>> BuiltIn = new(() =>
    {
        using Stream file = Assembly.GetExecutingAssembly().GetManifestResourceStream("expected.json")!;
        return Parse(JsonDocument.Parse(file), "expected.json");
    });

    /// <summary>The cases of the lecture itself.</summary>
    public static IReadOnlyList<LectureCase> Lecture => BuiltIn.Value;

    /// <summary>Reads a table of one's own.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, has more than 4 MiB, is not JSON, or lacks a part; or two cases have one
    /// id.</exception>
    public static IReadOnlyList<LectureCase> Read(string path)
    {
        try
        {
            return Parse(StrictJson.ParseDocument(ReadBytes(path)), path);
        }
        catch (JsonException wrong)
        {
            throw new InvalidInputException($"{path} is not valid JSON: {wrong}", wrong);
        }
    }

    // What the system says of a file's length is not believed: devices and pipes have none, and files grow.
    private static byte[] ReadBytes(string path)
    {
        using FileStream file = InputFile.OpenStream(path);
        using var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        for (int read = file.Read(block); read > 0; read = file.Read(block))
        {
            bytes.Write(block.AsSpan(0, read));
            if (bytes.Length > LargestFile)
                throw new InvalidInputException($"{path} has more than {LargestFile} bytes, the most that a table of cases may have; split it.");
        }

        return bytes.ToArray();
    }

    private static LectureCase[] Parse(JsonDocument document, string path)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidInputException($"{path} must hold a list of cases: [{{\"id\": …}}, …].");
        LectureCase[] cases = [.. document.RootElement.EnumerateArray().Select((item, index) => Parse(item, path, $"{path}, case {index + 1}"))];
        return cases.GroupBy(item => item.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new InvalidInputException($"{path} has {twice.Count()} cases with the id '{twice.Key}'; give each its own.")
            : cases;
    }

    private static LectureCase Parse(JsonElement item, string file, string where)
    {
        JsonElement tolerance = Part("tolerance", JsonValueKind.Number);
        if (!(tolerance.GetDouble() >= 0)) throw new InvalidInputException($"{where}: the tolerance must be 0 or more.");
        if (!item.TryGetProperty("expected", out JsonElement expected)) throw Lacks("expected");
        return new LectureCase(
            file,
            Part("id", JsonValueKind.String).GetString()!,
            Part("topic", JsonValueKind.String).GetString()!,
            Part("formula", JsonValueKind.String).GetString()!,
            Part("inputs", JsonValueKind.Object),
            expected,
            tolerance.GetDouble(),
            Optional("note", JsonValueKind.String)?.GetString() ?? "",
            Optional("printed", JsonValueKind.String)?.GetString(),
            Optional("agrees", JsonValueKind.True, JsonValueKind.False)?.GetBoolean());

        JsonElement Part(string name, JsonValueKind kind) => Optional(name, kind) ?? throw Lacks(name);

        JsonElement? Optional(string name, params ReadOnlySpan<JsonValueKind> kinds)
        {
            if (item.ValueKind != JsonValueKind.Object) throw new InvalidInputException($"{where} is not an object.");
            if (!item.TryGetProperty(name, out JsonElement part) || part.ValueKind == JsonValueKind.Null) return null;
            return kinds.Contains(part.ValueKind) ? part : throw new InvalidInputException($"{where}: '{name}' is {part.ValueKind}, not {kinds[0]}.");
        }

        InvalidInputException Lacks(string name) => new($"{where} lacks '{name}'.");
    }
}
