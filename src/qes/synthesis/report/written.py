"""What people wrote: findings, summaries by case and code, and themes."""

from __future__ import annotations

from collections.abc import Mapping

from qes.model import Finding
from qes.synthesis.findings import sentence
from qes.synthesis.report.citations import Citations
from qes.synthesis.report.content import FindingSection, FrameworkRow, ThemeSection
from qes.synthesis.report.inputs import FindingInput
from qes.synthesis.report.material import Material
from qes.synthesis.report.parts import Cited, Group
from qes.synthesis.report.quotes import PRINTED, Quoter
from qes.synthesis.report.wording import day, listed


def finding_sections(citations: Citations, quoter: Quoter) -> tuple[FindingSection, ...]:
    """The findings given, which are those approved, in the order given."""
    return tuple(_finding(number, each, citations, quoter) for number, each in enumerate(citations.given.findings, 1))


def _finding(number: int, given: FindingInput, citations: Citations, quoter: Quoter) -> FindingSection:
    finding, judged = given.finding, given.finding.confidence
    anchor = f"finding-{number}"
    none = "None is cited. What was searched for counter-evidence, and what came of it, is said with the finding."
    sides = (
        citations.group("for", "For", finding.supporting, "None is cited.", quoter, f"{anchor}-for-"),
        citations.group("against", "Against", finding.opposing, none, quoter, f"{anchor}-against-"),
    )
    return FindingSection(
        anchor=anchor,
        number=number,
        statement=finding.statement,
        scope=scope(finding, citations.material),
        confidence=judged.overall if judged else "not judged",
        explanation=judged.explanation if judged else "",
        concerns=tuple((each.label, str(each.grade), each.reason) for each in judged.concerns) if judged else (),
        sides=sides,
        search=sentence(given.counter, given.weighed),
        approved=f"Approved by {given.approval.author}{_on(given.approval.at)}",
    )


def scope(finding: Finding, material: Material) -> str:
    """Which cases and which capability a finding speaks of."""
    cases = listed(finding.cases) if finding.cases else "All cases"
    return f"{cases}: {material.labels.get(finding.capability, finding.capability)}" if finding.capability else cases


def _on(at: str) -> str:
    return f" on {day(at)}" if at else ""


def framework(material: Material, summaries: Mapping[tuple[str, str], Cited]) -> tuple[FrameworkRow, ...]:
    """A row per case that has a summary in any cell, the codes in the codebook's order."""
    order = {code.code: position for position, code in enumerate(material.given.codebook.codes)}
    rows = []
    for case in material.cases:
        codes = sorted(
            (code for where, code in summaries if where == case), key=lambda code: (order.get(code, 9999), code)
        )
        cells = tuple((material.labels.get(code, code), summaries[case, code]) for code in codes)
        if cells:
            rows.append(FrameworkRow(f"framework-{material.anchors[case]}", case, cells))
    return tuple(rows)


def framework_columns(material: Material, summaries: Mapping[tuple[str, str], Cited]) -> tuple[str, ...]:
    """Labels of the codes that have a summary for any case, in the codebook's order, unknown ones last."""
    used = {code for _, code in summaries}
    known = [code.code for code in material.given.codebook.codes if code.code in used]
    return tuple(dict.fromkeys(material.labels.get(code, code) for code in (*known, *sorted(used - set(known)))))


def theme_sections(citations: Citations, quoter: Quoter) -> tuple[ThemeSection, ...]:
    """Themes that stand, each with quotes from its most telling passages."""
    found = []
    for number, theme in enumerate((each for each in citations.given.themes if not each.withdrawn), 1):
        anchor = f"theme-{number}"
        quotes = citations.passages(theme.passages[:PRINTED], quoter, f"{anchor}-")
        total = len(theme.passages) if len(quotes) < len(theme.passages) else 0
        group = Group(anchor, "Passages", quotes, "None of its passages is in this report.", total)
        memo = theme.memo if theme.code is None else " ".join(filter(None, [theme.memo, _became(theme.code)]))
        found.append(ThemeSection(anchor, theme.name, memo, theme.words, group))
    return tuple(found)


def _became(code: str) -> str:
    return f"It has become the code {code}."
