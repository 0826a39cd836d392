"""The tables of a report and its notes on method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qes.model import Facts
from qes.synthesis.evidence import Evidence
from qes.synthesis.matrix import code_counts, countable
from qes.synthesis.report import blind
from qes.synthesis.report.cells import shown, total
from qes.synthesis.report.inputs import CaseInput, ReportInput, SourceInput
from qes.synthesis.report.parts import Table
from qes.synthesis.report.wording import AGREEMENT, METHOD, cell
from qes.synthesis.rubric import Rubric


def legend(rubric: Rubric | None, *, unscored: bool = False) -> tuple[tuple[str, str], ...]:
    """What each level means, NE first; and what "–" means where some units are not scored yet."""
    if rubric is None:
        return ()
    levels = ((f"{level.level} {level.label}", level.text) for level in rubric.levels)
    still = ((f"{blind.LABEL} {blind.NAME}", blind.TEXT),) if unscored else ()
    return ("NE Not enough evidence", rubric.not_enough), *levels, *still


def counts(given: ReportInput, evidence: Sequence[Evidence]) -> Table:
    """Codings per code and case."""
    cases = [case.name for case in given.cases]
    found = code_counts(evidence, given.codebook, cases)
    rows = tuple(
        (
            code.label if code.codable else f"{code.label} (no longer given)",
            *(shown(found[case][code.code], case, code.code, given.suppressed, given.smallest) for case in cases),
            total(
                sum(found[case][code.code] for case in cases), ((case, code.code) for case in cases), given.suppressed
            ),
        )
        for code in countable(evidence, given.codebook)
    )
    return Table("Codings per code and case; a repeated text counts once", ("Code", *cases, "All"), rows)


def coverage(cases: Sequence[CaseInput]) -> Table:
    """How much of each source has been coded, so that what was left uncoded stays visible.

    Where a number is not told, nor is the sum it would follow from.
    """
    listed = [(case.name, source) for case in cases for source in case.sources]
    rows = [_covered(case, source.path, source.passages, source.coded) for case, source in listed]
    told = all(source.passages >= 0 and source.coded >= 0 for _, source in listed)
    if rows and told:
        both = (sum(source.passages for _, source in listed), sum(source.coded for _, source in listed))
        rows.append(_covered("All", "", *both))
    headers = ("Case", "Source", "Passages", "Coded", "Share")
    return Table("Passages and how many of them carry a code", headers, tuple(rows))


def _covered(case: str, path: str, passages: int, coded: int) -> tuple[str, ...]:
    if passages < 0 or coded < 0:
        return case, path, "–", "–", "–"
    return case, path, str(passages), str(coded), f"{coded / passages:.0%}" if passages else ""


def agreement(rows: Sequence[Mapping[str, object]]) -> Table:
    """Agreement between coders, as it was computed elsewhere."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    headers = tuple(AGREEMENT.get(key, key.replace("_", " ").capitalize()) for key in keys)
    return Table(
        "Agreement between coders, per code", headers, tuple(tuple(cell(row.get(key)) for key in keys) for row in rows)
    )


def sources(cases: Sequence[CaseInput], anchors: Mapping[str, str]) -> Table:
    """Every source once, with what the manifest says of it."""
    once: dict[str, tuple[SourceInput, list[str]]] = {}
    for case in cases:
        for source in case.sources:
            once.setdefault(source.path, (source, []))[1].append(case.name)
    rows, marks = [], []
    for path, (source, names) in sorted(once.items()):
        title = source.title if source.title != path else ""
        rows.append(
            (path, title, ", ".join(names), source.facts.kind, _origin(source.facts), source.facts.date or "no date")
        )
        marks.append(anchors[path])
    return Table("Sources", ("Path", "Title", "Case", "Kind", "From", "Date"), tuple(rows), tuple(marks))


def _origin(facts: Facts) -> str:
    """Who speaks or issues it, and whether that is independent of the people interviewed."""
    independent = "independent" if facts.independent else ""
    return ", ".join(part for part in (facts.role, facts.issuer, independent) if part)


def method(given: ReportInput) -> tuple[tuple[str, str], ...]:
    """How the report came about: what always holds, which codebook and rubric, and what the caller knows."""
    book = given.codebook
    rows = [
        ("Codebook", f"{book.title} ({book.id}{f', {book.sha256[:12]}' if book.sha256 else ''}). {book.description}")
    ]
    if given.rubric is not None:
        rubric = given.rubric
        rows.append(("Rubric", f"{rubric.title} ({rubric.id}, {rubric.sha256[:12]}), set out below."))
    said: dict[str, list[str]] = {}
    for label, text in (*METHOD, *rows, *given.method):
        said.setdefault(label, []).append(text.strip())
    return tuple((label, " ".join(dict.fromkeys(texts))) for label, texts in said.items())
