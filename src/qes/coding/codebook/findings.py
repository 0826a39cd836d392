"""What checking a codebook finds, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding keeps the codebook from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong, or worth a look, in a codebook file."""

    line: int
    """From 1."""
    severity: Severity
    text: str


@dataclass(slots=True)
class Findings:
    """Collects findings, so that people see every problem of a file at once and not one a run."""

    found: list[Finding] = field(default_factory=list)

    def error(self, line: int, text: str) -> None:
        """Note something that must be corrected."""
        self.found.append(Finding(line, Severity.ERROR, text))

    def warning(self, line: int, text: str) -> None:
        """Note something that makes the codebook weaker, but usable."""
        self.found.append(Finding(line, Severity.WARNING, text))

    @property
    def errors(self) -> list[Finding]:
        """What must be corrected, by line."""
        return sorted(each for each in self.found if each.severity is Severity.ERROR)

    @property
    def all(self) -> list[Finding]:
        """Everything found, by line."""
        return sorted(self.found)
