"""Names that are made of what they name."""

from __future__ import annotations

import hashlib


def digest(*parts: str) -> str:
    """A stable 16-character id of some strings, safe against parts that run into one another."""
    joined = "\x1f".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def sha256(data: str | bytes) -> str:
    """Hex SHA-256 of text (as UTF-8) or bytes."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
