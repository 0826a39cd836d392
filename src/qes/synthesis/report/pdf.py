"""The report, and one page per case, as PDF files: tagged for screen readers, and the same bytes everywhere.

No text of the report ever becomes part of a template: templates read it as data. Only fonts that come with typst are
used, so that a PDF does not depend on the machine it was made on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from typing import Any, Literal

from qes.errors import ModelUnavailable, QesError
from qes.synthesis.report.content import CaseSection, Report
from qes.synthesis.report.pdf_data import profile_data, report_data

_ROOM = {"report": 234, "profile": 238}
"""Height, in millimetres, that a profile may take on its page, below its heading."""
_TEMPLATES = ("parts.typ", "page.typ")
_LARGE = 1_000_000
"""Bytes of data from which a PDF is set in a process of its own."""


class CannotTypeset(QesError):
    """The PDF could not be made."""

    hint = (
        "Write the other forms of the report meanwhile (for instance `--format html,docx`), and report this as a bug."
    )

    def __init__(self, what: str, problem: str) -> None:
        super().__init__(f"{what} cannot be set as a PDF: {problem}")
        self.what, self.problem = what, problem


def render_pdf(report: Report, *, standard: Literal["ua-1"] | None = None) -> bytes:
    """The report as a PDF file; the same report gives the same bytes.

    Args:
        report: What `build` made.
        standard: `ua-1` insists on all that PDF/UA-1 asks for, and fails where a font lacks a character.

    Raises:
        CannotTypeset: A figure is no SVG, say.
        ModelUnavailable: The typst package is not installed.
    """
    return _typeset("report", report_data(report), f"the report {report.title!r}", standard)


def render_profile(report: Report, case: CaseSection, *, standard: Literal["ua-1"] | None = None) -> bytes:
    """One case on exactly one A4 page.

    Texts that do not fit are cut between words, with "…" behind them; quotes are printed whole or not at all, those
    that take least room first.

    Raises:
        CannotTypeset, ModelUnavailable: As in `render_pdf`.
    """
    return _typeset("profile", profile_data(report, case), f"the profile of {case.name!r}", standard)


def _typeset(template: str, data: dict[str, Any], what: str, standard: Literal["ua-1"] | None) -> bytes:
    given = json.dumps(data | {"room": _ROOM[template]}, ensure_ascii=False).encode()
    try:
        if len(given) > _LARGE and sys.executable:
            return _apart(template, given, standard or "")
        return typeset(template, given, standard or "")
    except ImportError as error:
        raise ModelUnavailable("typst", str(error), "Install it: `pip install typst`.") from error
    except RuntimeError as error:
        raise CannotTypeset(what, str(error)) from error


def _apart(template: str, data: bytes, standard: str) -> bytes:
    """The same in a process of its own: typesetting a large report takes much memory, which is given back at once."""
    code = "import sys; from qes.synthesis.report.pdf import main; sys.exit(main(*sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, template, standard], input=data, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace").strip() or f"it ended with code {done.returncode}")
    return done.stdout


def main(template: str, standard: str) -> str | None:
    """Set a PDF of the data on the standard input, for `_apart`; returns what went wrong."""
    try:
        sys.stdout.buffer.write(typeset(template, sys.stdin.buffer.read(), standard))
    except (ImportError, RuntimeError) as error:
        return str(error)
    return None


def typeset(template: str, data: bytes, standard: str) -> bytes:
    """A template, `report` or `profile`, filled with data.

    Raises:
        ImportError: typst is not installed.
        RuntimeError: It refuses the data.
    """
    import typst

    folder = files("qes.synthesis.report") / "templates"
    virtual = {name: (folder / name).read_bytes() for name in _TEMPLATES}
    virtual |= {"main.typ": (folder / f"{template}.typ").read_bytes(), "data.json": data}
    # Its type stubs leave out that it takes files in memory, by name.
    compile_files: Any = typst.compile
    standards = [standard] if standard else []
    try:
        made: bytes = compile_files(
            virtual, ignore_system_fonts=True, timestamp=0, pdf_tags=True, pdf_standards=standards
        )
    except typst.TypstError as error:
        raise RuntimeError(error.message) from error
    return made
