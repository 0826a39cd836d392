"""Tests over evidence as data: which pieces are meant, and how much of them is enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qes.synthesis.evidence import Evidence, wordings


class Side(StrEnum):
    """Which way a piece of evidence points."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    ASPIRATION = "aspiration"
    """An intention without practice; it raises no level."""
    UNSTATED = "unstated"
    """No polarity was given, or the coders differ on it."""


@dataclass(frozen=True, slots=True)
class Polarity:
    """The attribute that says which way evidence points, and the values that stand for each side."""

    attribute: str
    supports: tuple[str, ...]
    contradicts: tuple[str, ...]
    mixed: tuple[str, ...] = ()
    aspiration: tuple[str, ...] = ()

    def side(self, evidence: Evidence) -> Side:
        """Which way this piece of evidence points."""
        value = evidence.attribute(self.attribute)
        if value in self.supports:
            return Side.FOR
        if value in self.contradicts:
            return Side.AGAINST
        if value in self.mixed:
            return Side.MIXED
        return Side.ASPIRATION if value in self.aspiration else Side.UNSTATED

    def in_dispute(self, evidence: Evidence) -> bool:
        """Whether its coders differ on it: on whether the code applies, or on which way it points."""
        return not evidence.coding.counts or self.attribute in evidence.coding.differing


@dataclass(frozen=True, slots=True)
class Where:
    """A filter over evidence; everything given must hold, an empty filter lets all through."""

    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attribute and the values it may have; evidence on which the coders differ does not pass."""
    codes: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    not_kind: tuple[str, ...] = ()
    independent: bool | None = None
    """True: the manifest says the issuer is independent. False: it does not say so."""
    dated: bool | None = None

    def matches(self, evidence: Evidence) -> bool:
        """Whether a piece of evidence passes."""
        facts, coding = evidence.facts, evidence.coding
        return (
            all(evidence.attribute(name) in values for name, values in self.attributes)
            and (not self.codes or coding.code in self.codes)
            and (not self.status or coding.status in self.status)
            and (not self.kind or facts.kind in self.kind)
            and facts.kind not in self.not_kind
            and self.independent in (None, facts.independent is True)
            and self.dated in (None, bool(facts.date))
        )

    def without(self, attribute: str) -> Where:
        """The same filter, whatever value that attribute has."""
        return replace(self, attributes=tuple(each for each in self.attributes if each[0] != attribute))


@dataclass(frozen=True, slots=True)
class Amount:
    """How much evidence there is, or must be, counted in several ways."""

    codings: int = 0
    """Different texts: a repeated text counts once."""
    codes: int = 0
    sources: int = 0
    speakers: int = 0
    voices: int = 0
    """Speakers or sources, whichever are more: two people in one file, or one person and a document."""

    @classmethod
    def of(cls, evidence: Sequence[Evidence]) -> Amount:
        """Count evidence.

        A text repeated in three sources is one text, so there are never more sources or speakers than texts.
        More evidence never lowers any of the counts.
        """
        texts = wordings(evidence)
        sources = min(texts, len({each.source_path for each in evidence}))
        speakers = min(texts, len({each.speaker for each in evidence if each.speaker}))
        codes = len({each.coding.code for each in evidence})
        return cls(texts, codes, sources, speakers, max(sources, speakers))


UNITS = {
    "codings": ("coding", "codings"),
    "codes": ("code", "different codes"),
    "sources": ("source", "sources"),
    "speakers": ("speaker", "speakers"),
    "voices": ("speaker or source", "speakers or sources"),
    "words": ("word", "words"),
}
"""What a count is called, for one and for several."""


def counted_as(number: int, unit: str) -> str:
    """A count in words, such as "1 source" or "3 codings"."""
    one, many = UNITS[unit]
    return f"{number} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class Needs:
    """A test over evidence: which pieces speak for it, and how much of them is enough."""

    where: Where
    least: Amount

    def shortfall(self, found: Amount) -> list[str]:
        """Each count that is too low, in words; empty when the test holds."""
        return [
            f"{counted_as(getattr(found, unit), unit)}, {getattr(self.least, unit)} needed"
            for unit in Amount.__slots__
            if getattr(found, unit) < getattr(self.least, unit)
        ]

    def surplus(self, found: Amount) -> str:
        """What was counted, in words."""
        asked = [unit for unit in Amount.__slots__ if getattr(self.least, unit)]
        return ", ".join(counted_as(getattr(found, unit), unit) for unit in asked or ["codings"])
