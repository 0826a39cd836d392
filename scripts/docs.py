"""Write what the program itself knows: docs/commands.md, docs/settings.md, and the tables in docs/notebooks.md.

Usage: make docs. A test fails when they are out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typer.main import get_command
from typer.testing import CliRunner

from qes.cli.app import app
from qes.notebook.tables import TABLES
from qes.settings import Settings

DOCS = Path(__file__).resolve().parents[1] / "docs"


def command_names() -> list[list[str]]:
    """Every command as its words, groups before what they hold."""

    def walk(command: object, words: list[str]) -> Iterator[list[str]]:
        for name, child in sorted(getattr(command, "commands", {}).items()):
            yield [*words, name]
            yield from walk(child, [*words, name])

    return [[], *walk(get_command(app), [])]


def commands() -> str:
    """The help of every command, as a terminal of 100 columns shows it."""
    parts = [
        "# Commands\n",
        "What `--help` prints, for every command. Exit codes: 0 done; 1 something failed, and the message says what, "
        "where and what to do; 2 wrong usage; 130 stopped by Ctrl-C. With `--json`, stdout holds one JSON object "
        'and nothing else; after an error that object is `{"error": ..., "hint": ...}`.\n',
    ]
    runner = CliRunner()
    for words in command_names():
        shown = runner.invoke(app, [*words, "--help"], prog_name="qes", terminal_width=100, color=False).output
        lines = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        parts.append(f"## {' '.join(['qes', *words])}\n\n```\n{lines}\n```\n")
    return "\n".join(parts)


def settings() -> str:
    """Every setting with its default and meaning."""
    parts = [
        "# Settings\n",
        "They stand in `qes.toml` in the project's folder; all have a default. Each can also be given as an "
        "environment variable, which wins over the file: `[store] url` is `QES_STORE__URL`, `seed` is `QES_SEED`.\n",
    ]
    tables: list[tuple[str, type[BaseModel]]] = []
    rows: list[str] = []
    for name, field in Settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            tables.append((name, kind))
        else:
            rows.append(_row(name, field))
    parts.append(_table("At the top", rows))
    parts += [_table(f"[{name}]", [_row(*item) for item in kind.model_fields.items()]) for name, kind in tables]
    return "\n".join(parts)


TABLES_BELOW = "## The tables\n"
"""Heading in docs/notebooks.md; what stands above it is written by hand."""


def notebooks() -> str:
    """The page as it is down to the heading, and below it every table with its columns."""
    above, heading, _ = (DOCS / "notebooks.md").read_text(encoding="utf-8").partition(TABLES_BELOW)
    parts = [f"{above}{heading}"]
    for table in TABLES.values():
        rows = [f"| `{each.name}` | `{each.dtype}` | {each.meaning} |" for each in table.columns]
        further = [f"| … | | {table.further_told} |"] if table.further_told else []
        lines = ["| column | dtype | meaning |", "|---|---|---|", *rows, *further]
        parts.append("\n".join([f"### {table.name}\n", f"A row is {table.row}.\n", *lines, ""]))
    return "\n".join(parts)


def _row(name: str, field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True)
    return f"| `{name}` | `{default!r}` | {field.description} |".replace("''", '""')


def _table(title: str, rows: list[str]) -> str:
    return "\n".join([f"## {title}\n", "| setting | default | meaning |", "|---|---|---|", *rows, ""])


PAGES = {"commands.md": commands, "notebooks.md": notebooks, "settings.md": settings}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
