"""From evidence to printed quotes: each is read from its source again, and a difference stops the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from qes.errors import Misquote
from qes.model import Codebook, Span, digest
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.report.parts import Group, Quote, Ref
from qes.synthesis.report.wording import STATUS, listed

Read = Callable[[str, Span], str]
"""Reads a stretch of a source's stored text, by the source's id."""


@dataclass(slots=True)
class Quoter:
    """Makes the quotes of one report, numbers them, and remembers which were verified."""

    read: Read
    codebook: Codebook
    source_anchors: Mapping[str, str]
    """Source path → where the list of sources names it."""
    refs: dict[str, Ref] = field(default_factory=dict)
    """Coding id → the quote printed for it."""

    def group(self, id: str, title: str, evidence: Iterable[Evidence], empty: str = "None found.") -> Group:
        """Quotes under a heading; several sources come to word before one of them speaks again.

        Raises:
            Misquote: One of them differs from its source.
        """
        return Group(id, title, tuple(self.quote(each) for each in _spread(evidence)), empty)

    def quote(self, evidence: Evidence, *, notes: bool = False) -> Quote:
        """The quote of one coding, with the text its source has at that place.

        Raises:
            Misquote: The source reads differently there.
        """
        coding, facts = evidence.coding, evidence.facts
        text = self._verbatim(evidence)
        code = self.codebook.get(coding.code)
        ref = Ref(len(self.refs) + 1, f"q-{_safe(coding.id)}")
        self.refs[coding.id] = ref
        return Quote(
            number=ref.number,
            anchor=ref.anchor,
            text=text,
            case=coding.case,
            code=code.label if code else coding.code,
            source=evidence.source_path,
            source_anchor=self.source_anchors.get(evidence.source_path, ""),
            who=facts.role or facts.issuer or evidence.speaker or "",
            place=evidence.place,
            date=facts.date or "no date",
            coders=f"{listed(coding.coders)} ({STATUS[coding.status]})",
            details=self._details(evidence),
            notes=coding.memos if notes else (),
        )

    def _verbatim(self, evidence: Evidence) -> str:
        span, quote = evidence.coding.span, evidence.coding.quote
        try:
            text = self.read(evidence.coding.source_id, span)
        except (ValueError, LookupError) as error:
            raise Misquote(evidence.source_path, span.start, span.end, quote) from error
        if text != quote:
            raise Misquote(evidence.source_path, span.start, span.end, quote)
        return text

    def _details(self, evidence: Evidence) -> tuple[tuple[str, str], ...]:
        """Attributes in the codebook's order, then any it does not know; what coders differ on is said to be so."""
        coding = evidence.coding
        known = [rule.name for rule in self.codebook.attributes]
        names = [*known, *sorted({*coding.attributes, *coding.differing} - set(known))]
        values = {name: coding.attributes.get(name, "") for name in names}
        values |= dict.fromkeys(coding.differing, "coders differ")
        return tuple((name, value) for name, value in values.items() if value)


def _safe(id: str) -> str:
    return id if id.isascii() and id.replace("-", "").replace("_", "").isalnum() else digest(id)


def _spread(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Reading order within each source, the sources taking turns: the first few quotes then show several sources."""
    turns: dict[str, int] = {}
    ranked = []
    for each in in_order(evidence):
        turns[each.source_path] = turns.get(each.source_path, 0) + 1
        ranked.append((turns[each.source_path], each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]
