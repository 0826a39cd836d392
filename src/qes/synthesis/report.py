"""The report: built as data with every quote re-read, then written in all formats or in none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

from qes.errors import CannotWrite, UnknownPlugin
from qes.synthesis import tables, wording
from qes.synthesis.content import CaseSection, CodeSection, Group, Report
from qes.synthesis.evidence import in_order
from qes.synthesis.inputs import CaseInput, ReportInput, SourceInput
from qes.synthesis.quotes import Quoter
from qes.synthesis.sections import Material, case_sections, code_sections, matrix_rows

__all__ = ["FORMATS", "CaseInput", "Report", "ReportInput", "SourceInput", "build", "write_report"]


def build(given: ReportInput) -> Report:
    """Put a report together; every quote in it is read from its source in doing so.

    Raises:
        Misquote: A quote differs from its source at the place it is said to stand.
    """
    cases = tuple(case.name for case in given.cases)
    evidence = in_order({each.id: each for each in given.evidence if each.case in cases}.values())
    assessments = {(each.case, each.capability): each for each in given.assessments if each.case in cases}
    material = Material(given.codebook, given.rubric, cases, evidence, assessments)
    paths = sorted({source.path for case in given.cases for source in case.sources})
    anchors = {path: f"source-{each}" for path, each in zip(paths, wording.slugs(paths), strict=True)}
    quoter = Quoter(given.read, given.codebook, anchors)
    by_case, by_code = case_sections(material, quoter), code_sections(material, quoter)
    disputes = tuple(quoter.quote(each, notes=True) for each in evidence if not each.coding.counts)
    open_disputes = Group(
        "disputes",
        "Open disputes",
        disputes,
        "Coders agree on which codes apply. Where they differ on an attribute, the coding says so.",
    )
    title, about = wording.BESIDE if given.codebook.scored else wording.BY_CODE
    return Report(
        title=given.title,
        banner=given.banner,
        about=wording.about(given.codebook, len(quoter.refs), len(paths), len(cases), levels=given.rubric is not None),
        columns=tuple(code.label for code in given.codebook.scored),
        matrix=matrix_rows(material),
        legend=tables.legend(given.rubric),
        cases=by_case,
        codes_title=title,
        codes_about=about,
        codes=by_code,
        disputes=open_disputes,
        counts=tables.counts(given, evidence),
        coverage=tables.coverage(given.cases),
        agreement=tables.agreement(given.agreement),
        method=tables.method(given),
        rubric=given.rubric,
        sources=tables.sources(given.cases, anchors),
        quotes=_printed(by_case, by_code, open_disputes),
        quotes_verified=len(quoter.refs),
    )


def _printed(cases: Sequence[CaseSection], codes: Sequence[CodeSection], disputes: Group) -> int:
    parts = chain.from_iterable(case.capabilities for case in cases)
    groups = chain(
        chain.from_iterable((*part.sides, *part.apart) for part in parts),
        chain.from_iterable(code.groups for code in codes),
        [disputes],
    )
    return sum(len(group.quotes) for group in groups)


# --- Writing ----------------------------------------------------------------------------------


def _html(report: Report) -> bytes:
    from qes.synthesis.html import render_html

    return render_html(report).encode()


def _markdown(report: Report) -> bytes:
    from qes.synthesis.markdown import render_markdown

    return render_markdown(report).encode()


def _docx(report: Report) -> bytes:
    from qes.synthesis.docx import render_docx

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
