"""Zip files that do not say when they were made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

WHEN = datetime(1980, 1, 1, tzinfo=UTC)
"""A file that says when it was made would differ each time; the zip format knows no earlier year."""


def timeless(buffer: io.BytesIO, changed: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
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
            change = (changed or {}).get(name, bytes)
            new.writestr(entry, change(old.read(name)))
    return result.getvalue()
