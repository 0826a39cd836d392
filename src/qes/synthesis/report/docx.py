"""The report as a Word document with real styles, tables, captions and contents, for people to edit.

The table of evidence and the passages around quotes are left out: they are hundreds of pages, and stand in the
spreadsheet and in the HTML.
"""

from __future__ import annotations

from collections.abc import Sequence

from qes.synthesis.report import placing
from qes.synthesis.report.content import (
    CapabilitySection,
    CaseSection,
    FindingSection,
    MatrixCell,
    Report,
    ThemeSection,
)
from qes.synthesis.report.docx_parts import Writer
from qes.synthesis.report.parts import Group, Level, Table
from qes.synthesis.report.scored import missing_title, scored_lines
from qes.synthesis.report.wording import capitalised, partly, standing_words, verdict


def render_docx(report: Report) -> bytes:
    """The report as a .docx file; the same report gives the same bytes."""
    writer = Writer(elsewhere=report.evidence is not None)
    _front(report, writer)
    _glance(report, writer)
    _across(report, writer)
    for case in report.cases:
        _case(report, case, writer)
    if report.codes:
        writer.heading(report.codes_title, 1, new_page=True)
        writer.text(report.codes_about)
    for code in report.codes:
        writer.heading(code.label, 2)
        writer.text(code.brief)
        for group in code.groups:
            writer.group(group, 3)
    writer.group(report.disputes, 1)
    _back(report, writer)
    return writer.finish(report.title)


def _front(report: Report, writer: Writer) -> None:
    writer.heading(report.title, 0)
    writer.text(report.banner, "IntenseQuote")
    if report.audience != "team" or report.withheld:
        writer.text(f"For readers outside the team ({report.audience}).", "IntenseQuote")
        writer.bullets("What is left out, and why", report.withheld)
    for each in report.about:
        writer.text(each)
    writer.contents_here()


def _glance(report: Report, writer: Writer) -> None:
    if not report.matrix:
        return
    writer.heading("Levels at a glance", 1, new_page=True)
    writer.figures(placing.figures_in(report, "glance"))
    rows = tuple((row.case, *(_cell(each) for each in row.cells)) for row in report.matrix)
    writer.table(Table("Level, confidence, and quotes for and against", ("Case", *report.columns), rows))
    for label, text in report.legend:
        writer.text(f"{label}: {text}", "ListBullet")


def _cell(cell: MatrixCell) -> str:
    level = cell.level
    return "\n".join(filter(None, [f"{level.label} {level.name}", _sure(level), cell.evidence, cell.mark]))


def _across(report: Report, writer: Writer) -> None:
    """Findings, the framework matrix and themes."""
    if report.findings:
        writer.heading("Findings", 1, new_page=True)
    for finding in report.findings:
        _finding(finding, writer)
    if report.framework:
        writer.heading("Framework matrix", 1)
    for row in report.framework:
        writer.heading(row.case, 2)
        for label, words in row.cells:
            writer.cited(words, label)
    if report.themes:
        writer.heading("Themes beyond the framework", 1)
    for theme in report.themes:
        _theme(theme, writer)


def _finding(finding: FindingSection, writer: Writer) -> None:
    writer.heading(f"{finding.number}. {finding.statement}", 2)
    writer.text(f"{finding.scope}. Confidence: {finding.confidence}. {finding.explanation}".strip())
    writer.bullets("Concerns", [f"{label}: {grade}. {why}".strip() for label, grade, why in finding.concerns])
    _sides(finding.sides, writer)
    writer.text(f"{finding.search} {finding.approved}.")


def _theme(theme: ThemeSection, writer: Writer) -> None:
    writer.heading(theme.name, 2)
    writer.text(theme.memo)
    writer.text(", ".join(theme.words))
    writer.group(theme.group, 3)


def _sides(sides: Sequence[Group], writer: Writer, *, shown: bool = False) -> None:
    """Quotes for and against: beside each other where there are both.

    Args:
        sides: The two groups.
        writer: Of the document.
        shown: Whether the profile shows one of each already.
    """
    left = [(group, placing.rest(group) if shown else group.quotes) for group in sides]
    if all(quotes for _, quotes in left):
        for group, _ in left:
            writer.text(partly(len(group.quotes), group.total, elsewhere=writer.elsewhere))
        writer.side_by_side([(f"{group.title} ({group.total or len(group.quotes)})", quotes) for group, quotes in left])
        return
    for group, quotes in left:
        writer.group(group, 4 if shown else 3, quotes)


