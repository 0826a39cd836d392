"""What a report would hold if it were made now, and what is not ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qes.model import Coding, CodingStatus
from qes.pipeline import charting
from qes.pipeline.stale import Changed, stale_among
from qes.synthesis.findings import Status
from qes.synthesis.scoring.standing import Stage, stale
from qes.web.cache import cache_of
from qes.web.findings.desk import rubric_now, stamp, standings_now
from qes.web.scoring.book import bases, book_of
from qes.web.state import State
from qes.web.themes.clusters import all_themes, carrying, in_themes, no_fit


@dataclass(frozen=True, slots=True)
class Readiness:
    """Counts by name."""

    holds: Mapping[str, int]
    gaps: Mapping[str, int]
    """What is not ready; 0: nothing of the kind."""
    units: int
    """Levels to be given in all."""


def readiness(here: State) -> Readiness:
    """Counted over everything; kept until something changes."""
    here.ledger.refresh()
    made = (here.ledger.seq, here.ledger.codebook.sha256)
    return cache_of(here.ledger).get("readiness", made, lambda: _counted(here))


def _counted(here: State) -> Readiness:
    ledger = here.ledger
    codings = ledger.all_codings()
    counting = [each for each in codings if each.counts]
    findings = Counter(each.status for each in standings_now(here))
    units = _units(here)
    themes = [each for each in all_themes(here) if not each.withdrawn]
    cells = _cells(here)
    holds = {
        "cases": len({each.case for each in ledger.passages.values() if each.case}),
        "sources": len(ledger.sources),
        "codings": len(counting),
        "levels": sum(units[each] for each in (Stage.SIGNED, Stage.SETTLED, Stage.AGREED, Stage.ALONE)),
        "findings": findings[Status.APPROVED],
        "summaries": sum(bool(each.charted.citations) and not each.lost for each in cells),
        "themes": len(themes),
    }
    gaps = {
        "unscored": units[Stage.OPEN] + units[Stage.PARTLY],
        "differing": units[Stage.DIFFERING],
        "unsigned": units[Stage.AGREED] + units[Stage.SETTLED] + units[Stage.ALONE],
        "single": units["single"],
        "outdated": units["outdated"],
        "unsearched": findings[Status.DRAFT],
        "unweighed": findings[Status.SEARCHED],
        "unapproved": findings[Status.READY] + findings[Status.CHANGED],
        "lost": findings[Status.LOST] + sum(bool(each.lost) for each in cells),
        "uncited": sum(not each.charted.citations and not each.lost for each in cells),
        "disputes": sum(each.status is CodingStatus.DISPUTED for each in codings),
        "uncharted": _uncharted(here, cells, counting),
        "again": len(stale_among(ledger.decisions(), ledger.passages, Changed(here.project, ledger.codebook))),
        "unread": len(ledger.passages) - len({each.passage_id for each in ledger.decisions()} & ledger.passages.keys()),
        "unthemed": _unthemed(here),
    }
    return Readiness(holds, gaps, sum(units[each] for each in Stage))


def _units(here: State) -> Counter[str]:
    """Units by stage; `outdated` are signed off on other evidence than there is now, `single` scored by one alone."""
    found: Counter[str] = Counter()
    rubric = rubric_now(here)
    if rubric is None:
        return found
    book, (rests, _) = book_of(here), bases(here)
    for unit in book.units:
        now = book.standing(unit)
        found[now.stage] += 1
        found["single"] += now.alone
        if now.signoff is not None and stale(now.signoff, rests.get(unit, {}), rubric.id) is not None:
            found["outdated"] += 1
    return found


def _cells(here: State) -> list[charting.Cell]:
    """Those that have a summary."""
    now = stamp(here, {charting.KIND})
    return cache_of(here.ledger).get("summaries", now, lambda: charting.cells(here.project))


def _uncharted(here: State, cells: list[charting.Cell], counting: list[Coding]) -> int:
    """Cells with evidence without a summary there or at a code above."""
    charted = {(each.charted.case, each.charted.code) for each in cells}
    parents = {code.code: code.parent for code in here.ledger.codebook.codes}
    given = {(each.case, each.code) for each in counting if each.case and each.code in parents}
    return sum(not any((case, above) in charted for above in _upwards(code, parents)) for case, code in given)


def _upwards(code: str, parents: Mapping[str, str | None]) -> list[str]:
    line: list[str] = []
    at: str | None = code
    while at is not None and at in parents and at not in line:
        line.append(at)
        at = parents[at]
    return line


def _unthemed(here: State) -> int:
    code = no_fit(here.ledger.codebook, here.project.settings.themes.code)
    return len(carrying(here, code) - in_themes(here)) if code else 0
