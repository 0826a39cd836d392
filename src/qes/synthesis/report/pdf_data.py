"""What the PDF prints, as the data its templates read: labels that exist once, lists cut by rule, tables that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from qes.synthesis.report.content import CapabilitySection, CaseSection, Report
from qes.synthesis.report.parts import Group, Quote, Table
from qes.synthesis.report.pdf_fonts import lacks
from qes.synthesis.report.pdf_tables import tables_data
from qes.synthesis.report.plain import cut, plain

PER_GROUP, FEWER = 4, 2
"""How many quotes of a group a PDF prints; more make it a book, and the other forms hold them."""
_LARGE = 2000
"""Quotes of a report of which it prints fewer."""
_TELLING = 40
"""Shorter quotes, in characters, say too little to stand alone on a page."""
_LINE, _HALF = 105, 50
"""About how many characters a line of a profile holds, over the whole width and over half of it."""
_FORMS = ((1, 0), (2, 3), (3, 5))
"""Of a capability on a profile: lines that its summary may take, and each of its quotes."""
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
        _section(each, plain(each), labels) | {"sides": _groups(each.sides, labels)} for each in report.findings
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
        "warning": cut(plain(report.banner), 2 * _LINE),
    }


def _said(report: Report) -> list[str]:
    """What holds for this form of the report alone."""
    most = _per_group(report)
    said = [
        f"Where there are more than {most} quotes under one heading, this PDF prints the first {most} and "
        "says how many there are; the other forms hold more. Numbers in brackets name quotes."
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
        "known": cut(plain(" · ".join(f"{name}: {value}" for name, value in case.facts)), 2 * _LINE),
        "like": cut(plain(f"Most like it: {'; '.join(case.peers)}" if case.peers else ""), 2 * _LINE),
        "capabilities": [_capability(each, labels) for each in case.capabilities],
    }


def _capability(part: CapabilitySection, labels: _Labels) -> dict[str, Any]:
    found = _section(part, plain(replace(part, sides=(_EMPTY, _EMPTY), apart=())), labels)
    found["sides"], found["apart"] = _groups(part.sides, labels), _groups(part.apart, labels)
    for reason in (*found["met"], *found["gates"]):
        reason["refs"] = _numbers(reason["refs"])
    found["charted"] = _cited(found["charted"])
    if found["standing"] is not None:
        found["standing"]["statement"] = _cited(found["standing"]["statement"])
    found["page"] = _on_a_page(part)
    return found


def _on_a_page(part: CapabilitySection) -> dict[str, Any]:
    """What a profile may print of a capability: in three forms, from a line or two to the fullest."""
    standing = part.standing
    words = [standing.statement if standing else None, part.charted]
    said = next((each.text for each in words if each is not None and each.text), "")
    said = said or (part.level.text if part.level else part.brief)
    status = "; ".join(each for each in (standing.status, standing.stale) if each) if standing else ""
    forms = [
        {
            "said": cut(plain(said), lines * _LINE),
            "status": cut(plain(status), _LINE),
            "missing": plain(_missing(part.missing)) if longest else "",
            "quotes": [_shortest(group, longest) for group in part.sides] if longest else [],
        }
        for lines, longest in _FORMS
    ]
    shown = {"label": plain(part.label), "level": plain(part.level), "range": plain(standing.range if standing else "")}
    return shown | {"forms": forms}


def _missing(items: Sequence[str]) -> str:
    """What is missing for the next level, as many items as fit on a line and each of them whole; then how many more."""
    kept = list[str]()
    for each in items:
        if kept and len("; ".join([*kept, each])) > _LINE:
            break
        kept.append(each.rstrip("."))
    left = len(items) - len(kept)
    more = f"; and {left} more" if left else ""
    return f"What is missing: {'; '.join(kept)}{more}." if kept else ""


def _shortest(group: Group, longest: int) -> dict[str, Any] | None:
    """The shortest quote that says something by itself, if it fits into so many lines; whole, as always."""
    fitting = [each for each in group.quotes if _lines(each.text) <= longest and not lacks(each.text)]
    if not fitting:
        return None
    quote = min(fitting, key=lambda each: (len(each.text) < _TELLING, len(each.text), each.number))
    facts = [quote.who, quote.source, quote.place, quote.date]
    by = cut(plain(" · ".join(each for each in facts if each)), 2 * _HALF)
    return {"text": plain(quote.text), "by": by, "id": group.id}


def _lines(text: str) -> int:
    return sum(1 + len(line) // _HALF for line in text.split("\n"))


def _section(part: Any, data: dict[str, Any], labels: _Labels) -> dict[str, Any]:
    return data | {"label-name": labels.new(f"at-{part.anchor}")}


def _groups(groups: Iterable[Group], labels: _Labels) -> list[dict[str, Any]]:
    return [_group(each, labels) for each in groups]


def _group(group: Group, labels: _Labels) -> dict[str, Any]:
    shown = group.quotes[: labels.per_group]
    found: dict[str, Any] = plain(replace(group, quotes=(), total=max(group.total, len(group.quotes))))
    return found | {"quotes": [_quote(each, labels) for each in shown]}


def _quote(quote: Quote, labels: _Labels) -> dict[str, Any]:
    facts = [quote.case, quote.code, quote.who, quote.source, quote.place, quote.date]
    coded = f"coded by {quote.coders}" if quote.coders else ""
    details = [f"{name}: {value}" for name, value in quote.details]
    by = f"[{quote.number}] {' · '.join(each for each in (*facts, coded, *details) if each)}"
    notes = (*quote.notes, *([_LACKS] if lacks(quote.text) else []))
    return {"text": plain(quote.text), "by": plain(by), "notes": plain(notes), "label": labels.quote(quote.number)}


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
    return [{"title": title, "tables": list(tables_data(tables))} for title, tables in parts if tables]
