"""The report: built as data with every quote re-read, then written in all formats or in none."""

from __future__ import annotations

from qes.synthesis.report.build import build
from qes.synthesis.report.content import Report
from qes.synthesis.report.inputs import CaseInput, ReportInput, SourceInput
from qes.synthesis.report.write import FORMATS, write_report

__all__ = ["FORMATS", "CaseInput", "Report", "ReportInput", "SourceInput", "build", "write_report"]
