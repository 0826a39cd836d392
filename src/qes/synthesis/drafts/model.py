"""What a draft is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from qes.model import Citation, Span


class Sent(Protocol):
    """A text as a model is sent it, names in it standing as pseudonyms or not."""

    @property
    def text(self) -> str:
        """As it is sent."""

    def back(self, span: Span, /) -> Span:
        """The span of the original that a span of the text sent stands for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as it is shown to a model."""

    id: str
    """`S1`, `S2`, …"""
    quote: str
    """Verbatim, as stored."""
    sent: Sent
    about: str = ""
    """Where it is from, in words, as far as that is sent."""

    @property
    def text(self) -> str:
        """As it is sent."""
        return self.sent.text


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence that a model drafted."""

    sentence: str
    """Without ids. What it gives as a quotation reads as the source does, or was cut out."""
    spans: tuple[str, ...]
    """Ids of the quotes it names, in its order."""
    struck: str = ""
    """Why it is struck out; empty: it is kept."""
    sent: str = field(default="", compare=False)
    """As the model wrote it, for the second call; only while it is checked."""


class Kind(StrEnum):
    """What is drafted."""

    SUMMARY = "summary"
    """Of one case and code."""
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is on record; marked as one until a person takes it over."""

    kind: Kind
    cases: tuple[str, ...]
    code: str
    sentences: tuple[Drafted, ...]
    citations: Mapping[str, Citation]
    """Every quote that was shown, by id."""
    model: str
    exchanges: tuple[str, ...]
    """Ids of the calls it came of, those that checked it too."""
    left_out: int = 0
    """Quotes that were not shown."""
    author: str = ""
    """Who asked for it."""
    id: str = ""
    at: str = ""

    @property
    def kept(self) -> tuple[Drafted, ...]:
        """The sentences that are not struck out."""
        return tuple(each for each in self.sentences if not each.struck)

    @property
    def text(self) -> str:
        """What is kept, as one text."""
        return " ".join(each.sentence for each in self.kept)

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of the quotes that what is kept rests on, in the order shown."""
        wanted = {each for drafted in self.kept for each in drafted.spans}
        return tuple(each for each in self.citations if each in wanted)
