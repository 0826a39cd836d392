"""The report as Markdown, in which no quote can break out of its place."""

from __future__ import annotations

from collections.abc import Iterator

from qes.synthesis.report import placing
from qes.synthesis.report.content import (
    CapabilitySection,
    CaseSection,
    FindingSection,
    MatrixCell,
    Report,
    ThemeSection,
)
from qes.synthesis.report.markdown_parts import bullets, cited, escape, group, quote, reason, table
from qes.synthesis.report.parts import Excerpt, Figure, Standing, Table
from qes.synthesis.report.scored import missing_title, scored_lines
from qes.synthesis.report.wording import capitalised, standing_words, verdict

__all__ = ["escape", "render_markdown"]


def render_markdown(report: Report) -> str:
    """The report in Markdown (CommonMark with GitHub's tables)."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    elsewhere = report.evidence is not None
    yield from _front(report)
    yield from _glance(report)
    if report.findings:
        yield from ("## Findings", "")
        for finding in report.findings:
            yield from _finding(finding, elsewhere=elsewhere)
    yield from _framework(report)
    if report.themes:
        yield from ("## Themes beyond the framework", "")
        for theme in report.themes:
            yield from _theme(theme, elsewhere=elsewhere)
    for case in report.cases:
        yield from _case(report, case)
    if report.codes:
        yield from (f"## {escape(report.codes_title)}", "", escape(report.codes_about), "")
    for code in report.codes:
        yield from (f"### {escape(code.label)}", "")
        if code.brief:
            yield from (escape(code.brief), "")
        for each in code.groups:
            yield from group(each, "####", elsewhere=elsewhere)
    yield from group(report.disputes, "##", elsewhere=elsewhere)
    yield from _back_matter(report)


def _front(report: Report) -> Iterator[str]:
    yield from (f"# {escape(report.title)}", "")
    if report.banner:
        yield from (f"**{escape(report.banner)}**", "")
    if report.audience != "team" or report.withheld:
        yield from (f"**For readers outside the team ({escape(report.audience)}).**", "")
        yield from bullets("What is left out, and why", [escape(each) for each in report.withheld])
    for paragraph in report.about:
        yield from (escape(paragraph), "")


def _glance(report: Report) -> Iterator[str]:
    if not report.matrix:
        return
    yield from ("## Levels at a glance", "")
    yield from _figures(placing.figures_in(report, "glance"))
    rows = tuple((row.case, *(_cell(each) for each in row.cells)) for row in report.matrix)
    yield from table(Table("Level, confidence, and quotes for and against", ("Case", *report.columns), rows))
    yield from (f"- **{escape(label)}**: {escape(text)}" for label, text in report.legend)
    yield ""


def _cell(cell: MatrixCell) -> str:
    level = cell.level
    sure = f"{level.confidence} confidence" if level.confidence else level.name.lower()
    return f"{level.label} ({'; '.join(filter(None, [sure, cell.evidence, cell.mark]))})"


def _tables(report: Report, section: str) -> Iterator[str]:
    for each in placing.tables_in(report, section):
        yield from table(each)


def _figures(figures: tuple[Figure, ...]) -> Iterator[str]:
    """What pictures show, in words: Markdown is one file, and has no room for them."""
    for each in figures:
        yield from (f"**{escape(each.title)}.** {escape(each.caption)} {escape(each.alt)}", "")


def _finding(finding: FindingSection, *, elsewhere: bool) -> Iterator[str]:
    yield from (f"### {finding.number}. {escape(finding.statement)}", "")
    yield from (f"{escape(finding.scope)}. **Confidence: {escape(finding.confidence)}.**", "")
    if finding.explanation:
        yield from (escape(finding.explanation), "")
    concerns = [f"{label}: {grade}. {why}".strip() for label, grade, why in finding.concerns]
    yield from bullets("Concerns", [escape(each) for each in concerns])
    for each in finding.sides:
        yield from group(each, "####", elsewhere=elsewhere)
    yield from (f"{escape(finding.search)} {escape(finding.approved)}.", "")


def _framework(report: Report) -> Iterator[str]:
    if not report.framework:
        return
    yield from ("## Framework matrix", "")
    for row in report.framework:
        yield from bullets(
            f"**{escape(row.case)}**", [f"**{escape(code)}**: {cited(words)}" for code, words in row.cells]
        )


def _theme(theme: ThemeSection, *, elsewhere: bool) -> Iterator[str]:
    yield from (f"### {escape(theme.name)}", "")
    for text in (theme.memo, ", ".join(theme.words)):
        if text:
            yield from (escape(text), "")
    yield from group(theme.group, "####", elsewhere=elsewhere)


# --- Cases --------------------------------------------------------------------------------------------


def _case(report: Report, case: CaseSection) -> Iterator[str]:
    yield from (f"## {escape(case.name)}", "", f"{escape(case.summary)}.", "")
    yield from (f"- {escape(name)}: {escape(value)}" for name, value in case.facts)
    yield ""
    for part in case.capabilities:
        yield from _profile(part)
    yield from _figures(placing.figures_of(report, case.name))
    yield from bullets("Most alike, by the variables chosen", [escape(each) for each in case.peers])
    for part in case.capabilities:
        yield from _behind(part, elsewhere=report.evidence is not None)


def _profile(part: CapabilitySection) -> Iterator[str]:
    yield from (f"### {escape(part.label)}", "")
    if part.level is not None:
        sure = f" **Confidence: {escape(part.level.confidence)}.**" if part.level.confidence else ""
        known = part.standing and not part.level.open
        standing = f" {escape(capitalised(part.standing.status))}." if part.standing and known else ""
        yield from (f"**{escape(verdict(part.level))}**{sure}{standing}", "")
    yield from _standing(part.standing)
    if part.charted:
        yield from (cited(part.charted), "")
    for side, chosen in placing.exemplars(part):
        if chosen is not None:
            yield from (f"{escape(side.title)}:", "", *quote(chosen))


def _standing(standing: Standing | None) -> Iterator[str]:
    if standing is None:
        return
    if said := standing_words(standing):
        yield from (escape(said), "")
    if standing.statement:
        yield from (cited(standing.statement), "")


def _behind(part: CapabilitySection, *, elsewhere: bool) -> Iterator[str]:
    yield from (f"### {escape(part.label)}: what stands behind it", "")
    if part.level is not None:
        yield from (escape(part.level.text), "")
        if part.judgement:
            lines = [f"**{escape(lead)}**: {escape(text)}" for lead, text in scored_lines(part.judgement)]
            yield from bullets(f"How it was scored: {escape(part.judgement.course)}".removesuffix("."), lines)
        yield from bullets("Why this level", [reason(each) for each in part.met])
        yield from bullets(missing_title(part.level), [escape(each) for each in part.missing])
        yield from bullets("Gates", [reason(each) for each in part.gates])
        yield from bullets("Confidence, and why", [escape(each) for each in part.concerns])
    if part.standing:
        hangs = [*part.standing.hangs_on, *filter(None, [part.standing.saturation])]
        yield from bullets("What it hangs on", [escape(each) for each in hangs])
    for each in part.sides if part.directed else ():
        yield from group(each, "####", placing.rest(each), elsewhere=elsewhere)
    for each in part.apart:
        yield from group(each, "####", placing.further(part, each), elsewhere=elsewhere)


# --- Back matter --------------------------------------------------------------------------------------


def _back_matter(report: Report) -> Iterator[str]:
    if placing.judged(report):
        yield from ("## Tables", "")
        for each in placing.judged(report):
            yield from table(each)
    yield from ("## Coverage", "")
    yield from _figures(placing.figures_in(report, "coverage"))
    yield from table(report.coverage)
    yield from table(report.counts)
    yield from ("## Agreement", "")
    yield from _figures(placing.figures_in(report, "agreement"))
    yield from table(report.agreement)
    if saturation := placing.figures_in(report, "saturation"):
        yield from ("## Saturation", "")
        yield from _figures(saturation)
    yield from ("## Method", "")
    yield from (f"- **{escape(label)}**: {escape(text)}" for label, text in report.method)
    yield ""
    yield from _tables(report, "method")
    yield from _rubric(report)
    yield from ("## Sources", "")
    yield from table(report.sources)
    if report.texts:
        yield from ("## Where the quotes stand", "")
    for source in report.texts:
        yield from (f"### {escape(source.path)}", "")
        for excerpt in source.excerpts:
            yield from _excerpt(excerpt)


def _excerpt(excerpt: Excerpt) -> Iterator[str]:
    at = " · ".join(filter(None, [excerpt.place, excerpt.speaker]))
    yield from (f"{escape(at)}: {', '.join(f'quote {ref.number}' for ref in excerpt.refs)}", "")
    if excerpt.question:
        yield from (f"*{escape(excerpt.question)}*", "")
    yield from (escape("".join(text for text, _ in excerpt.parts)), "")


def _rubric(report: Report) -> Iterator[str]:
    if report.rubric is None:
        return
    yield from ("### Rubric", "", escape(report.rubric.description), "")
    for level in report.rubric.levels:
        yield from (f"**{level.level} {escape(level.label)}.** {escape(level.text)}", "")
        yield from bullets("Criteria", [escape(f"{each.text}{_judged(each.judgement)}") for each in level.criteria])
    yield from bullets("Gates", [escape(f"{each.text}{_judged(each.judgement)}") for each in report.rubric.gates])
    yield from (escape(report.rubric.confidence.text), "")


def _judged(judgement: bool) -> str:
    return " (for a person to confirm)" if judgement else ""
