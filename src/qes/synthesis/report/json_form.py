"""The report as one JSON object, for programs; docs/report-json.md says what stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

from qes.synthesis.report.content import CapabilitySection, Report
from qes.synthesis.report.parts import Group, Quote, Table
from qes.synthesis.report.plain import plain
from qes.synthesis.report.wording import printable

VERSION = "1.0"
"""Of the form; the first number changes when something that was there is gone or means something else."""


def render_json(report: Report) -> bytes:
    """The report as JSON in UTF-8; the same report gives the same bytes."""
    parts = (
        f"{json.dumps(name)}: {json.dumps(part, ensure_ascii=False)}".encode()
        for name, part in report_object(report).items()
    )
    # A line for each part, and no more: to indent a million cells takes longer than all else.
    return b"{\n" + b",\n".join(parts) + b"\n}\n"


def schema() -> dict[str, Any]:
    """The JSON Schema that every report in this form obeys."""
    folder = files("qes.synthesis.report") / "templates"
    found: dict[str, Any] = json.loads((folder / "report.schema.json").read_text(encoding="utf-8"))
    return found


def report_object(report: Report) -> dict[str, Any]:
    """The same as an object; each quote stands in `quotes` once, and everywhere else by its number."""
    places = _places(report.evidence)
    quotes = {quote.number: quote for group in _groups(report) for quote in group.quotes}
    return {
        "schema": VERSION,
        "title": plain(report.title),
        "banner": plain(report.banner),
        "about": plain(report.about),
        "audience": report.audience,
        "withheld": plain(report.withheld),
        "legend": [{"level": plain(label), "meaning": plain(text)} for label, text in report.legend],
        "cases": _cases(report),
        "findings": _findings(report),
        "framework": [
            {"case": plain(row.case), "cells": [{"code": plain(code)} | plain(cited) for code, cited in row.cells]}
            for row in report.framework
        ],
        "themes": [plain(replace(each, group=_EMPTY)) | {"group": _group(each.group)} for each in report.themes],
        "codes": [
            plain(replace(each, groups=())) | {"groups": [_group(one) for one in each.groups]} for each in report.codes
        ],
        "disputes": _group(report.disputes),
        "quotes": [_quote(quotes[number], places) for number in sorted(quotes)],
        "quotes_printed": report.quotes,
        "quotes_verified": report.quotes_verified,
        "tables": [
            _table(name, table)
            for name, table in (
                ("counts", report.counts),
                ("coverage", report.coverage),
                ("agreement", report.agreement),
                ("sources", report.sources),
                *((table.id or "table", table) for table in report.tables),
            )
        ],
        "evidence": _table("evidence", report.evidence) if report.evidence is not None else None,
        "figures": [plain({name: getattr(each, name) for name in _FIGURE}) for each in report.figures],
        "method": [{"label": plain(label), "text": plain(text)} for label, text in report.method],
        "rubric": plain(report.rubric),
    }


_FIGURE = ("id", "title", "caption", "alt", "case")
_EMPTY = Group("", "", ())
_NONE = (_EMPTY, _EMPTY)


def _cases(report: Report) -> list[dict[str, Any]]:
    return [
        plain(replace(case, capabilities=()))
        | {"facts": _named(case.facts), "capabilities": [_capability(each) for each in case.capabilities]}
        for case in report.cases
    ]


def _findings(report: Report) -> list[dict[str, Any]]:
    return [
        plain(replace(each, sides=_NONE, concerns=()))
        | {
            "sides": [_group(side) for side in each.sides],
            "concerns": [dict(zip(("component", "grade", "reason"), plain(one), strict=True)) for one in each.concerns],
        }
        for each in report.findings
    ]


def _capability(part: CapabilitySection) -> dict[str, Any]:
    found: dict[str, Any] = plain(replace(part, sides=_NONE, apart=()))
    return found | {
        "sides": [_group(each) for each in part.sides],
        "apart": [_group(each) for each in part.apart],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": plain(group.id),
        "title": plain(group.title),
        "quotes": [each.number for each in group.quotes],
        "total": max(group.total, len(group.quotes)),
    }


def _groups(report: Report) -> Iterator[Group]:
    for case in report.cases:
        for part in case.capabilities:
            yield from (*part.sides, *part.apart)
    for finding in report.findings:
        yield from finding.sides
    for code in report.codes:
        yield from code.groups
    yield from (theme.group for theme in report.themes)
    yield report.disputes


def _quote(quote: Quote, places: dict[str, tuple[int, int]]) -> dict[str, Any]:
    found: dict[str, Any] = plain(quote) | {"details": _named(quote.details)}
    place = places.get(quote.anchor)
    return found | {"span": None if place is None else {"start": place[0], "end": place[1]}}


def _places(evidence: Table | None) -> dict[str, tuple[int, int]]:
    """Anchor of a quote → where it stands in the stored text, as the table of evidence says."""
    if evidence is None or not {"Coding", "Start", "End"} <= set(evidence.headers):
        return {}
    coding, start, end = (evidence.headers.index(name) for name in ("Coding", "Start", "End"))
    return {
        f"q-{row[coding]}": (int(row[start]), int(row[end]))
        for row in evidence.rows
        if row[start].isdecimal() and row[end].isdecimal()
    }


def _named(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"name": plain(name), "value": plain(value)} for name, value in pairs]


def _table(name: str, table: Table) -> dict[str, Any]:
    rows = [[printable(cell) for cell in row] for row in table.rows]
    return {"id": name, "caption": plain(table.caption), "headers": plain(table.headers), "rows": rows}
