"""A report's parts as plain values, for the formats that take data rather than text."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from qes.synthesis.report.wording import printable

_QUOTED = re.compile(r"“[^”]*”\S*\s*|„[^“”]*[“”]\S*\s*|«[^»]*»\S*\s*|\"[^\"]*\"\S*\s*|\S+\s*")


def plain(value: Any) -> Any:
    """Dataclasses as mappings, sequences as lists, text as it can be printed; bytes are left out."""
    if type(value) is str:  # as most by far are
        return printable(value)
    if is_dataclass(value) and not isinstance(value, type):
        named = ((each.name, getattr(value, each.name)) for each in fields(value))
        return {name: plain(part) for name, part in named if not isinstance(part, bytes)}
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut between words and never within a quotation, with "…" to say so."""
    parts: list[str] = _QUOTED.findall(" ".join(text.split()))
    kept, length = list[str](), 0
    for part in parts:
        length += len(part)
        if length > most:
            return f"{''.join(kept).rstrip()} …".lstrip()
        kept.append(part)
    return "".join(kept)
