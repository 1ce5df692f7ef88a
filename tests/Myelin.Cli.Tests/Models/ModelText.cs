using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Myelin.Cli.Tests.Models;

/// <summary>Changes the description in a model file, and leaves the weights.</summary>
internal static class ModelText
{
    private const int LengthSize = 8;

    /// <summary>Writes a model with another description.</summary>
    /// <param name="from">The model.</param>
    /// <param name="to">The file to write.</param>
    /// <param name="change">Gives the other description, which need not be one.</param>
    internal static string Change(string from, string to, Func<string, string> change)
    {
        byte[] model = File.ReadAllBytes(from);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(model);
        JsonNode header = JsonNode.Parse(model.AsSpan(LengthSize, length))!;
        header["__metadata__"]!["myelin"] = change(header["__metadata__"]!["myelin"]!.GetValue<string>());
        byte[] changed = Encoding.UTF8.GetBytes(header.ToJsonString()), start = new byte[LengthSize];
        BinaryPrimitives.WriteInt64LittleEndian(start, changed.Length);
        File.WriteAllBytes(to, [.. start, .. changed, .. model[(LengthSize + length)..]]);
        return to;
    }

    /// <summary>Changes the first value of a tensor.</summary>
    internal static void ChangeWeight(string path, string tensor, float value)
    {
        byte[] model = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(model);
        int offset = (int)JsonNode.Parse(model.AsSpan(LengthSize, length))![tensor]!["data_offsets"]![0]!;
        BinaryPrimitives.WriteSingleLittleEndian(model.AsSpan(LengthSize + length + offset), value);
        File.WriteAllBytes(path, model);
    }

    /// <summary>Writes a model some of whose weights are others: the last ones of the file.</summary>
    internal static string ChangeLastWeight(string from, string to, float value)
    {
        byte[] model = File.ReadAllBytes(from);
        BinaryPrimitives.WriteSingleLittleEndian(model.AsSpan(model.Length - sizeof(float)), value);
        File.WriteAllBytes(to, model);
        return to;
    }
}
