"""Every table, declared beside what fills it."""

from __future__ import annotations

from typing import Any

from qes.notebook.columns import Table
from qes.notebook.tables.cases import CASES, PEERS
from qes.notebook.tables.coding import ADJUDICATIONS, DECISIONS, EVIDENCE
from qes.notebook.tables.doubt import ROBUSTNESS, SATURATION
from qes.notebook.tables.levels import ASSESSMENTS, CHECKS, MATRIX, SUMMARY
from qes.notebook.tables.quality import AGREEMENT, ANCHORING, MODELS, QUALITY, UNFOUND
from qes.notebook.tables.scores import LEVELS, SCORE_AGREEMENT, SCORES
from qes.notebook.tables.texts import CODES, PASSAGES, SOURCES
from qes.notebook.tables.written import CHARTED, CITATIONS, FINDINGS, THEMES

_TABLES: tuple[Table[Any], ...] = (
    *(SOURCES, PASSAGES, CODES),
    *(DECISIONS, ADJUDICATIONS, EVIDENCE, AGREEMENT, ANCHORING, QUALITY, MODELS, UNFOUND),
    *(MATRIX, SUMMARY, ASSESSMENTS, CHECKS, ROBUSTNESS, SATURATION),
    *(SCORES, LEVELS, SCORE_AGREEMENT),
    *(FINDINGS, CITATIONS, CHARTED, THEMES),
    *(CASES, PEERS),
)

TABLES: dict[str, Table[Any]] = {table.name: table for table in _TABLES}
"""By name, in the order data flows."""

__all__ = [
    "ADJUDICATIONS",
    "AGREEMENT",
    "ANCHORING",
    "ASSESSMENTS",
    "CASES",
    "CHARTED",
    "CHECKS",
    "CITATIONS",
    "CODES",
    "DECISIONS",
    "EVIDENCE",
    "FINDINGS",
    "LEVELS",
    "MATRIX",
    "MODELS",
    "PASSAGES",
    "PEERS",
    "QUALITY",
    "ROBUSTNESS",
    "SATURATION",
    "SCORES",
    "SCORE_AGREEMENT",
    "SOURCES",
    "SUMMARY",
    "TABLES",
    "THEMES",
    "UNFOUND",
]
