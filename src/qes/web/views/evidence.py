"""Evidence → JSON and tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from qes.interop.tables import columns, guard
from qes.model import Codebook, Passage, Span
from qes.pipeline.cases import CaseTable
from qes.pipeline.compare import Comparison
from qes.pipeline.evidence import UNSTATED, Cell, Matrix
from qes.pipeline.sight import Sight
from qes.synthesis.evidence import Evidence
from qes.web.views import common as views


def held(sight: Sight) -> dict[str, int]:
    """What is kept from whoever asks until they have coded it themselves."""
    return {"codings": sight.held_codings, "passages": sight.held_passages}


def matrix(value: Matrix, codebook: Codebook) -> dict[str, Any]:
    """The matrix; `cells` by places in `cases` and `codes`, those without any evidence left out."""
    parents = {code.code: code.parent for code in codebook.codes}
    codes = [
        {"code": row.code, "label": row.label, "depth": row.depth, "parent": parents.get(row.code)}
        for row in value.rows
    ]
    at_case = {case: place for place, case in enumerate(value.cases)}
    at_code = {row.code: place for place, row in enumerate(value.rows)}
    cells = [[at_case[case], at_code[code], _cell(cell, value)] for (case, code), cell in sorted(value.cells.items())]
    told = {"cases": list(value.cases), "codes": codes, "cells": cells}
    return told | {"attribute": value.attribute, "values": list(value.values)}


def _cell(value: Cell, matrix: Matrix) -> dict[str, Any]:
    return {
        "passages": value.passages,
        "codings": value.codings,
        "disputed": value.disputed,
        "sources": value.sources,
        "values": [value.values.get(each, 0) for each in (*matrix.values, UNSTATED)],
    }


def choices(evidence: Sequence[Evidence], codebook: Codebook) -> dict[str, Any]:
    """What one can filter by."""
    return {
        "kinds": sorted({each.facts.kind for each in evidence}),
        "coders": sorted({coder for each in evidence for coder in each.coding.coders}),
        "attributes": [{"name": rule.name, "values": list(rule.values)} for rule in codebook.attributes],
    }


def quote(value: Evidence) -> dict[str, Any]:
    """A quote with all that is needed to cite it."""
    coding, facts = value.coding, value.facts
    return {
        "id": coding.id,
        "quote": coding.quote,
        "code": coding.code,
        "case": coding.case,
        "source": coding.source_id,
        "path": value.source_path,
        "passage": coding.passage_id,
        "span": views.span(coding.span),
        "place": value.place,
        "speaker": value.speaker,
        "question": value.question,
        "role": facts.role,
        "kind": facts.kind,
        "date": facts.date,
        "attributes": dict(coding.attributes),
        "differing": list(coding.differing),
        "coders": list(coding.coders),
        "status": coding.status.value,
    }


def comparison(value: Comparison, matrix: Matrix, table: CaseTable) -> dict[str, Any]:
    """Groups side by side; `shares` of each code in the order of the groups."""
    names = [group.name for group in value.groups]
    rows = [
        {
            "code": row.code,
            "label": row.label,
            "depth": row.depth,
            "shares": [
                {"cases": share.cases, "with_evidence": share.with_evidence, "codings": share.codings}
                for share in (value.shares[name, row.code] for name in names)
            ],
        }
        for row in matrix.rows
    ]
    groups = [{"name": group.name, "cases": list(group.cases)} for group in value.groups]
    told = {"by": value.by, "groups": groups, "codes": rows, "unstated": list(value.unstated)}
    return told | {"strangers": table.strangers(matrix.cases)}


def hit(passage: Passage, path: str, spans: Sequence[Span], codes: Iterable[str] | None) -> dict[str, Any]:
    """A passage that was found; `spans` are codepoints into its text, `codes` null where they are kept back."""
    return {
        "passage": views.passage(passage),
        "path": path,
        "spans": [views.span(each) for each in spans],
        "codes": None if codes is None else sorted(codes),
    }


# --- Tables ---------------------------------------------------------------------------------------


def matrix_rows(value: Matrix) -> Iterator[dict[str, Any]]:
    """A row for each cell of the matrix, those without evidence too."""
    for case in value.cases:
        for row in value.rows:
            cell = value.cells.get((case, row.code))
            yield {
                "case": case,
                "code": row.code,
                "label": row.label,
                "codings": cell.codings if cell else 0,
                "passages": cell.passages if cell else 0,
                "sources": cell.sources if cell else 0,
                "disputed": cell.disputed if cell else 0,
                **_values(cell, value),
            }


def _values(cell: Cell | None, matrix: Matrix) -> dict[str, int]:
    given: Mapping[str, int] = cell.values if cell else {}
    if not matrix.attribute:
        return {}
    named = {f"{matrix.attribute}: {each}": given.get(each, 0) for each in matrix.values}
    return named | {f"{matrix.attribute}: not stated": given.get(UNSTATED, 0)}


def quote_rows(evidence: Iterable[Evidence], codebook: Codebook) -> Iterator[dict[str, Any]]:
    """A row for each coding."""
    for each in evidence:
        told = quote(each)
        yield {
            **{name: told[name] or "" for name in ("case", "code", "quote", "path", "place", "speaker", "role")},
            **{name: told[name] or "" for name in ("kind", "date", "status")},
            "coders": "; ".join(told["coders"]),
            **{rule.name: each.attribute(rule.name) or "" for rule in codebook.attributes},
            "differing": "; ".join(told["differing"]),
            **{name: told[name] for name in ("source", "passage", "id")},
        }


def group_rows(value: Comparison, matrix: Matrix) -> Iterator[dict[str, Any]]:
    """A row for each code in each group."""
    for row in matrix.rows:
        for group in value.groups:
            share = value.shares[group.name, row.code]
            yield {
                "code": row.code,
                "label": row.label,
                "by": value.by,
                "group": group.name,
                "cases": share.cases,
                "cases with evidence": share.with_evidence,
                "codings": share.codings,
                "codings per case": round(share.codings_per_case, 4),
            }


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as a table for spreadsheets, which shall run nothing of it; begins with the mark Excel needs."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns(rows), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: guard(value) for name, value in row.items()} for row in rows)
    return "\ufeff" + text.getvalue().replace("\x00", "")
