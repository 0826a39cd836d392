"""From evidence to printed quotes: each is read from its source again, and a difference stops the report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qes.errors import Misquote
from qes.model import Codebook, Facts, Span, digest
from qes.synthesis.evidence import Evidence
from qes.synthesis.report.parts import Group, Quote, Ref
from qes.synthesis.report.wording import STATUS, listed

Read = Callable[[str, Span], str]
"""Reads a stretch of a source's stored text, by the source's id."""
PRINTED = 12
"""How many quotes are printed on a side of a capability of a case, and for a case in a section by code."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a printed quote stands in its source."""

    source_id: str
    path: str
    passage_id: str
    span: Span


@dataclass(slots=True)
class Quoter:
    """Makes the quotes of one report, numbers them in reading order, and remembers where each is printed."""

    codebook: Codebook
    source_anchors: Mapping[str, str]
    """Source path → where the list of sources names it."""
    passages: Collection[str] = ()
    """Ids of the passages the report shows around their quotes."""
    weight: Mapping[str, int] = field(default_factory=dict)
    """Coding id → how much speaks for printing it where not all are printed."""
    refs: dict[str, Ref] = field(default_factory=dict)
    """Coding id, or place of a quote that nobody coded → where it is printed, for preference in its own section."""
    places: dict[str, Place] = field(default_factory=dict)
    """By the same keys."""
    _labels: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._labels = {code.code: code.label for code in self.codebook.codes}

    def group(self, id: str, title: str, evidence: Iterable[Evidence], empty: str = "None found.") -> Group:
        """Quotes under a heading, `PRINTED` at most; several sources come to word before one of them speaks again.

        Args:
            id: Of the group.
            title: Its heading.
            evidence: In reading order, each verified.
            empty: Said where there is none.
        """
        found = list(evidence)
        shown = self._chosen(found)
        return Group(id, title, tuple(map(self.quote, shown)), empty, len(found) if len(shown) < len(found) else 0)

    def _chosen(self, found: Sequence[Evidence]) -> Sequence[Evidence]:
        """Those that carry the most weight, and of these as many sources as possible; printed by turns all the same."""
        turns = _spread(found)
        if len(turns) <= PRINTED:
            return turns
        first = sorted(range(len(turns)), key=lambda at: (-self.weight.get(turns[at].id, 0), at))[:PRINTED]
        return [turns[at] for at in sorted(first)]

    def quote(self, evidence: Evidence, *, notes: bool = False, within: str = "") -> Quote:
        """The quote of one coding, which has been verified.

        Args:
            evidence: What is quoted.
            notes: Whether the coders' notes are printed with it.
            within: Prefix of the address where it is printed once more, outside the section it belongs to.
        """
        coding, facts = evidence.coding, evidence.facts
        ref = self._ref(evidence.id, within)
        self.places[evidence.id] = Place(coding.source_id, evidence.source_path, coding.passage_id, coding.span)
        return Quote(
            number=ref.number,
            anchor=ref.anchor,
            text=coding.quote,
            case=coding.case,
            code=self._labels.get(coding.code, coding.code),
            source=evidence.source_path,
            source_anchor=self._stands(coding.passage_id, evidence.source_path),
            who=facts.role or facts.issuer or evidence.speaker or "",
            place=evidence.place,
            date=facts.date or "no date",
            coders=f"{listed(coding.coders)} ({STATUS[coding.status]})",
            details=self.details(evidence),
            notes=coding.memos if notes else (),
        )

    def uncoded(self, place: Place, text: str, facts: Facts, who: str, where: str, *, within: str = "") -> Quote:
        """A verified quote that nobody coded, such as one of a finding.

        Args:
            place: Where it stands.
            text: What was read there.
            facts: Of its source.
            who: Speaks it, where the facts know neither role nor issuer.
            where: Page, time or paragraph.
            within: As in `quote`.
        """
        key = key_of(place.source_id, place.span)
        ref = self._ref(key, within)
        self.places[key] = place
        return Quote(
            number=ref.number,
            anchor=ref.anchor,
            text=text,
            case=facts.case or "",
            code="",
            source=place.path,
            source_anchor=self._stands(place.passage_id, place.path),
            who=facts.role or facts.issuer or who,
            place=where,
            date=facts.date or "no date",
            coders="nobody in these words",
            details=(),
        )

    def _ref(self, key: str, within: str) -> Ref:
        known = self.refs.get(key)
        ref = Ref(known.number if known else len(self.refs) + 1, f"{within}q-{_safe(key)}")
        if known is None or not within:
            self.refs[key] = ref
        return ref

    def _stands(self, passage_id: str, path: str) -> str:
        return passage_anchor(passage_id) if passage_id in self.passages else self.source_anchors.get(path, "")

    def details(self, evidence: Evidence) -> tuple[tuple[str, str], ...]:
        """Attributes in the codebook's order, then any it does not know; what coders differ on is said to be so."""
        coding = evidence.coding
        known = [rule.name for rule in self.codebook.attributes]
        names = [*known, *sorted({*coding.attributes, *coding.differing} - set(known))]
        values = {name: coding.attributes.get(name, "") for name in names}
        values |= dict.fromkeys(coding.differing, "coders differ")
        return tuple((name, value) for name, value in values.items() if value)


def verbatim(read: Read, source_id: str, path: str, span: Span, quote: str) -> str:
    """What a source reads at a place.

    Raises:
        Misquote: It reads differently from the quote, or the place is not there.
    """
    try:
        text = read(source_id, span)
    except (ValueError, LookupError) as error:
        raise Misquote(path, span.start, span.end, quote) from error
    if text != quote:
        raise Misquote(path, span.start, span.end, quote)
    return text


def verify(read: Read, evidence: Iterable[Evidence]) -> None:
    """Read every quote from its source again, whether it will be printed or not.

    Raises:
        Misquote: One of them differs from its source.
    """
    for each in evidence:
        coding = each.coding
        verbatim(read, coding.source_id, each.source_path, coding.span, coding.quote)


def key_of(source_id: str, span: Span) -> str:
    """Names a quote that nobody coded."""
    return digest(source_id, str(span.start), str(span.end))


def passage_anchor(passage_id: str) -> str:
    """Where a passage is shown around its quotes."""
    return f"p-{_safe(passage_id)}"


def _safe(id: str) -> str:
    return id if id.isascii() and id.replace("-", "").replace("_", "").isalnum() else digest(id)


def _spread(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Reading order within each source, the sources taking turns: the first few quotes then show several sources."""
    turns: dict[str, int] = {}
    ranked = []
    for each in evidence:
        turns[each.source_path] = turns.get(each.source_path, 0) + 1
        ranked.append((turns[each.source_path], each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]
