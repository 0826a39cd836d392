"""Writing a report in all formats asked for, or in none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from qes.errors import CannotWrite, UnknownPlugin
from qes.synthesis.report.content import Report


def _html(report: Report) -> bytes:
    from qes.synthesis.report.html import render_html

    return render_html(report).encode()


def _markdown(report: Report) -> bytes:
    from qes.synthesis.report.markdown import render_markdown

    return render_markdown(report).encode()


def _docx(report: Report) -> bytes:
    from qes.synthesis.report.docx import render_docx

    return render_docx(report)


FORMATS: dict[str, Callable[[Report], bytes]] = {"html": _html, "md": _markdown, "docx": _docx}
"""The formats a report can be written in, by the suffix of the file; the same report gives the same bytes."""


def write_report(report: Report, folder: Path, formats: Sequence[str] = ("html",)) -> dict[str, Path]:
    """Write a report as `report.html`, `report.md`, `report.docx`.

    Every format is rendered before the first file appears, and each file is complete when it does.

    Args:
        report: What `build` made.
        folder: Made when it is not there.
        formats: Some of `FORMATS`.

    Returns:
        Format → file, in the order asked for.

    Raises:
        UnknownPlugin: There is no such format.
        CannotWrite: The disk is full, or the folder may not be written to.
    """
    if unknown := sorted(set(formats) - FORMATS.keys()):
        raise UnknownPlugin("report format", unknown[0], sorted(FORMATS))
    rendered = {name: FORMATS[name](report) for name in dict.fromkeys(formats)}
    paths = {name: folder / f"report.{name}" for name in rendered}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace_all({paths[name]: content for name, content in rendered.items()})
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error
    return paths


def _replace_all(files: dict[Path, bytes]) -> None:
    """Write all files beside their places first, then move each into its place."""
    with tempfile.TemporaryDirectory(dir=next(iter(files)).parent if files else None, prefix=".report-") as beside:
        for path, content in files.items():
            with (Path(beside) / path.name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path in files:
            (Path(beside) / path.name).replace(path)
