"""What a report is made from; the caller gathers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qes.model import Assessment, Codebook, Facts
from qes.synthesis.evidence import Evidence
from qes.synthesis.report.quotes import Read
from qes.synthesis.rubric import Rubric


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A source as the report lists it."""

    id: str
    path: str
    title: str
    facts: Facts
    """Of the source, or of its section on the case it stands under."""
    passages: int
    """How many passages people are asked to code."""
    coded: int
    """How many of these carry at least one code."""


@dataclass(frozen=True, slots=True)
class CaseInput:
    """A case and the sources on it."""

    name: str
    sources: tuple[SourceInput, ...]


@dataclass(frozen=True, slots=True)
class ReportInput:
    """Everything a report is made from."""

    title: str
    codebook: Codebook
    rubric: Rubric | None
    cases: Sequence[CaseInput]
    evidence: Sequence[Evidence]
    """Disputed codings too; evidence on cases not listed is left out."""
    assessments: Sequence[Assessment]
    read: Read
    """Re-reads the stored text; ValueError or LookupError means that it is not there."""
    agreement: Sequence[Mapping[str, object]] = ()
    """A row per code, all with the same keys."""
    method: Sequence[tuple[str, str]] = ()
    """Label and text: who coded, which model suggested, versions, counts."""
    banner: str = ""
    """Shown on top; says so when the cases are fictional."""
