"""A codebook: the codes a team looks for, with their definitions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """One code with the six fields dispersed teams need (MacQueen et al. 1998)."""

    code: str
    label: str
    brief: str
    definition: str
    when_to_use: str = ""
    when_not_to_use: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    parent: str | None = None
    codable: bool = True
    """False for a folder that only groups other codes."""
    scored: bool = False
    """Whether the rubric gives a level for it, from its own codings and those below it."""
    attributes: bool = True
    """Whether its codings carry the codebook's attributes (context codes do not)."""


TABLE_COLUMNS = frozenset(
    {"at", "blind", "case", "code", "coder", "coders", "coding", "date", "differing", "end", "error", "kind"}
    | {"memo", "memos", "passage", "place", "question", "quote", "reason", "replacement", "role", "score", "source"}
    | {"speaker", "start", "status", "suggestion", "text", "verdict"}
)
"""Columns that tables of decisions and codings have beside a codebook's attributes, which must be named otherwise."""


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """One attribute of a coding and the values it may take."""

    name: str
    values: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of a codebook; frozen once it has been used."""

    name: str
    version: str
    title: str
    codes: tuple[Code, ...]
    description: str = ""
    attributes: tuple[AttributeRule, ...] = ()
    sha256: str = ""
    """Of the file's meaning (not its layout), so that an edit after use is noticed."""

    @property
    def id(self) -> str:
        """Name and version, as people cite it."""
        return f"{self.name}@{self.version}"

    def get(self, code: str) -> Code | None:
        """The code of that id, or None."""
        return next((each for each in self.codes if each.code == code), None)

    @property
    def codable(self) -> tuple[Code, ...]:
        """The codes a passage may be given."""
        return tuple(each for each in self.codes if each.codable)

    @property
    def scored(self) -> tuple[Code, ...]:
        """The codes a rubric gives levels for."""
        return tuple(each for each in self.codes if each.scored)

    def capability(self, code: str) -> str | None:
        """The scored code that this one counts towards: itself or the nearest above; None if there is none."""
        seen: set[str] = set()
        current = self.get(code)
        while current is not None and current.code not in seen:
            if current.scored:
                return current.code
            seen.add(current.code)
            current = self.get(current.parent) if current.parent else None
        return None
