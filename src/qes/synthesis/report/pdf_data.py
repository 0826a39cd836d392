"""What the PDF prints, as the data its templates read: labels that exist once, lists cut by rule, tables that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from qes.synthesis.report.content import CapabilitySection, CaseSection, Report
from qes.synthesis.report.flow import flowing
from qes.synthesis.report.parts import Group, Quote, Table
from qes.synthesis.report.pdf_fonts import lacks
from qes.synthesis.report.pdf_page import LINE, on_a_page
from qes.synthesis.report.pdf_tables import runs, tables_data
from qes.synthesis.report.plain import cut, plain
from qes.synthesis.report.scored import missing_title, scored_lines

PER_GROUP, FEWER = 4, 2
"""How many quotes of a group a PDF prints; more make it a book, and the other forms hold them."""
_LARGE = 2000
"""Quotes of a report of which it prints fewer."""
_LACKS = "Some characters of this quote are in a script that this PDF has no letters for; the other forms show them."
_NONE = Table("", (), ())
_EMPTY = Group("", "", ())


def report_data(report: Report) -> dict[str, Any]:
    """Everything `report.typ` prints, as JSON can hold it."""
    labels = _Labels(_per_group(report))
    slim = replace(report, evidence=None, texts=(), counts=_NONE, coverage=_NONE, agreement=_NONE, sources=_NONE)
    data: dict[str, Any] = plain(replace(slim, tables=()))
    data |= _common(report)
    data["profiles"] = any(case.capabilities for case in report.cases)
    data["depth"] = 2 if len(report.cases) + len(report.codes) + len(report.findings) <= 40 else 1
    data["said"] = _said(report)
    data["cases"] = [_case(case, labels) for case in report.cases]
    data["findings"] = [
        _section(each, plain(each), labels) | {"sides": _groups(each.sides, labels, whole=True)}
        for each in report.findings
    ]
    data["themes"] = [
        _section(each, plain(each), labels) | {"group": _group(each.group, labels)} for each in report.themes
    ]
    data["codes"] = [
        _section(each, plain(each), labels) | {"groups": _groups(each.groups, labels)} for each in report.codes
    ]
    data["disputes"] = _group(report.disputes, labels)
    for row in data["matrix"]:
        for cell in row["cells"]:
            cell["label"] = labels.known(f"at-{cell['anchor']}")
    for row in data["framework"]:
        row["cells"] = [[label, _cited(words)] for label, words in row["cells"]]
    data["back"] = _back(report)
    data["sources"] = list(tables_data([report.sources]))
    data["labels"] = labels.quotes
    return data


def profile_data(report: Report, case: CaseSection) -> dict[str, Any]:
    """Everything `profile.typ` prints."""
    found = _case(case, _Labels()) | {"heading": plain(case.name)}
    return _common(report) | {"title": plain(f"{case.name}: {report.title}"), "case": found}


def _per_group(report: Report) -> int:
    return PER_GROUP if report.quotes <= _LARGE else FEWER


class _Labels:
    """Names that links may lead to; each is given once, however often the thing is printed."""

    def __init__(self, per_group: int = PER_GROUP) -> None:
        self.per_group = per_group
        self.quotes: dict[str, str] = {}
        self._given: set[str] = set()

    def new(self, name: str) -> str:
        if name in self._given:
            return ""
        self._given.add(name)
        return name

    def known(self, name: str) -> str:
        return name if name in self._given else ""

    def quote(self, number: int) -> str:
        label = self.new(f"quote-{number}")
        if label:
            self.quotes[str(number)] = label
        return label


def _common(report: Report) -> dict[str, Any]:
    short = report.title if len(report.title) <= 80 else f"{report.title[:79]}…"
    return {
        "title": plain(report.title),
        "short": plain(" ".join(short.split())),
        "banner": plain(report.banner),
        "warning": cut(plain(report.banner), 2 * LINE),
    }


def _said(report: Report) -> list[str]:
    """What holds for this form of the report alone."""
    most = _per_group(report)
    said = [
        f"Findings stand with every quote they cite. Where else there are more than {most} quotes under one heading, "
        f"this PDF prints the first {most} and says how many there are; the other forms hold more. Numbers in brackets "
        "name quotes."
    ]
    if any(lacks(text) for text in _texts(report)):
        said.append(
            "Some texts are in a script (such as Chinese, or emoji) that the fonts of this PDF have no letters for: "
            "they show as boxes here, and as they are in the other forms."
        )
    return said


def _texts(report: Report) -> Iterator[str]:
    yield from (report.title, *(case.name for case in report.cases))
    for part in (part for case in report.cases for part in case.capabilities):
        yield from (quote.text for group in (*part.sides, *part.apart) for quote in group.quotes)
    yield from (quote.text for code in report.codes for group in code.groups for quote in group.quotes)
    yield from (finding.statement for finding in report.findings)


# --- Sections -----------------------------------------------------------------------------------


def _case(case: CaseSection, labels: _Labels) -> dict[str, Any]:
    found: dict[str, Any] = plain(replace(case, capabilities=()))
    return found | {
        "label-name": labels.new(f"at-{case.anchor}"),
        "known": cut(plain(" · ".join(f"{name}: {value}" for name, value in case.facts)), 2 * LINE),
        "like": cut(plain(f"Most like it: {'; '.join(case.peers)}" if case.peers else ""), 2 * LINE),
        "capabilities": [_capability(each, labels) for each in case.capabilities],
    }


def _capability(part: CapabilitySection, labels: _Labels) -> dict[str, Any]:
    found = _section(part, plain(replace(part, sides=(_EMPTY, _EMPTY), apart=())), labels)
    found["sides"], found["apart"] = _groups(part.sides, labels), _groups(part.apart, labels)
    for reason, known in zip((*found["met"], *found["gates"]), (*part.met, *part.gates), strict=True):
        reason["refs"], reason["label"] = _numbers(reason["refs"]), plain(known.label)
    found["scored"] = plain(scored_lines(part.judgement)) if part.judgement else []
    found["missing-title"] = missing_title(part.level) if part.level else ""
    found["charted"] = _cited(found["charted"])
    if found["standing"] is not None:
        found["standing"]["statement"] = _cited(found["standing"]["statement"])
    found["page"] = on_a_page(part)
    return found


def _section(part: Any, data: dict[str, Any], labels: _Labels) -> dict[str, Any]:
    return data | {"label-name": labels.new(f"at-{part.anchor}")}


def _groups(groups: Iterable[Group], labels: _Labels, *, whole: bool = False) -> list[dict[str, Any]]:
    return [_group(each, labels, whole=whole) for each in groups]


def _group(group: Group, labels: _Labels, *, whole: bool = False) -> dict[str, Any]:
    """Quotes under a heading: as many as there is room for, or the whole of what people chose to cite."""
    shown = group.quotes if whole else group.quotes[: labels.per_group]
    found: dict[str, Any] = plain(replace(group, quotes=(), total=max(group.total, len(group.quotes))))
    return found | {"quotes": [_quote(each, labels) for each in shown]}


def _quote(quote: Quote, labels: _Labels) -> dict[str, Any]:
    facts = [quote.case, quote.code, quote.who, quote.source, quote.place, quote.date]
    coded = f"coded by {quote.coders}" if quote.coders else ""
    details = [f"{name}: {value}" for name, value in quote.details]
    by = f"[{quote.number}] {' · '.join(each for each in (*facts, coded, *details) if each)}"
    notes = (*quote.notes, *([_LACKS] if lacks(quote.text) else []))
    return {
        "text": plain(flowing(quote.text)),
        "by": plain(by),
        "notes": plain(notes),
        "label": labels.quote(quote.number),
    }


def _cited(words: dict[str, Any] | None) -> dict[str, Any] | None:
    if words is None:
        return None
    return words | {"refs": _numbers(words["refs"]), "against": _numbers(words["against"])}


def _numbers(refs: Iterable[dict[str, Any]]) -> list[int]:
    return [each["number"] for each in refs]


def _back(report: Report) -> list[dict[str, Any]]:
    parts = (
        ("Tables", report.tables),
        ("Coverage", (report.coverage, report.counts)),
        ("Agreement", (report.agreement,)),
    )
    return [{"title": title, "tables": runs(tables_data(tables))} for title, tables in parts if tables]
