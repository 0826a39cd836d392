"""Agreement, disagreements and reasons → JSON, and agreement → CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from qes.coding.agreement import OVERALL, Agreement
from qes.coding.disagreements import Disagreement, Lesson, Voice, masked
from qes.interop.tables import guard
from qes.model import Adjudication
from qes.pipeline.agreeing import Pair
from qes.pipeline.cards import NEIGHBOURS
from qes.pipeline.differences import Found
from qes.pipeline.ledger import Ledger
from qes.web.views import common as views

EXCERPT = 110
"""Characters of a passage that stand in the list."""

COLUMNS = (
    *("code", "coders", "unit", "units", "prevalence", "percent"),
    *("kappa", "alpha", "alpha_low", "alpha_high", "ac1", "read_with_care"),
)


# --- Agreement ------------------------------------------------------------------------------------


def agreement(value: Agreement) -> dict[str, Any]:
    """A row of figures; what is undefined is null."""
    return {
        "code": value.code,
        "units": value.units,
        "prevalence": value.prevalence,
        "percent": value.percent,
        "kappa": value.kappa,
        "alpha": value.alpha,
        "interval": list(value.interval) if value.interval else None,
        "ac1": value.ac1,
        "warning": value.warning,
    }


def pair(value: Pair) -> dict[str, Any]:
    """Two coders and how many passages both have read."""
    return {"coders": list(value.coders), "passages": value.passages}


def table(rows: Iterable[Agreement]) -> str:
    """Agreement as CSV, with a mark at the front, which Excel needs to read it as UTF-8."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in rows:
        low, high = each.interval or (None, None)
        figures = [each.prevalence, each.percent, each.kappa, each.alpha, low, high, each.ac1]
        rounded = ["" if figure is None else round(figure, 4) for figure in figures]
        code = "(all codes)" if each.code == OVERALL else each.code
        row = [code, "; ".join(each.coders), "passage", each.units, *rounded, each.warning]
        writer.writerow([guard(cell) for cell in row])
    return "\ufeff" + sheet.getvalue()


# --- Disagreements --------------------------------------------------------------------------------


def found(value: Found, ledger: Ledger, who: str, rows: Sequence[Disagreement]) -> dict[str, Any]:
    """A part of the list, with what one can filter it by."""
    return {
        "count": len(value.wanted),
        "open": value.open,
        "settled": value.settled,
        "withheld": value.withheld,
        "rows": [_row(each, ledger, who) for each in rows],
        "codes": dict(value.codes),
        "kinds": dict(value.kinds),
        "cases": dict(value.cases),
        "sources": [
            {"id": each, "path": ledger.sources[each].path, "count": value.sources[each]}
            for each in ledger.sources
            if each in value.sources
        ],
    }


def _row(value: Disagreement, ledger: Ledger, who: str) -> dict[str, Any]:
    """How many say what, and nobody's name."""
    passage = ledger.passages[value.passage_id]
    return {
        "passage": value.passage_id,
        "code": value.code,
        "kind": value.kind.value,
        "gave": len(value.gave),
        "denied": len(value.denied),
        "applies": value.settled.applies if value.settled else None,
        "own": _own(value, who),
        "case": passage.case,
        "path": ledger.sources[passage.source_id].path,
        "place": passage.place,
        "excerpt": passage.text[:EXCERPT],
    }


def _own(value: Disagreement, who: str) -> bool:
    return any(each.coder == who for each in value.voices)


def dispute(value: Disagreement, ledger: Ledger, who: str, seed: int | None) -> dict[str, Any]:
    """A disagreement with all that is needed to settle it.

    Args:
        value: With the coders' names.
        ledger: Holds what stands around.
        who: Is asking.
        seed: By which names are hidden; None: they are shown.
    """
    shown = value if seed is None else masked(value, seed)
    passage = ledger.passages[value.passage_id]
    around, at = ledger.of_source(passage.source_id), passage.ordinal
    history = [each for each in ledger.adjudications(passage.id) if each.code == value.code]
    return {
        "passage": views.passage(passage),
        "source": views.source(ledger.sources[passage.source_id], passage.span),
        "before": [views.passage(each) for each in around[max(0, at - NEIGHBOURS) : at]],
        "after": [views.passage(each) for each in around[at + 1 : at + 1 + NEIGHBOURS]],
        "code": value.code,
        "kind": value.kind.value,
        "overlap": value.overlap,
        "differing": list(value.differing),
        "unsaid": list(value.unsaid),
        "own": _own(value, who),
        "named": seed is None,
        "voices": [_voice(each) for each in shown.voices],
        "history": [adjudication(each, who, named=seed is None) for each in history],
    }


def _voice(value: Voice) -> dict[str, Any]:
    return {
        "name": value.coder,
        "gave": value.gave,
        "refused": value.refused,
        "spans": [views.span(each) for each in value.spans],
        "attributes": {name: list(given) for name, given in value.attributes.items()},
        "memos": list(value.memos),
        "blind": value.blind,
    }


def adjudication(value: Adjudication, who: str, *, named: bool) -> dict[str, Any]:
    """How somebody settled it; by whom only where names are shown."""
    return {
        "id": value.id,
        "passage": value.passage_id,
        "code": value.code,
        "applies": value.applies,
        "reason": value.reason,
        "kind": value.kind.value if value.kind else None,
        "span": views.span(value.span),
        "attributes": dict(value.attributes),
        "at": value.at,
        "mine": value.author == who,
        **({"author": value.author} if named else {}),
    }


# --- Reasons --------------------------------------------------------------------------------------


def lesson(value: Lesson) -> dict[str, Any]:
    """What settling taught about a code, in figures; a kind that was not said is `unsaid`."""
    return {
        "code": value.code,
        "settled": len(value.settled),
        "applies": value.applies,
        "kinds": {kind.value if kind else "unsaid": number for kind, number in value.kinds.items()},
    }


def reasons(value: Lesson, ledger: Ledger, who: str) -> list[dict[str, Any]]:
    """The reasons with their passages."""
    return [
        adjudication(each, who, named=False)
        | {"passage": views.passage(passage), "path": ledger.sources[passage.source_id].path}
        for passage, each in value.settled
    ]
