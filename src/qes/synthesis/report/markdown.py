"""The report as Markdown, in which no quote can break out of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qes.synthesis.report.content import CapabilitySection, CodeSection, MatrixCell, Report
from qes.synthesis.report.parts import Group, Quote, Reason, Table
from qes.synthesis.report.wording import printable

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|$])")
_AT_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=#:]))(.?)")


def render_markdown(report: Report) -> str:
    """The report in Markdown (CommonMark with GitHub's tables)."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def escape(text: str) -> str:
    """One line of text as Markdown that reads the same once rendered, whatever it holds; spaces collapse."""
    line = _SPECIAL.sub(r"\\\1", " ".join(printable(text).split()))
    # A number with a full stop, a dash or a hash opens a list or a heading only where a line starts.
    return _AT_LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", line)


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# {escape(report.title)}", "")
    if report.banner:
        yield from (f"**{escape(report.banner)}**", "")
    for paragraph in report.about:
        yield from (escape(paragraph), "")
    if report.matrix:
        yield from ("## Levels at a glance", "")
        yield from _table(_matrix(report))
        yield from (f"- **{escape(label)}**: {escape(text)}" for label, text in report.legend)
        yield ""
    for case in report.cases:
        yield from (f"## {escape(case.name)}", "", f"{escape(case.summary)}.", "")
        for part in case.capabilities:
            yield from _capability(part)
    if report.codes:
        yield from (f"## {escape(report.codes_title)}", "", escape(report.codes_about), "")
        for code in report.codes:
            yield from _code(code)
    yield from _group(report.disputes, "##")
    yield from _back_matter(report)


def _back_matter(report: Report) -> Iterator[str]:
    yield from ("## Coverage", "")
    yield from _table(report.coverage)
    yield from _table(report.counts)
    yield from ("## Agreement", "")
    yield from _table(report.agreement)
    yield from ("## Method", "")
    yield from (f"- **{escape(label)}**: {escape(text)}" for label, text in report.method)
    yield ""
    yield from _rubric(report)
    yield from ("## Sources", "")
    yield from _table(report.sources)


def _matrix(report: Report) -> Table:
    rows = tuple((row.case, *(_cell(each) for each in row.cells)) for row in report.matrix)
    return Table("Level, confidence, and quotes for and against", ("Case", *report.columns), rows)


def _cell(cell: MatrixCell) -> str:
    level = cell.level
    sure = f"{level.confidence} confidence" if level.confidence else level.name.lower()
    return f"{level.label} ({sure}; {cell.evidence})"


def _capability(part: CapabilitySection) -> Iterator[str]:
    yield from (f"### {escape(part.label)}", "")
    if part.level is not None:
        yield from (f"**Level {escape(part.level.label)}: {escape(part.level.name)}.** {escape(part.level.text)}", "")
        if part.level.confidence:
            yield from (f"**Confidence: {escape(part.level.confidence)}.**", "")
        yield from _bullets("Why this level", [_reason(each) for each in part.met])
        yield from _bullets("Why not the next level", [escape(each) for each in part.missing])
        yield from _bullets("Gates", [_reason(each) for each in part.gates])
        yield from _bullets("What lowers confidence", [escape(each) for each in part.concerns])
    for group in (*(part.sides if part.directed else ()), *part.apart):
        yield from _group(group, "####")


def _bullets(title: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from (f"{title}:", "", *(f"- {item}" for item in items), "")


def _reason(reason: Reason) -> str:
    refs = f" Quotes {', '.join(str(ref.number) for ref in reason.refs)}." if reason.refs else ""
    return f"{'Met' if reason.met else 'Not met'}: {escape(reason.text.rstrip('.'))} ({escape(reason.why)}).{refs}"


def _code(code: CodeSection) -> Iterator[str]:
    yield from (f"### {escape(code.label)}", "")
    if code.brief:
        yield from (escape(code.brief), "")
    for group in code.groups:
        yield from _group(group, "####")


def _group(group: Group, marks: str) -> Iterator[str]:
    yield from (f"{marks} {escape(group.title)} ({len(group.quotes)})", "")
    if not group.quotes:
        yield from (group.empty, "")
    for quote in group.quotes:
        yield from _quote(quote)


def _quote(quote: Quote) -> Iterator[str]:
    yield from (f"> {escape(line)}".rstrip() for line in quote.text.split("\n"))
    yield ">"
    details = [f"{name}: {value}" for name, value in quote.details]
    facts = [
        quote.case,
        quote.code,
        quote.who,
        quote.source,
        quote.place,
        quote.date,
        f"coded by {quote.coders}",
        *details,
    ]
    yield from (f"> — Quote {quote.number}. {escape(' · '.join(fact for fact in facts if fact))}", "")
    for note in quote.notes:
        yield from (f"Note: {escape(note)}", "")


def _rubric(report: Report) -> Iterator[str]:
    if report.rubric is None:
        return
    yield from ("### Rubric", "", escape(report.rubric.description), "")
    for level in report.rubric.levels:
        yield from (f"**{level.level} {escape(level.label)}.** {escape(level.text)}", "")
        yield from _bullets("Criteria", [escape(f"{each.text}{_judged(each.judgement)}") for each in level.criteria])
    yield from _bullets("Gates", [escape(f"{each.text}{_judged(each.judgement)}") for each in report.rubric.gates])
    yield from (escape(report.rubric.confidence.text), "")


def _judged(judgement: bool) -> str:
    return " (for a person to confirm)" if judgement else ""


def _table(table: Table) -> Iterator[str]:
    yield from (f"*{escape(table.caption)}*", "")
    if not table.rows:
        yield from ("None.", "")
        return
    yield _row([escape(header) for header in table.headers])
    yield _row(["---"] * len(table.headers))
    yield from (_row([escape(cell) for cell in row]) for row in table.rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
