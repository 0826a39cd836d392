"""Judgements of people taken in from a file, by the same acts and under the same rules as on screen.

A team that has worked elsewhere, or the demo, says in one YAML file how disputes were settled, who gave which level and
why, what was found, how cells of the framework matrix are summed up, which themes there are, and what the methods
appendix is to say. Each is an event of the log; taken in again, the file adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from qes.errors import Conflict
from qes.model import Adjudication, Charted
from qes.pipeline import Progress, adjudication, charting, notes, quiet
from qes.pipeline.evidence import Gathered, gather
from qes.pipeline.judgements import file
from qes.pipeline.judgements.findings import Findings
from qes.pipeline.judgements.levels import REQUEST, judge
from qes.pipeline.judgements.quotes import Places
from qes.pipeline.themes import acts as themes
from qes.pipeline.themes.versions import Author
from qes.project import Project


def take_in(project: Project, path: Path, *, progress: Progress = quiet) -> None:
    """Take in a file of judgements; what is recorded already is left as it is, and so is what people changed since.

    Args:
        project: With the sources and codings that the file speaks of.
        path: The file.
        progress: Told what goes on.

    Raises:
        BadJudgements: The file cannot be read, says something unknown, or quotes what stands nowhere; nothing was done.
        QesError: What the rules of an act do not allow; what was done before stays, and is not done twice.
    """
    said, places = file.read(path), Places(project, path)
    places.check(said.quotes())
    _settle(project, said.disputes, places)
    judge(project, said.levels, str(path), progress)
    _settle(project, said.disputes_since, places)
    found = gather(project)
    Findings(project, places, found, str(path), progress).take_in(said.findings)
    _chart(project, said.cells, places, found)
    _gather_themes(project, said.themes, places)
    for each in said.notes:
        with suppress(Conflict):
            notes.save(project, each.item, each.text, each.by, request=REQUEST)


def _settle(project: Project, disputes: Sequence[file.Dispute], places: Places) -> None:
    codebook = project.use_codebook()
    for each in disputes:
        passage = places.find(each).passage
        settled = Adjudication(passage.id, each.code, each.by, each.applies, each.reason, codebook.id)
        with suppress(Conflict):  # somebody has settled it otherwise
            adjudication.settle(project, settled, None, REQUEST)


def _chart(project: Project, cells: Sequence[file.Cell], places: Places, found: Gathered) -> None:
    for each in cells:
        cited = tuple(places.citation(quote, found, frozenset({each.code})) for quote in each.quotes)
        with suppress(Conflict):
            charting.save(project, Charted(each.case, each.code, each.text, cited), each.by, request=REQUEST)


def _gather_themes(project: Project, said: Sequence[file.Theme], places: Places) -> None:
    for each in said:
        passages = list(dict.fromkeys(places.find(quote).passage.id for quote in each.passages))
        by = Author(each.by, request=f"{REQUEST}, {each.name}")
        with suppress(Conflict):  # somebody has gathered them otherwise
            themes.accept(project, each.name, passages, by, memo=each.memo)
