"""The framework matrix and the peers of a case → JSON and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qes.model import Charted, Code, Unit
from qes.pipeline.cases import CaseTable
from qes.pipeline.charting import Cell
from qes.pipeline.evidence import Matrix, Row
from qes.pipeline.ledger import Ledger
from qes.pipeline.peers import Company
from qes.synthesis.scoring.standing import UnitStanding
from qes.web.findings import citations

Charts = Mapping[tuple[str, str], Cell]
"""By case and code."""


def matrix(
    counted: Matrix,
    rows: Sequence[Row],
    charts: Charts,
    parents: Mapping[str, str | None],
    held: set[tuple[str, str]],
    standings: Mapping[Unit, UnitStanding],
) -> dict[str, Any]:
    """Cases by codes; `cells` by places in `cases` and `codes`, those with neither evidence nor words left out.

    Args:
        counted: Evidence as whoever asks may see it.
        rows: The codes wanted.
        charts: Summaries whoever asks may see.
        parents: Of each code the one above.
        held: Cells whose summary is kept from whoever asks.
        standings: Of every unit, by which `levels` says by the same places how far its scoring has come.
    """
    codes = [
        {"code": row.code, "label": row.label, "depth": row.depth, "parent": parents.get(row.code)} for row in rows
    ]
    cells = [
        [at, place, _cell(counted, charts.get((case, row.code)), case, row.code, (case, row.code) in held)]
        for at, case in enumerate(counted.cases)
        for place, row in enumerate(rows)
        if (case, row.code) in counted.cells or (case, row.code) in charts or (case, row.code) in held
    ]
    levels = [
        [at, place, _judged(now)]
        for at, case in enumerate(counted.cases)
        for place, row in enumerate(rows)
        if (now := standings.get(Unit(case, row.code))) is not None
    ]
    return {"cases": list(counted.cases), "codes": codes, "cells": cells, "levels": levels}


def _cell(counted: Matrix, chart: Cell | None, case: str, code: str, held: bool) -> dict[str, Any]:
    found = counted.cell(case, code)
    told = {"quotes": found.codings, "disputed": found.disputed, "held": held}
    if chart is None:
        return told
    said = chart.charted
    return told | {"text": said.text, "cited": len(chart.citations), "lost": len(chart.lost), "author": said.author}


def chart(value: Cell, ledger: Ledger) -> dict[str, Any]:
    """The summary of a cell as it stands."""
    said = value.charted
    return {
        "id": said.id,
        "text": said.text,
        "citations": [citations.reread_view(ledger, each) for each in value.citations],
        "author": said.author,
        "at": said.at,
        "draft": said.draft,
    }


def version(value: Charted, ledger: Ledger, standing: frozenset[str]) -> dict[str, Any]:
    """One version of a summary, as it was saved."""
    return {
        "id": value.id,
        "text": value.text,
        "citations": [citations.view(ledger, each) for each in value.citations],
        "author": value.author,
        "at": value.at,
        "undone": value.id not in standing,
    }


def table_rows(counted: Matrix, rows: Sequence[Row], charts: Charts, ledger: Ledger) -> Iterator[dict[str, Any]]:
    """A row for each cell, with its summary and the quotes that stand in it."""
    for case in counted.cases:
        for row in rows:
            chart = charts.get((case, row.code))
            said = chart.charted if chart else None
            yield {
                "case": case,
                "code": row.code,
                "label": row.label,
                "quotes": counted.cell(case, row.code).codings,
                "summary": said.text if said else "",
                "cited": "\n".join(_reference(ledger, chart)) if chart else "",
                "lost": "; ".join(chart.lost) if chart else "",
                "author": said.author if said else "",
                "at": said.at if said else "",
            }


def _reference(ledger: Ledger, chart: Cell) -> Iterator[str]:
    for each in chart.charted.citations:
        told = citations.view(ledger, each)
        side = "against: " if each.against else ""
        yield f"{side}“{each.quote}” ({told['path']}, {told['place']})"


# --- Peers ------------------------------------------------------------------------------------------


def company(
    value: Company,
    table: CaseTable,
    scored: Sequence[Code],
    standings: Mapping[Unit, UnitStanding],
    texts: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    """A case and those most like it, side by side: what is known of them, their levels, and what was written.

    Args:
        value: The peers.
        table: Attributes of cases.
        scored: The capabilities.
        standings: Of the units of these cases; a level is shown once people have decided it.
        texts: Summaries of capabilities, by case and code.
    """
    cases = [value.case, *(each.case for each in value.peers)]
    peers = [
        {
            "case": each.case,
            "sentence": each.sentence,
            "shared": list(each.shared),
            "unknown": list(each.unknown),
        }
        for each in value.peers
    ]
    rows = [
        {
            "code": each.code,
            "label": each.label,
            "cells": [
                _judged(standings.get(Unit(case, each.code))) | {"text": texts.get((case, each.code), "")}
                for case in cases
            ],
        }
        for each in scored
    ]
    return {
        "case": value.case,
        "chosen": list(value.variables),
        "cases": cases,
        "peers": peers,
        "apart": list(value.apart),
        "values": [{name: table.values.get(case, {}).get(name) for name in value.variables} for case in cases],
        "rows": rows,
    }


def _judged(value: UnitStanding | None) -> dict[str, Any]:
    """Before people have decided, nothing is said of what anybody gave."""
    if value is None or not value.decided:
        stage = value.stage.value if value else ""
        return {"decided": False, "stage": stage, "level": None, "signed": False, "alone": False}
    told = {"decided": True, "stage": value.stage.value, "level": value.level}
    return told | {"signed": value.signoff is not None, "alone": value.alone}
