"""Codings → the matrix of cases and codes, the quotes behind every cell, and groups of cases side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qes.coding import review
from qes.model import Adjudication, Codebook, Coding, CodingStatus, Decision, Facts, Passage, Source
from qes.pipeline.review import codable
from qes.project import Project
from qes.synthesis.evidence import Evidence, in_order
from qes.text import collapse

UNSTATED = ""
"""Stands for an attribute that was not given, or on which the coders differ."""


def evidence_of(
    codings: Iterable[Coding], passages: Iterable[Passage], sources: Iterable[Source], codebook: Codebook
) -> list[Evidence]:
    """Every coding with where it stands and who says it.

    Args:
        codings: Of these passages.
        passages: Those people code.
        sources: Those of the passages.
        codebook: Says which scored code a coding counts towards.
    """
    by_id, where = {source.id: source for source in sources}, {passage.id: passage for passage in passages}
    capability: dict[str, str | None] = {}
    found = []
    for coding in codings:
        source, passage = by_id[coding.source_id], where[coding.passage_id]
        if coding.code not in capability:
            capability[coding.code] = codebook.capability(coding.code)
        found.append(
            Evidence(
                coding=coding,
                facts=source.facts_at(coding.span) or Facts(),
                source_path=source.path,
                title="",
                speaker=passage.speaker,
                place=passage.place,
                capability=capability[coding.code],
                question=passage.question,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that evidence comes from, read once, and the evidence it comes to."""

    codebook: Codebook
    sources: Mapping[str, Source]
    """Current ones by id, ordered by path."""
    passages: Mapping[str, Passage]
    """Those people code, by id, in reading order."""
    decisions: Sequence[Decision]
    """Live ones, in log order."""
    adjudications: Sequence[Adjudication]
    evidence: Sequence[Evidence]
    """Disputed codings too."""

    @property
    def cases(self) -> list[str]:
        """Every case that there is anything to code on, sorted."""
        return sorted({passage.case for passage in self.passages.values() if passage.case})


def gather(project: Project) -> Gathered:
    """Everything of a project as it stands; the larger part of the time is reading, so read it once."""
    store, codebook = project.store, project.codebook()
    sources = {source.id: source for source in store.sources()}
    passages, decisions, adjudications = codable(project), store.decisions(), store.adjudications()
    texts = {source.id: source.text for source in sources.values()}
    codings = review.codings(passages, decisions, adjudications, texts)
    evidence = evidence_of(codings, passages, sources.values(), codebook)
    return Gathered(codebook, sources, {each.id: each for each in passages}, decisions, adjudications, evidence)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which evidence is wanted; what is left empty lets everything through."""

    source: str = ""
    """Path."""
    coder: str = ""
    """One of those who gave it."""
    status: CodingStatus | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """By attribute, the value it must have; `UNSTATED`: none."""
    text: str = ""
    """Words that must stand in the quote, as they follow each other."""

    def of(self, evidence: Iterable[Evidence]) -> list[Evidence]:
        """What is let through, in the order given."""
        words = collapse(self.text).casefold()
        return [
            each
            for each in evidence
            if self.source in ("", each.source_path)
            and (not self.coder or self.coder in each.coding.coders)
            and self.status in (None, each.coding.status)
            and all((each.attribute(name) or UNSTATED) == value for name, value in self.attributes.items())
            and (not words or words in collapse(each.coding.quote).casefold())
        ]


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Row:
    """One code of the matrix; its cells hold what was given to it and to all codes below it."""

    code: str
    label: str
    depth: int
    """0 at the top of the codebook."""
    below: tuple[str, ...]
    """Itself and the codes below it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one case has for one code and those below it."""

    passages: int = 0
    """Different passages that carry it."""
    codings: int = 0
    """Those that count; disputed ones do not."""
    disputed: int = 0
    sources: int = 0
    values: Mapping[str, int] = field(default_factory=dict)
    """Codings that count, by value of the codebook's first attribute, `UNSTATED` included."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cases by codes, with the evidence in every cell."""

    cases: tuple[str, ...]
    rows: tuple[Row, ...]
    """In the order of the codebook; codes it no longer holds come last, under their ids."""
    attribute: str
    """The codebook's first; empty when it has none."""
    values: tuple[str, ...]
    """Of that attribute, in the order of the codebook."""
    cells: Mapping[tuple[str, str], Cell]
    """By case and code; what has no evidence at all is left out, and `cell` says so."""
    evidence: Mapping[tuple[str, str], Sequence[Evidence]]
    """By case and code as given, without what stands below it; in reading order."""

    def cell(self, case: str, code: str) -> Cell:
        """One cell, with zeros where there is nothing."""
        return self.cells.get((case, code), Cell())

    def quotes(self, case: str = "", code: str = "", wanted: Filter = EVERYTHING) -> list[Evidence]:
        """The codings behind a cell, a row (no case), a column (no code) or all, in reading order."""
        codes = {each for row in self.rows if code in ("", row.code) for each in row.below}
        found = [
            each
            for place in (self.cases if not case else [case])
            for given in codes
            for each in self.evidence.get((place, given), ())
        ]
        return in_order(wanted.of(found))


