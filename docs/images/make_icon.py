"""Draws icon.png, the packages' icon: a nerve cell whose axon is wrapped in myelin. Needs Python alone."""
import math
import pathlib
import struct
import zlib

SIZE, SAMPLES = 128, 4
GROUND, AXON, SHEATH = (38, 34, 98), (255, 196, 77), (245, 246, 252)


def distance_to_line(x, y, x1, y1, x2, y2):
    dx, dy = x2 - x1, y2 - y1
    t = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)))
    return math.hypot(x - x1 - t * dx, y - y1 - t * dy)


def colour(x, y):
    """The colour of a point with its opacity."""
    corner = max(0.0, abs(x - 64) - 40), max(0.0, abs(y - 64) - 40)
    if math.hypot(*corner) > 24:
        return (*GROUND, 0)
    if any(distance_to_line(x, y, 48 + 22 * i, 80 - 22 * i, 56 + 22 * i, 72 - 22 * i) < 9 for i in range(3)):
        return (*SHEATH, 255)
    if math.hypot(x - 32, y - 96) < 15 or distance_to_line(x, y, 32, 96, 114, 14) < 3:
        return (*AXON, 255)
    return (*GROUND, 255)


def pixel(column, row):
    offsets = [(i + 0.5) / SAMPLES for i in range(SAMPLES)]
    points = [colour(column + dx, row + dy) for dx in offsets for dy in offsets]
    opacity = sum(point[3] for point in points)
    mixed = [sum(point[i] * point[3] for point in points) // max(1, opacity) for i in range(3)]
    return bytes([*mixed, opacity // len(points)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
(pathlib.Path(__file__).parent / "icon.png").write_bytes(png)
