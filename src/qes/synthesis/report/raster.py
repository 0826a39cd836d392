"""Drawings as pixels, for what shows no SVG: the same bytes every time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SCALE = 2
"""Pixels of the PNG per pixel of the SVG."""


def png_of(svg: str) -> bytes:
    """A drawing as PNG, at twice its natural size."""
    import vl_convert

    return squeezed(vl_convert.svg_to_png(svg, scale=SCALE))


def squeezed(png: bytes) -> bytes:
    """The same picture in about a quarter of the bytes: vl-convert packs it for speed."""
    chunks = list(_chunks(png))
    packed = zlib.compress(zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT")), 4)
    kept = [each for each in chunks if each[0] not in (b"IDAT", b"IEND")]
    return png[:8] + b"".join(_chunk(*each) for each in (*kept, (b"IDAT", packed), (b"IEND", b"")))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
