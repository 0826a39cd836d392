"""What is withheld from readers outside the team, and what people wrote that cannot stand without it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qes.model import Citation
from qes.synthesis.evidence import Evidence
from qes.synthesis.quoted import unquoted
from qes.synthesis.report.citations import check_written
from qes.synthesis.report.inputs import ReportInput
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


def told_of(given: ReportInput, lost: Lost) -> ReportInput:
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
        unit: replace(each, statement="")
        if lost.unquotable(each.statement, left.get((unit.case, unit.capability), ()))
        else each
        for unit, each in given.levels.items()
    }
    return replace(
        given,
        levels=levels,
        findings=[each for each in given.findings if not lost.quotes(each.finding.statement, each.finding.citations)],
        charted=[each for each in given.charted if not lost.quotes(each.text, each.citations)],
    )
