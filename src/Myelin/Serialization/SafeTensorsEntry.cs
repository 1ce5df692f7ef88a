using Myelin.Tensors;

namespace Myelin.Serialization;

/// <summary>One tensor of a safetensors file: what it is and where its bytes lie.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Dtype">The element type as the format spells it, for example <c>F32</c>, <c>BF16</c>, <c>I64</c>.</param>
/// <param name="Shape">The shape; <c>[]</c> for a scalar.</param>
/// <param name="Offset">Where the tensor's first byte lies, counted from the start of the file.</param>
/// <param name="ByteLength">The number of bytes: elements times the element type's size.</param>
public sealed record SafeTensorsEntry(string Name, string Dtype, Shape Shape, long Offset, long ByteLength)
{
    /// <summary>The size of one element in bytes; 0 for a type that the format does not know.</summary>
    internal static int ElementSize(string dtype) => dtype switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" or "C64" => 8,
        _ => 0,
    };
}
