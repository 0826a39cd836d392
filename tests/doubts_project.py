"""The project of `conftest` with an interview about two things, all read by one coder, who took one passage wrongly."""

from __future__ import annotations

from pathlib import Path

from qes.model import Passage
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.project import Project, open_project
from review_project import accept

SCANNING, RESOURCES = "awareness/scanning", "context/resources"
ABOUT = (
    (SCANNING, "Every {} the drivers send the list of flooded stops, and we put it beside the gauges of the river."),
    (RESOURCES, "The budget for {} is decided in the capital, and the money never lasts until the end of the year."),
)
WORDS = "monday april bridge depot market harbour school winter tuesday spring library office summer ward".split()
COUNT = 28
SLIP = 20
"""A passage about floods that was taken for one about money."""
PATH = "Arden/long.txt"


def slipped(folder: Path) -> None:
    """Take the interview in, with what was decided about it."""
    answers = [ABOUT[number % 2][1].format(WORDS[number // 2]) for number in range(COUNT)]
    turns = [f"INTERVIEWER: And then?\n\nMARTA (CHIEF ENGINEER): {each}" for each in answers]
    (folder / "corpus" / PATH).write_text("\n\n".join(turns), encoding="utf-8")
    with open_project(folder) as project:
        run_ingest(project)
        codes = [ABOUT[(number + (number == SLIP)) % 2][0] for number in range(COUNT)]
        record(project, [accept(each, code) for each, code in zip(interview(project), codes, strict=True)])


def interview(project: Project) -> list[Passage]:
    """Its answers, in reading order."""
    source = next(each.id for each in project.store.sources() if each.path == PATH)
    return [each for each in codable(project) if each.source_id == source]
