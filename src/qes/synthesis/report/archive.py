"""Zip files that do not say when they were made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

WHEN = datetime(1980, 1, 1, tzinfo=UTC)
"""A file that says when it was made would differ each time; the zip format knows no earlier year."""


Change = Callable[[bytes], Iterable[bytes]]
"""From what an entry holds to what it shall hold, in pieces, so that a large one never exists as a whole."""


def timeless(buffer: io.BytesIO, changed: Mapping[str, Change] | None = None) -> bytes:
    """The same archive with every entry dated alike, as libraries write the time of day into it.

    Args:
        buffer: The archive.
        changed: Name of an entry → what makes it what it shall be.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, WHEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            change = (changed or {}).get(name, _as_it_is)
            with new.open(entry, "w") as file:
                for piece in change(old.read(name)):
                    file.write(piece)
    return result.getvalue()


def _as_it_is(content: bytes) -> Iterable[bytes]:
    return (content,)