def matrix(
    evidence: Iterable[Evidence], codebook: Codebook, cases: Iterable[str], wanted: Filter = EVERYTHING
) -> Matrix:
    """Count evidence by case and code, every code with those below it.

    Args:
        evidence: Disputed codings too.
        codebook: Its tree gives the rows.
        cases: Those without any evidence as well.
        wanted: Only this evidence is counted and held.
    """
    held: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for each in in_order(wanted.of(evidence)):
        held[each.case, each.coding.code].append(each)
    rows = _rows(codebook, {code for _, code in held})
    columns = tuple(sorted({*cases, *(case for case, _ in held)}))
    first = codebook.attributes[0] if codebook.attributes else None
    attribute = first.name if first else ""
    cells = {}
    for case in columns:
        for row in rows:
            found = [each for code in row.below for each in held.get((case, code), ())]
            if found:
                cells[case, row.code] = _cell(found, attribute)
    return Matrix(columns, rows, attribute, first.values if first else (), cells, dict(held))


def _rows(codebook: Codebook, used: Iterable[str]) -> tuple[Row, ...]:
    under: dict[str, list[str]] = {code.code: [code.code] for code in codebook.codes}
    depth: dict[str, int] = {}
    for code in codebook.codes:
        above = _above(codebook, code.code)
        depth[code.code] = len(above)
        for each in above:
            under[each].append(code.code)
    rows = [Row(code.code, code.label, depth[code.code], tuple(under[code.code])) for code in codebook.codes]
    return (*rows, *(Row(code, code, 0, (code,)) for code in sorted(set(used) - set(under))))


def _above(codebook: Codebook, code: str) -> list[str]:
    """The codes above one, nearest first."""
    found: list[str] = []
    each = codebook.get(code)
    while each is not None and each.parent and each.parent not in (*found, code):
        each = codebook.get(each.parent)
        if each is not None:
            found.append(each.code)
    return found


def _cell(found: Sequence[Evidence], attribute: str) -> Cell:
    counted = [each for each in found if each.coding.counts]
    values: dict[str, int] = defaultdict(int)
    for each in counted if attribute else ():
        values[each.attribute(attribute) or UNSTATED] += 1
    return Cell(
        passages=len({each.coding.passage_id for each in counted}),
        codings=len(counted),
        disputed=len(found) - len(counted),
        sources=len({each.source_path for each in counted}),
        values=dict(values),
    )


def run_matrix(project: Project, wanted: Filter = EVERYTHING) -> Matrix:
    """The matrix of a project as it stands."""
    found = gather(project)
    return matrix(found.evidence, found.codebook, found.cases, wanted)
