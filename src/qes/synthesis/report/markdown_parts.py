"""Pieces of Markdown (CommonMark with GitHub's tables) in which no text can break out of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qes.synthesis.report.flow import flowing
from qes.synthesis.report.parts import Cited, Group, Quote, Reason, Ref, Table
from qes.synthesis.report.wording import partly, printable

_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|$])")
_AT_LINE_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=#:]))(.?)")


def escape(text: str) -> str:
    """One line of text as Markdown that reads the same once rendered, whatever it holds; spaces collapse."""
    line = _SPECIAL.sub(r"\\\1", " ".join(printable(text).split()))
    # A number with a full stop, a dash or a hash opens a list or a heading only where a line starts.
    return _AT_LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}", line)


def bullets(title: str, items: Sequence[str]) -> Iterator[str]:
    """A list under a line of its own; nothing where there are no items, which are Markdown already."""
    if items:
        yield from (f"{title}:", "", *(f"- {item}" for item in items), "")


def reason(reason: Reason) -> str:
    """A criterion or gate, as an item of a list."""
    refs = f" {numbers(reason.refs, reason.more)}." if reason.refs or reason.more else ""
    return f"{reason.label}: {escape(reason.text.rstrip('.'))} ({escape(reason.why)}).{refs}"


def numbers(refs: Sequence[Ref], more: int = 0) -> str:
    """References to quotes, as "Quotes 1, 2 and 25 more"."""
    named = ", ".join(str(ref.number) for ref in refs)
    if not more:
        return f"{'Quote' if len(refs) == 1 else 'Quotes'} {named}"
    return f"Quotes {named} and {more} more" if named else f"{more} quotes that are not printed"


def cited(words: Cited) -> str:
    """What a person wrote, with the numbers of its quotes."""
    about = [numbers(words.refs)] if words.refs else []
    about += [f"against it {numbers(words.against).lower()}"] if words.against else []
    about += [escape(words.author)] if words.author else []
    return f"{escape(words.text)} ({'; '.join(about)})" if about else escape(words.text)


def group(group: Group, marks: str, quotes: Sequence[Quote] | None = None, *, elsewhere: bool) -> Iterator[str]:
    """A group of quotes, or some of them, under a heading of so many marks."""
    yield from (f"{marks} {escape(group.title)} ({group.total or len(group.quotes)})", "")
    if group.total:
        yield from (partly(len(group.quotes), group.total, elsewhere=elsewhere), "")
    if not group.quotes:
        yield from (escape(group.empty), "")
    for each in group.quotes if quotes is None else quotes:
        yield from quote(each)


def quote(quote: Quote) -> Iterator[str]:
    """A quote with where it comes from."""
    yield from (f"> {escape(line)}".rstrip() for line in flowing(quote.text).split("\n"))
    yield ">"
    yield from (f"> — Quote {quote.number}. {escape(source_line(quote))}", "")
    for note in quote.notes:
        yield from (f"Note: {escape(note)}", "")


def source_line(quote: Quote) -> str:
    """Where a quote comes from and who coded it, in one line."""
    details = [f"{name}: {value}" for name, value in quote.details]
    facts = [quote.case, quote.code, quote.who, quote.source, quote.place, quote.date, f"coded by {quote.coders}"]
    return " · ".join(each for each in (*facts, *details) if each)


def table(table: Table) -> Iterator[str]:
    """A table under its caption."""
    table = table.filled
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
