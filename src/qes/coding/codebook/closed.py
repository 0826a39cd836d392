"""Codes that can no longer be given: why, and what is used instead.

Ids are kept for ever, so a code that was merged, split or retired stays in the codebook as one that is not codable.
What became of it is the first line of its `when_not_to_use`, where people look for it, in one of three fixed forms; so
it is read back from the file alone, and a file written by hand can say it too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from qes.model import Code, Codebook

_BREAK = "\n\n"
"""Between the line and what `when_not_to_use` said before."""


class End(StrEnum):
    """What became of a code."""

    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


_FORMS = {
    End.MERGED: re.compile(r"Merged into ([^;]+); use it instead\."),
    End.SPLIT: re.compile(r"Split into ([^;]+(?:; [^;]+)+); use one of them instead\."),
    End.RETIRED: re.compile(r"Retired: (.+)"),
}
"""The lines; a code's id holds no `;`, so they cannot be misread."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a code can no longer be given."""

    end: End
    successors: tuple[str, ...]
    """The codes to use instead; none for a code that was just retired."""
    line: str
    """The same for people to read."""
    before: str
    """What `when_not_to_use` said before, and says again when the code is restored."""


def merged(code: Code, into: str) -> Code:
    """The code as it stays after it was merged into another."""
    return _closed(code, f"Merged into {into}; use it instead.")


def split(code: Code, parts: Iterable[str]) -> Code:
    """The code as it stays after it was split."""
    return _closed(code, f"Split into {'; '.join(parts)}; use one of them instead.")


def retired(code: Code, reason: str) -> Code:
    """The code as it stays after it was retired; line breaks of the reason become spaces."""
    return _closed(code, f"Retired: {' '.join(reason.split())}")


def _closed(code: Code, line: str) -> Code:
    note = _BREAK.join(each for each in (line, code.when_not_to_use) if each)
    return replace(code, codable=False, when_not_to_use=note)


def closing(code: Code) -> Closing | None:
    """Why a code can no longer be given; None for one that can be, and for one that only ever grouped others."""
    if code.codable:
        return None
    line, _, before = code.when_not_to_use.partition(_BREAK)
    for end, form in _FORMS.items():
        if found := form.fullmatch(line):
            successors = () if end is End.RETIRED else tuple(found[1].split("; "))
            return Closing(end, successors, line, before)
    return None


def reopened(code: Code) -> Code:
    """The code as it was before it was merged, split or retired."""
    found = closing(code)
    return replace(code, codable=True, when_not_to_use=found.before) if found else code


def successors(codebook: Codebook, code: str) -> tuple[str, ...]:
    """The codes that can be given in place of one that cannot, through all merges and splits since; none if none."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [code]
    while waiting:
        current = codebook.get(waiting.pop(0))
        if current is None or current.code in seen:
            continue
        seen.add(current.code)
        ended = closing(current)
        if ended is not None:
            waiting += ended.successors
        elif current.codable and current.code != code:
            found[current.code] = None
    return tuple(found)
