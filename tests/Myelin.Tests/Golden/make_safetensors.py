"""Makes the two .safetensors files beside it, with nothing but json and struct. Run: python3 make_safetensors.py"""
import json
import struct
from pathlib import Path

here = Path(__file__).parent


def save(name, header, data):
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (here / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


def save_tensors(name, tensors, metadata):
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for tensor, dtype, shape, values in tensors:
        header[tensor] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    save(name, header, data)


nan = struct.pack("<I", 0x7FC00000)
floats = lambda *values: struct.pack(f"<{len(values)}f", *values)

# What SafeTensorsFile.Write must produce, byte for byte.
save_tensors(
    "float32.safetensors",
    [
        ("0.bias", "F32", [3], floats(0.5, -0.0, float("inf"))),
        ("0.weight", "F32", [2, 3], floats(1, -2, 3.25, 1e-45, 3.4028234663852886e38) + nan),
        ("1.empty", "F32", [0, 4], b""),
        ("1.scalar", "F32", [], floats(7)),
        ("größe", "F32", [1, 1, 2], floats(0.1, -0.1)),
    ],
    {"a": 'quotes " and \\ and <tags>', "format_version": "1"},
)

# What other programs write: mixed types, scalars of whole numbers, metadata behind tensors, an order of their own.
save(
    "mixed.safetensors",
    {
        "steps": {"dtype": "I64", "shape": [], "data_offsets": [0, 8]},
        "brain": {"shape": [3], "data_offsets": [32, 38], "dtype": "BF16"},
        "__metadata__": {"format": "pt"},
        "double": {"dtype": "F64", "shape": [2], "data_offsets": [8, 24]},
        "half": {"dtype": "F16", "shape": [2, 2], "data_offsets": [24, 32]},
        "mask": {"dtype": "BOOL", "shape": [2], "data_offsets": [38, 40]},
    },
    struct.pack("<q2d4e", 1875, 0.1, -1e300, 1.5, -0.25, 65504.0, 6e-8) + bytes.fromhex("c03f" "80ff" "c07f") + b"\x01\x00",
)
