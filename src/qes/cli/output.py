"""What a command prints: results on stdout (one JSON object if asked), all else on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

as_json = False
"""Set by a command's `--json`, so that an error too is answered in kind."""


def choose_json(value: bool) -> bool:
    """Callback of every `--json` option."""
    global as_json
    as_json = value
    return value


def console(stderr: bool = False) -> Console:
    """A console; on stdout for results, on stderr for progress."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def complain(message: str, hint: str = "") -> None:
    """Print an error and what to do about it."""
    if as_json:
        sys.stdout.write(json.dumps({"error": message, "hint": hint}, ensure_ascii=False) + "\n")
    from rich.text import Text

    out = console(stderr=True)
    out.print(Text("error: ", "bold red") + Text(message))
    if hint:
        out.print(Text("  what to do: ", "dim") + Text(hint))


def emit(data: dict[str, Any]) -> None:
    """Print one JSON object."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def say(text: str) -> None:
    """Print a line of results; `text` is plain: neither markup nor names of pictures, such as `:x:`."""
    console().print(text, markup=False, emoji=False)


def note(text: str) -> None:
    """Print a line about the work, on stderr."""
    console(stderr=True).print(text, markup=False, emoji=False, style="dim")


def then(text: str) -> None:
    """Say what comes next."""
    from rich.text import Text

    console().print(Text("next: ", "dim") + Text(text, "bold"))


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[int] = ()) -> None:
    """Print a table; title, header and cells are plain text, columns in `right` are numbers."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    wide = len(header) > _WIDE
    padding = (0, 1, 0, 0) if wide else (0, 1)
    shown = Table(box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", padding=padding)
    shown.title = Text(title) if title else None
    for number, name in enumerate(header):
        narrow = number in right or wide
        least = max(len(name), *(len(str(row[number])) for row in rows)) if narrow and rows else None
        justify: JustifyMethod = "right" if number in right else "left"
        shown.add_column(Text(name), justify=justify, overflow="fold", no_wrap=narrow, min_width=least)
    for row in rows:
        shown.add_row(*(Text(str(cell)) for cell in row))
    console().print(shown, soft_wrap=False)


_WIDE = 6
"""Columns from which on a table's cells are short words that must not be broken."""


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr that appears when work has something to count; silent where nobody looks."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    out = console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def tell(what: str, done: int, total: int) -> None:
            if total and what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            if what in tasks:
                bar.update(tasks[what], completed=done, total=total)

        yield tell