# --- Cases --------------------------------------------------------------------------------------------


def _case(report: Report, case: CaseSection, writer: Writer) -> None:
    """The profile on a page of its own, and behind it what each level rests on."""
    writer.heading(case.name, 1, new_page=True)
    writer.text(f"{case.summary}.")
    writer.text(" · ".join(f"{name}: {value}" for name, value in case.facts))
    for part in case.capabilities:
        _profile(part, writer)
    writer.figures(placing.figures_of(report, case.name))
    writer.bullets("Most alike, by the variables chosen", case.peers)
    if case.capabilities:
        writer.heading("Behind each level", 2)
    for part in case.capabilities:
        _behind(part, writer)


def _profile(part: CapabilitySection, writer: Writer) -> None:
    writer.heading(part.label, 2)
    if part.level is not None:
        known = part.standing and not part.level.open
        status = f"{capitalised(part.standing.status)}." if part.standing and known else ""
        writer.text(" ".join(filter(None, [verdict(part.level), _sure(part.level, "."), status])))
    if part.standing:
        writer.text(standing_words(part.standing))
    if part.standing and part.standing.statement:
        writer.cited(part.standing.statement)
    if part.charted:
        writer.cited(part.charted)
    chosen = [(group, quote) for group, quote in placing.exemplars(part) if quote]
    heads = [(f"{group.title} ({group.total or len(group.quotes)})", [quote]) for group, quote in chosen]
    if len(heads) > 1:
        writer.side_by_side(heads)
    for title, quotes in heads if len(heads) == 1 else ():
        writer.quotes(title, quotes)


def _behind(part: CapabilitySection, writer: Writer) -> None:
    writer.heading(f"{part.label}: what stands behind it", 3)
    if part.level is not None:
        writer.text(part.level.text)
        if part.judgement:
            writer.heading("How it was scored", 4)
            writer.text(part.judgement.course)
            writer.led(scored_lines(part.judgement))
        writer.reasons("Why this level", part.met)
        writer.bullets(missing_title(part.level), part.missing)
        writer.reasons("Gates", part.gates)
        writer.bullets("Confidence, and why", part.concerns)
    if part.standing:
        writer.bullets("What it hangs on", [*part.standing.hangs_on, *filter(None, [part.standing.saturation])])
    if part.directed:
        _sides(part.sides, writer, shown=True)
    for group in part.apart:
        writer.group(group, 4, placing.further(part, group))


# --- Back matter --------------------------------------------------------------------------------------


def _back(report: Report, writer: Writer) -> None:
    if judged := placing.judged(report):
        writer.tables("Tables", judged)
    writer.heading("Coverage", 1, new_page=not judged)
    writer.figures(placing.figures_in(report, "coverage"))
    writer.table(report.coverage)
    writer.table(report.counts)
    writer.heading("Agreement", 1)
    writer.figures(placing.figures_in(report, "agreement"))
    writer.table(report.agreement)
    if saturation := placing.figures_in(report, "saturation"):
        writer.heading("Saturation", 1)
        writer.figures(saturation)
    writer.heading("Method", 1)
    for label, text in report.method:
        writer.text(f"{label}: {text}")
    for table in placing.tables_in(report, "method"):
        writer.table(table)
    _rubric(report, writer)
    writer.heading("Sources", 1)
    writer.table(report.sources)


def _rubric(report: Report, writer: Writer) -> None:
    if report.rubric is None:
        return
    writer.heading("Rubric", 2)
    writer.text(report.rubric.description)
    for level in report.rubric.levels:
        writer.heading(f"{level.level} {level.label}", 3)
        writer.text(level.text)
        for each in level.criteria:
            writer.text(f"{each.text}{_judged(each.judgement)}", "ListBullet")
    writer.bullets("Gates", [f"{each.text}{_judged(each.judgement)}" for each in report.rubric.gates])
    writer.text(report.rubric.confidence.text)


def _sure(level: Level, end: str = "") -> str:
    """How sure the level is; nothing where there is none."""
    return f"Confidence: {level.confidence}{end}" if level.confidence else ""


def _judged(judgement: bool) -> str:
    return " (for a person to confirm)" if judgement else ""
