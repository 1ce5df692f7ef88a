using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Myelin.Fuzz;

/// <summary>Changes of a model file: of its bytes, of its header, or of the description in it.</summary>
internal static class ModelEdits
{
    private const int LengthSize = 8;

    internal static byte[] Apply(byte[] file, System.Random random)
    {
        if (random.Next(8) == 0) return ByteEdits.Apply(file, random);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        string header = Encoding.UTF8.GetString(file, LengthSize, length);
        header = random.Next(4) == 0 ? JsonEdits.Apply(header, random) : WithDescription(header, text => JsonEdits.Apply(text, random));
        byte[] changed = Encoding.UTF8.GetBytes(header), data = file[(LengthSize + length)..];
        if (random.Next(16) == 0) data = ByteEdits.Apply(data, random);
        if (random.Next(64) == 0) SetNumber(data, random);
        var result = new byte[LengthSize + changed.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(result, changed.Length);
        changed.CopyTo(result, LengthSize);
        data.CopyTo(result, LengthSize + changed.Length);
        return result;
    }

    private static string WithDescription(string header, Func<string, string> edit)
    {
        JsonNode root = JsonNode.Parse(header)!;
        if (root["__metadata__"]?["myelin"] is not JsonValue description) return edit(header);
        root["__metadata__"]!["myelin"] = edit(description.GetValue<string>());
        return root.ToJsonString();
    }

    // Weights that are no numbers, or so large that predictions are none.
    private static void SetNumber(byte[] data, System.Random random)
    {
        if (data.Length < sizeof(float)) return;
        float[] odd = [float.NaN, float.PositiveInfinity, float.MaxValue, -float.MaxValue, float.Epsilon];
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(random.Next(data.Length / sizeof(float)) * sizeof(float)), odd[random.Next(odd.Length)]);
    }
}
