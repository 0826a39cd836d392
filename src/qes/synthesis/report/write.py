"""Writing a report in all formats asked for, or in none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qes.errors import CannotWrite, UnknownPlugin
from qes.model import digest
from qes.synthesis.report.content import Report
from qes.synthesis.report.manifest import ABOUT, manifest
from qes.synthesis.report.wording import slugs

_LONGEST = 60
"""Characters of a file's name, so that it fits everywhere (a name may take four bytes a character)."""


def _html(report: Report) -> bytes:
    from qes.synthesis.report.html import render_html

    return render_html(report).encode()


def _markdown(report: Report) -> bytes:
    from qes.synthesis.report.markdown import render_markdown

    return render_markdown(report).encode()


def _docx(report: Report) -> bytes:
    from qes.synthesis.report.docx import render_docx

    return render_docx(report)


def _pdf(report: Report) -> bytes:
    from qes.synthesis.report.pdf import render_pdf

    return render_pdf(report)


def _xlsx(report: Report) -> bytes:
    from qes.synthesis.report.xlsx import render_xlsx

    return render_xlsx(report)


def _json(report: Report) -> bytes:
    from qes.synthesis.report.json_form import render_json

    return render_json(report)


FORMATS: dict[str, Callable[[Report], bytes]] = {
    "html": _html,
    "md": _markdown,
    "docx": _docx,
    "pdf": _pdf,
    "xlsx": _xlsx,
    "json": _json,
}
"""The formats a report can be written in, by the suffix of the file; the same report gives the same bytes."""


def write_report(
    report: Report, folder: Path, formats: Sequence[str] = ("html",), *, profiles: bool = False, by: str = ""
) -> dict[str, Path]:
    """Write a report as `report.html`, `report.md`, `report.docx` and so on, and beside it `about.json`.

    Every format is rendered before the first file appears, and each file is complete when it does.

    Args:
        report: What `build` made.
        folder: Made when it is not there.
        formats: Some of `FORMATS`.
        profiles: Whether to write a page per case too, as `profiles/<case>.pdf`, when PDF is asked for.
        by: Who has it made.

    Returns:
        Format → file, in the order asked for; then `profiles/<case>` → file.

    Raises:
        UnknownPlugin: There is no such format.
        CannotTypeset: A PDF cannot be made of it.
        CannotWrite: The disk is full, the folder may not be written to, or a text is too long for a spreadsheet.
    """
    if unknown := sorted(set(formats) - FORMATS.keys()):
        raise UnknownPlugin("report format", unknown[0], sorted(FORMATS))
    rendered = _rendered(report, list(dict.fromkeys(formats)))
    paths = {name: folder / f"report.{name}" for name in rendered}
    with_pages = profiles and "pdf" in rendered
    if with_pages:
        pages = _profiles(report)
        rendered |= pages
        paths |= {name: folder / f"{name}.pdf" for name in pages}
    try:
        for place in {folder, *(path.parent for path in paths.values())}:
            place.mkdir(parents=True, exist_ok=True)
        files = {paths[name]: content for name, content in rendered.items()}
        # Last: without it, a report counts as one that may show every level.
        files[folder / ABOUT] = manifest(report, folder, dict.fromkeys(formats), by, profiles=with_pages)
        _replace_all(folder, files)
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or str(error)) from error
    return paths


def _rendered(report: Report, formats: Sequence[str]) -> dict[str, bytes]:
    """Each format; the PDF is set outside Python, beside all others."""
    with ThreadPoolExecutor(1) as beside:
        pdf = beside.submit(FORMATS["pdf"], report) if "pdf" in formats else None
        made = {name: FORMATS[name](report) for name in formats if name != "pdf"}
        if pdf is not None:
            made["pdf"] = pdf.result()
    return {name: made[name] for name in formats}


def _profiles(report: Report) -> dict[str, bytes]:
    """A page per case, by `profiles/` and the case's name as a file can bear it."""
    from qes.synthesis.report.pdf import render_profile

    names = slugs([case.name for case in report.cases])
    return {
        f"profiles/{name}": render_profile(report, case) for name, case in zip(_apart(names), report.cases, strict=True)
    }


def _apart(names: Sequence[str]) -> list[str]:
    """Names short enough for a file, and still unlike each other."""
    return [name if len(name) <= _LONGEST else f"{name[: _LONGEST - 7]}-{digest(name)[:6]}" for name in names]


def _replace_all(folder: Path, files: dict[Path, bytes]) -> None:
    """Write all files beside their places first, then move each into its place."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".report-") as beside:
        waiting = {path: Path(beside) / str(number) for number, path in enumerate(files)}
        for path, content in files.items():
            with waiting[path].open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, temporary in waiting.items():
            temporary.replace(path)
