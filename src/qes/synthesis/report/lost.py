"""What is withheld from readers outside the team, and what people wrote that cannot stand without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qes.errors import BadFinding
from qes.model import Citation, Confidence, Finding
from qes.synthesis.evidence import Evidence
from qes.synthesis.quoted import unquoted
from qes.synthesis.report.cells import Cells
from qes.synthesis.report.citations import check_written
from qes.synthesis.report.inputs import LevelInput, ReportInput
from qes.synthesis.report.material import Material
from qes.synthesis.report.scrub import Scrub, holds


@dataclass(slots=True)
class Lost:
    """What is withheld, to leave out what cites it, and to count that."""

    codings: set[str]
    evidence: Sequence[Evidence]
    scrub: Scrub
    few: frozenset[str]
    citations: int = 0
    texts: int = 0
    """Statements that quote what is withheld, which are left out whole."""
    reasons: int = 0
    """Reasons of those who scored, which were written for the team."""

    def quotes(self, text: str, citations: Iterable[Citation]) -> bool:
        """Whether a text puts words between quotation marks that none of its citations reads once some are withheld."""
        return self.unquotable(text, [each.quote for each in citations if not self._cites(each)])

    def unquotable(self, text: str, quotes: Iterable[str]) -> bool:
        """Whether a text quotes what none of these quotes reads; each that does is counted."""
        found = bool(unquoted(text, quotes))
        self.texts += found
        return found

    def keep(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        """The citations of what is told; the others are counted."""
        given = tuple(citations)
        kept = tuple(each for each in given if not self._cites(each))
        self.citations += len(given) - len(kept)
        return kept

    def _cites(self, citation: Citation) -> bool:
        if citation.coding in self.codings or citation.source_id in self.few or holds(citation.quote, self.scrub):
            return True
        return any(
            each.coding.source_id == citation.source_id and each.coding.span.overlaps(citation.span)
            for each in self.evidence
        )


def told_of(given: ReportInput, lost: Lost, small: Cells = frozenset()) -> ReportInput:
    """Without the findings, summaries and statements that quote what is withheld: a quote is whole, or not there.

    Raises:
        BadFinding, BadScore: One quotes what nobody said, withheld or not.
    """
    check_written(Material.of(given))
    left: dict[tuple[str, str | None], list[str]] = {}
    for each in given.evidence:
        if each.id not in lost.codings:
            left.setdefault((each.case, each.capability), []).append(each.coding.quote)
    levels = {
        unit: _level(each, left.get((unit.case, unit.capability), ()), lost, (unit.case, unit.capability) in small)
        for unit, each in given.levels.items()
    }
    return replace(
        given,
        levels=levels,
        findings=[each for each in given.findings if not _quotes(each.finding, lost)],
        charted=[each for each in given.charted if not lost.quotes(each.text, each.citations)],
    )


def _quotes(finding: Finding, lost: Lost) -> bool:
    words = (finding.statement, *(finding.confidence.words if finding.confidence else ()))
    return any(lost.quotes(each, finding.citations) for each in words)


def _level(level: LevelInput, quotes: Iterable[str], lost: Lost, few: bool) -> LevelInput:
    """A level without what was written on it, as far as that quotes what is withheld."""
    known, judged = list(quotes), level.confidence
    told = "" if lost.unquotable(level.statement, known) else level.statement
    if judged is not None and any(lost.unquotable(each, known) for each in judged.words):
        judged = Confidence(judged.overall)
    scores = tuple(replace(each, reason=_reason(each.reason, known, lost, few)) for each in level.scores)
    settled = level.consensus and replace(level.consensus, reason=_reason(level.consensus.reason, known, lost, few))
    return replace(level, statement=told, confidence=judged, scores=scores, consensus=settled)


def _reason(text: str, quotes: Sequence[str], lost: Lost, few: bool) -> str:
    """Why somebody gave a level; nothing where it quotes or names what is withheld, or is about what few people said.

    Nobody wrote it for outsiders, so it is not enough to warn of it.
    """
    if not text or not (few or holds(text, lost.scrub) or _misquotes(text, quotes)):
        return text
    lost.reasons += 1
    return ""


def _misquotes(text: str, quotes: Sequence[str]) -> bool:
    try:
        return bool(unquoted(text, quotes))
    except BadFinding:
        return True
