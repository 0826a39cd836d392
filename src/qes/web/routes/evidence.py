"""Evidence: cases by codes, the quotes behind every cell, search, and groups of cases side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field

from qes.errors import NotFound
from qes.model import CodingStatus, Role
from qes.pipeline.by_words import Found, by_words
from qes.pipeline.cases import CaseTable, case_table
from qes.pipeline.compare import Comparison, compare
from qes.pipeline.evidence import Filter, Matrix
from qes.pipeline.evidence import matrix as matrix_of
from qes.pipeline.reader import hidden
from qes.pipeline.search import Search, run_search
from qes.pipeline.sight import Sight, all_evidence, sight
from qes.synthesis.evidence import Evidence
from qes.web.access import Here, Visitor, Who, allow
from qes.web.answers import Json
from qes.web.cache import cache_of
from qes.web.fields import Body
from qes.web.sight import reader_of
from qes.web.state import State
from qes.web.views import evidence as told

router = APIRouter(prefix="/api", tags=["evidence"])

MOST_QUOTES = 200
MOST_HITS = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as it stands in the address."""

    kind: str
    coder: str
    status: CodingStatus | None
    text: str
    given: tuple[str, ...]

    def filter(self, attributes: frozenset[str]) -> Filter:
        """The same for the evidence; what a source is, it does not know.

        Raises:
            NotFound: There is no such attribute.
        """
        pairs = [each.partition(":") for each in self.given]
        for name, _, _ in pairs:
            if name not in attributes:
                raise NotFound("attribute", name)
        return Filter(
            coder=self.coder, status=self.status, text=self.text, attributes={name: value for name, _, value in pairs}
        )


def _asked(
    kind: Annotated[str, Query(description="Kind of source.")] = "",
    coder: str = "",
    status: CodingStatus | None = None,
    text: Annotated[str, Query(max_length=200, description="Words in the quote, as they follow each other.")] = "",
    given: Annotated[list[str] | None, Query(alias="with", description="name:value; name: for none stated.")] = None,
) -> Asked:
    return Asked(kind, coder, status, text, tuple(sorted(given or ())))


Wanted = Annotated[Asked, Depends(_asked)]


@router.get("/evidence")
@allow(Role.VIEWER)
def overview(here: Here, who: Who, asked: Wanted) -> Json:
    """Cases by codes, each code with those below it; what one can filter by; how much is held back and why."""
    seen, matrix, seq = _matrix(here, who, asked)
    codebook = here.ledger.codebook
    cache, name = cache_of(here.ledger), ("choices", _key(who))
    choices = cache.get(name, _stamp(here), lambda: told.choices(seen.evidence, codebook))
    return Json(told.matrix(matrix, codebook) | {"held": told.held(seen), "choices": choices, "seq": seq})


@router.get("/evidence/quotes")
@allow(Role.VIEWER)
def quotes(
    here: Here,
    who: Who,
    asked: Wanted,
    case: str = "",
    code: str = "",
    skip: Annotated[int, Query(ge=0)] = 0,
    most: Annotated[int, Query(ge=1, le=MOST_QUOTES)] = 50,
) -> Json:
    """The quotes behind a cell, a case (no code), a code (no case) or all, by the value of the first attribute."""
    seen, matrix, _ = _matrix(here, who, asked)
    found = matrix.quotes(case, code)
    values = (*matrix.values, "")
    groups = {value: [each for each in found if _value(each, matrix) == value] for value in values}
    ordered = [each for value in values for each in groups[value]]
    return Json(
        {
            "total": len(found),
            "disputed": sum(not each.coding.counts for each in found),
            "counts": [{"value": value, "quotes": len(groups[value])} for value in values],
            "quotes": [told.quote(each) for each in ordered[skip : skip + most]],
            "held": told.held(seen),
        }
    )


def _value(each: Evidence, matrix: Matrix) -> str:
    value = each.attribute(matrix.attribute) if matrix.attribute else None
    return value if value in matrix.values else ""


@router.get("/evidence/compare")
@allow(Role.VIEWER)
def groups(here: Here, who: Who, asked: Wanted, by: str = "") -> Json:
    """Groups of cases side by side, by a column of `corpus/cases.csv`, or its first; they are never ranked.

    `columns` are those one can choose from; without any, `comparison` is null.
    """
    _, matrix, _ = _matrix(here, who, asked)
    table, found = _compared(here, matrix, by)
    comparison = told.comparison(found, matrix, table) if found else None
    return Json({"columns": list(table.names), "comparison": comparison})


