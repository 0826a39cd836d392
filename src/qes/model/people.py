"""The people of a project: what they may do, and what they are asked to code."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST_NAME = 80
"""Characters."""


class Role(StrEnum):
    """What a person may do; each role may do all that those before it may, and compares as greater than them."""

    VIEWER = "viewer"
    """Reads, and changes nothing."""
    RESEARCHER = "researcher"
    """Codes."""
    REVIEWER = "reviewer"
    """Settles where coders differ."""
    LEAD = "lead"
    """Says who works in the project, and on what."""

    @property
    def rank(self) -> int:
        """Place in the order of roles, from 0."""
        return list(Role).index(self)

    def allows(self, other: Role) -> bool:
        """Whether someone of this role may do what takes the other."""
        return self.rank >= other.rank

    # Without these, roles would compare as the words they are, by which a lead is the least of all.

    def __lt__(self, other: str) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Role(other).rank


def normal_name(name: str) -> str:
    """A name as it is kept: with its accents composed (NFC), so that one name is not spelled in two ways."""
    return unicodedata.normalize("NFC", name)


def name_key(name: str) -> str:
    """What two names share if they are the same without regard to case."""
    return normal_name(unicodedata.normalize("NFD", name).casefold())


def name_fault(name: str) -> str | None:
    """What keeps a normal name from being that of a person in a project, if anything."""
    if not name or name != name.strip():
        return "begins or ends with a blank" if name else "is empty"
    if len(name) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} characters"
    if not name.isprintable():
        return "holds a character that cannot be seen"
    return None if name == normal_name(name) else "is not in the composed form of Unicode (NFC)"


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account."""

    name: str
    """Unique without regard to case (`name_key`); the name of their decisions in the log."""
    role: Role
    active: bool = True
    """Whether they may sign in; what they did stays in any case."""
    version: int = 0
    """How often the account was changed, its making included; 0 for one that is about to be made."""

    def __post_init__(self) -> None:
        if fault := name_fault(self.name):
            raise ValueError(f"the name {self.name!r} {fault}")
        if self.version < 0:
            raise ValueError("a version counts changes and cannot be negative")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A coder is asked to code the passages of some sources, or of each source the same random share."""

    coder: str
    author: str
    """Who asks."""
    sources: tuple[str, ...] = ()
    """Ids of sources; empty for all, also those still to come."""
    share: float = 1.0
    """In (0, 1]. Which passages a share holds depends on the project's seed alone: they are the same for every coder,
    and a larger share holds all of a smaller one."""
    blind: bool = False
    """Whether proposals are hidden from this coder on all of these passages."""
    note: str = ""
    id: str = ""
    """Given by the log, or by whoever asks."""
    at: str = ""
    """UTC, ISO 8601; given by the log."""

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"a share lies above 0 and at most at 1, and {self.share} does not")
        if not self.coder.strip() or not self.author.strip():
            raise ValueError("an assignment names its coder and its author")
        if len(set(self.sources)) < len(self.sources):
            raise ValueError("an assignment names each source once")
