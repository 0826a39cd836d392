"""Whole reports, compared to the byte with those that were looked at and found good.

When a report is meant to look different, look at it first, then renew them:

    QES_GOLDEN=1 python -m pytest tests/synthesis/test_report_golden.py
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from report_samples import garden, told

from qes.synthesis.report import Report, build
from qes.synthesis.report.docx import render_docx
from qes.synthesis.report.html import render_html
from qes.synthesis.report.markdown import render_markdown

GOLDEN = Path(__file__).parents[1] / "golden"


def _document(report: Report) -> bytes:
    """The digest of the text of the Word file; what its library adds around it changes with its version."""
    with zipfile.ZipFile(io.BytesIO(render_docx(report))) as archive:
        return f"{hashlib.sha256(archive.read('word/document.xml')).hexdigest()}\n".encode()


FORMS = {
    "report.html": lambda report: render_html(report).encode(),
    "report.md": lambda report: render_markdown(report).encode(),
    "report.docx.sha256": _document,
}


@pytest.mark.parametrize("name", FORMS)
def test_a_report_looks_as_it_did_when_it_was_last_looked_at(name: str) -> None:
    rendered = FORMS[name](build(told(garden())))
    if os.environ.get("QES_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_bytes(rendered)
    assert rendered == (GOLDEN / name).read_bytes(), "look at the new one; if it is meant, see the top of this file"
