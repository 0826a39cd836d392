"""Where every finding stands: what is on record about it, and its quotes re-read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qes.errors import NotFound
from qes.model import Finding
from qes.pipeline.citing import Reread, reread
from qes.pipeline.findings import log
from qes.project import Project
from qes.synthesis.findings import Record, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A finding with everything on record about it, its quotes re-read."""

    finding: Finding
    """The newest version, its citations where they stand now; those that are lost are left out."""
    record: Record
    """The versions as they were saved."""
    citations: tuple[Reread, ...]
    """What became of each citation."""

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self.record.status

    @property
    def printable(self) -> bool:
        """Whether a report prints it."""
        return self.status is Status.APPROVED


def standings(project: Project) -> list[Standing]:
    """Every finding with where it stands and its quotes re-read, in the order they were first saved.

    A quote that differs from its source does not stop the list: the finding says so, and is not printable.

    Raises:
        StoreError: See there.
    """
    records = log.records(project)
    again = iter(reread(project, [each for record in records.values() for each in record.finding.citations]))
    return [_standing(record, [next(again) for _ in record.finding.citations]) for record in records.values()]


def standing(project: Project, key: str) -> Standing:
    """One of them.

    Raises:
        NotFound: There is none of that key.
    """
    record = log.records(project).get(key)
    if record is None:
        raise NotFound("finding", key)
    return _standing(record, reread(project, record.finding.citations))


def for_report(project: Project) -> list[Standing]:
    """The same for a report: it prints those that are `printable`, and counts or lists the others.

    Raises:
        Misquote: A quote of a finding that is approved differs from its source, so no report is written.
    """
    found = standings(project)
    for each in found:
        wrong = next((again.misquote for again in each.citations if again.misquote), None)
        if wrong is not None and each.record.approval and not each.finding.withdrawn:
            raise wrong
    return found


def _standing(record: Record, citations: Sequence[Reread]) -> Standing:
    now = tuple(each.now for each in citations if each.now is not None)
    lost = tuple(each.why for each in citations if each.now is None)
    return Standing(replace(record.finding, citations=now), replace(record, lost=lost), tuple(citations))
