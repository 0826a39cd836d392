"""What pages say of themes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from qes.pipeline.themes.versions import Author
from qes.web.access import Visitor
from qes.web.fields import Act, Body, Words

MOST = 500
"""Passages whose words are asked for at once."""
Title = Annotated[str, Field(max_length=300)]
Ids = Annotated[list[str], Field(min_length=1, max_length=100_000)]


class Wanted(Body):
    """Passages whose words are wanted."""

    passages: list[str] = Field(max_length=MOST)


class Anew(Body):
    """That clusters are to be looked for anew."""

    code: str = Field("", max_length=200)


class _Reasoned(Act):
    reason: Words = ""

    def by(self, who: Visitor) -> Author:
        """Who acts, and why."""
        return Author(who.name, self.reason, self.key)


class Accept(_Reasoned):
    """A new theme."""

    name: Title
    passages: Ids
    words: list[str] = Field([], max_length=50)
    memo: Words = ""


class _Change(_Reasoned):
    theme: str = Field(description="Its key.")
    seen: str = Field(description="Id of the version that the change starts from.")


class Rename(_Change):
    """Another name, and another memo unless that is null."""

    name: Title
    memo: Words | None = None


class Gather(_Change):
    """Further passages."""

    passages: Ids


class Merge(_Change):
    """Others that become part of it."""

    others: dict[str, str] = Field(description="Key of each, with the version seen.", min_length=1)
    name: Title = ""


class Split(_Change):
    """Passages that become a theme of their own."""

    passages: Ids
    name: Title


class Drop(_Change):
    """That it is none after all."""

    reason: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class Restore(_Change):
    """That it is one again."""


class Coded(_Change):
    """The code that it becomes."""

    base: str = Field(description="Id of the codebook version that the code is added to: name@version.")
    code: dict[str, Any] = Field(description="As in an edit `add` of POST /api/codebook/edits.")
    after: str | None = Field(None, description="Its parent, or the sibling behind which it stands; null: last.")
    reason: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]
