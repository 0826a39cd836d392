"""What is looked through for counter-evidence, and what of it comes nearest to a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qes.model import Candidate, Codebook, Finding, Origin, Passage, Span
from qes.pipeline.findings.acts import cited_evidence
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric, Side
from qes.text import collapse

if TYPE_CHECKING:
    from qes.coding.embed import Vectors
    from qes.pipeline.task import Embedded

_DECIMALS = 4
"""Of a likeness: what is beyond them differs between machines."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that may speak against the finding: a coding, or a passage that nobody coded."""

    passage: Passage
    evidence: Evidence | None = None

    @property
    def wording(self) -> tuple[str | None, str]:
        """What it says, and of which case: a text that is repeated there is shown once."""
        return self.passage.case, collapse(self.evidence.coding.quote if self.evidence else self.passage.text)


def places(
    finding: Finding,
    passages: Sequence[Passage],
    evidence: Sequence[Evidence],
    codebook: Codebook,
    rubric: Rubric | None,
) -> Iterator[tuple[Origin, list[Place]]]:
    """Everything that is looked through, by origin; an origin that there is nothing to say of is left out."""
    cases = set(finding.cases)
    by_id = {each.id: each for each in passages}
    uncited = list(_uncited(finding, evidence, codebook))
    if rubric is not None:
        wanted = _opposite(finding, evidence, rubric)
        opposite = [each for each in uncited if rubric.polarity.side(each) in wanted]
        uncited = [each for each in uncited if rubric.polarity.side(each) not in wanted]
        yield Origin.OPPOSITE, [Place(by_id[each.coding.passage_id], each) for each in opposite]
    yield Origin.UNCITED, [Place(by_id[each.coding.passage_id], each) for each in uncited]
    done = {each.coding.passage_id for each in evidence} | {each.passage_id for each in finding.citations}
    uncoded = [each for each in passages if each.id not in done]
    yield Origin.SAME_CASES, [Place(each) for each in uncoded if not cases or each.case in cases]
    if cases:
        yield Origin.OTHER_CASES, [Place(each) for each in uncoded if each.case not in cases]


def _opposite(finding: Finding, evidence: Sequence[Evidence], rubric: Rubric) -> tuple[Side, ...]:
    """The sides that point the other way.

    A finding that rests on evidence against a capability more than on evidence for it says that something is not done;
    what speaks against such a finding is evidence for the capability.
    """
    sides = [rubric.polarity.side(each) for each in cited_evidence(finding.supporting, evidence)]
    denies = sides.count(Side.AGAINST) > sides.count(Side.FOR)
    return (Side.FOR if denies else Side.AGAINST, Side.MIXED)


def _uncited(finding: Finding, evidence: Sequence[Evidence], codebook: Codebook) -> Iterator[Evidence]:
    """The codings on its cases and its capability that are not cited, disputed ones too."""
    codes = codes_below(codebook, finding.capability)
    known = {each.id for each in cited_evidence(finding.citations, evidence)}
    spoken = {(each.source_id, each.span) for each in finding.citations}
    for each in evidence:
        fits = (not finding.cases or each.case in finding.cases) and (codes is None or each.coding.code in codes)
        cited = each.id in known or (each.coding.source_id, each.coding.span) in spoken
        if fits and not cited:
            yield each


def below(codebook: Codebook, code: str) -> frozenset[str]:
    """A code and all codes below it."""
    found = {code}
    while more := {each.code for each in codebook.codes if each.parent in found} - found:
        found |= more
    return frozenset(found)


def codes_below(codebook: Codebook, capability: str | None) -> frozenset[str] | None:
    """The codes that count towards a capability; None where none is named."""
    return below(codebook, capability) if capability else None


class Nearest:
    """Orders places by how near they come to what a finding says."""

    def __init__(self, given: Embedded, texts: Sequence[str]) -> None:
        """Compare with some texts; the nearest of them counts."""
        self._embed: Callable[[Sequence[str]], Vectors] = given.embedder.embed
        self._sought = self._embed(list(dict.fromkeys(texts)))
        near = (given.vectors @ self._sought.T).max(axis=1).tolist() if given.passages else []
        self._near = {each.id: round(score, _DECIMALS) for each, score in zip(given.passages, near, strict=True)}

    def candidates(self, places: Iterable[Place], origin: Origin, most: int) -> list[Candidate]:
        """The nearest of some places, nearest first, those equally near in reading order."""
        first: dict[tuple[str | None, str], Place] = {}
        for place in sorted(places, key=lambda each: -self._near[each.passage.id]):
            if first.setdefault(place.wording, place) is place and len(first) == most:
                break
        return [self._candidate(place, origin) for place in first.values()]

    def known(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Those of some candidates whose passages are still there, with their likeness as it is now."""
        return [
            replace(each, likeness=self._near[each.passage_id]) for each in candidates if each.passage_id in self._near
        ]

    def _candidate(self, place: Place, origin: Origin) -> Candidate:
        passage, likeness = place.passage, self._near[place.passage.id]
        if place.evidence is not None:
            coding = place.evidence.coding
            return Candidate(passage.source_id, passage.id, coding.span, coding.quote, origin, likeness, coding.id)
        span = self._sentence(passage)
        start = passage.span.start
        quote = passage.text[span.start - start : span.end - start]
        return Candidate(passage.source_id, passage.id, span, quote, origin, likeness)

    def _sentence(self, passage: Passage) -> Span:
        """The sentence of a passage that comes nearest, or all of it where it is only one."""
        from qes.coding.suggest.spans import sentences

        found = sentences(passage.text)
        if len(found) < 2:
            return passage.span
        near = (self._embed([passage.text[start:end] for start, end in found]) @ self._sought.T).max(axis=1)
        start, end = found[int(near.round(_DECIMALS).argmax())]
        return Span(passage.span.start + start, passage.span.start + end)