def _compared(here: State, matrix: Matrix, by: str) -> tuple[CaseTable, Comparison | None]:
    table = case_table(here.project)
    return table, compare(matrix, table, by or table.names[0]) if table.names else None


@router.get("/evidence.csv", response_class=Response)
@allow(Role.VIEWER)
def download(
    here: Here,
    who: Who,
    asked: Wanted,
    table: Literal["matrix", "quotes", "groups"] = "matrix",
    case: str = "",
    code: str = "",
    by: str = "",
) -> Response:
    """What is shown, as a table: the matrix, the quotes behind a part of it, or groups of cases side by side."""
    _, matrix, _ = _matrix(here, who, asked)
    rows: Iterable[Mapping[str, Any]] = told.matrix_rows(matrix)
    if table == "quotes":
        rows = told.quote_rows(matrix.quotes(case, code), here.ledger.codebook)
    elif table == "groups":
        found = _compared(here, matrix, by)[1]
        rows = told.group_rows(found, matrix) if found else ()
    headers = {"content-disposition": f'attachment; filename="{table}.csv"'}
    return Response(told.as_csv(list(rows)), media_type="text/csv; charset=utf-8", headers=headers)


# --- What is seen ---------------------------------------------------------------------------------


def _key(who: Visitor) -> str | None:
    """Names what somebody sees; everybody who sees everything sees the same."""
    return who.name if reader_of(who).codes else None


def _stamp(here: State) -> tuple[int, str]:
    return here.ledger.seq, here.ledger.codebook.sha256


def _matrix(here: State, who: Visitor, asked: Asked) -> tuple[Sight, Matrix, int]:
    """What somebody sees, counted, and the position in the log it stands for."""
    seq = here.ledger.refresh()
    cache, stamp = cache_of(here.ledger), _stamp(here)
    wanted = asked.filter(frozenset(rule.name for rule in here.ledger.codebook.attributes))
    evidence = cache.get("evidence", stamp, lambda: all_evidence(here.ledger))
    seen = cache.get(("sight", _key(who)), stamp, lambda: sight(here.desk, reader_of(who), evidence))
    found = cache.get(("matrix", _key(who), asked), stamp, lambda: _counted(here, seen, asked, wanted))
    return seen, found, seq


def _counted(here: State, seen: Sight, asked: Asked, wanted: Filter) -> Matrix:
    evidence = [each for each in seen.evidence if asked.kind in ("", each.facts.kind)]
    cases = {passage.case for passage in here.ledger.passages.values() if passage.case}
    return matrix_of(evidence, here.ledger.codebook, cases, wanted)


# --- Search ---------------------------------------------------------------------------------------


class Sought(Body):
    """What is searched for. In the body, so that a pasted sentence stands in no address and no log."""

    text: str = Field(min_length=1, max_length=2000, description='Words, "phrases" and -exclusions.')
    meaning: bool = Field(False, description="Whether passages that mean the same are sought too; may take seconds.")
    most: int = Field(30, ge=1, le=MOST_HITS)


@router.post("/search")
@allow(Role.VIEWER)
def search(here: Here, who: Who, sought: Sought) -> Json:
    """The best passages, with the codes on them as far as whoever asks may see those."""
    seq = here.ledger.refresh()
    if sought.meaning:
        # One after another: each search by meaning may load the model.
        asked = (seq, sought.text, sought.most)
        hits = cache_of(here.ledger).get("meaning", asked, lambda: _by_meaning(here, sought))
    else:
        hits = by_words(here.ledger, sought.text, sought.most)
    return Json([_hit(here, who, each) for each in hits])


def _by_meaning(here: State, sought: Sought) -> list[Found]:
    hits = run_search(here.project, Search(text=sought.text, most=sought.most))
    return [Found(each.passage, each.spans) for each in hits]


def _hit(here: State, who: Visitor, found: Found) -> dict[str, Any]:
    ledger, passage = here.ledger, found.passage
    kept = hidden(here.desk, reader_of(who), passage)
    codes = {each.code for each in ledger.codings(passage.id) if each.counts}
    return told.hit(passage, ledger.sources[passage.source_id].path, found.spans, None if kept else codes)
