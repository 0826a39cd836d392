"""Small PDF files written by hand, so that the tests need no PDF library to make them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

Printed = tuple[float, float, float, str]
"""Left edge, baseline, font size, text."""

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
IDENTITY = b"0123456789abcdef"
FIRST_PAGE = 4


def column(*lines: str, top: float = 740, leading: float = 14, left: float = 60, size: float = 11) -> list[Printed]:
    """Lines below one another; an empty one leaves a gap."""
    return [(left, top - leading * at, size, line) for at, line in enumerate(lines) if line]


def write_pdf(path: Path, pages: Sequence[Sequence[Printed]], password: str | None = None) -> Path:
    """A PDF of Helvetica text at given places, protected (RC4, 40 bits) if a password is given."""
    owner = _rc4(hashlib.md5(_padded(password or "")).digest()[:5], _padded(password or ""))
    key = hashlib.md5(_padded(password or "") + owner + b"\xfc\xff\xff\xff" + IDENTITY).digest()[:5]
    kids = b" ".join(b"%d 0 R" % (FIRST_PAGE + 2 * at) for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for at, page in enumerate(pages):
        number = FIRST_PAGE + 2 * at + 1
        content = _content(page)
        if password:
            content = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], content)
        font = b"/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%s/Contents %d 0 R>>" % (font, number))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    trailer = b"/Root 1 0 R/ID[<%s><%s>]" % (IDENTITY.hex().encode(), IDENTITY.hex().encode())
    if password:
        marks = (owner.hex().encode(), _rc4(key, PADDING).hex().encode())
        objects.append(b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % marks)
        trailer += b"/Encrypt %d 0 R" % len(objects)
    path.write_bytes(_assembled(objects, trailer))
    return path


def _content(page: Sequence[Printed]) -> bytes:
    return b"".join(b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, _escaped(text)) for x, y, size, text in page)


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assembled(objects: Sequence[bytes], trailer: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return data + head + table + b"trailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(data))


def _padded(password: str) -> bytes:
    return (password.encode() + PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
