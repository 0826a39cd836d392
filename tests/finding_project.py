"""A coded project of two towns, made once and copied for every test, with findings to write about it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from qes.model import Citation, Coding, Counter, Finding, Passage, Weight
from qes.pipeline.citing import of_coding, of_passage
from qes.pipeline.findings import counter
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record, run_codings
from qes.project import Project, init_project, open_project
from review_project import accept
from small_project import DOCUMENT, INTERVIEW, OTHER

CORPUS = {"Arden/engineer.txt": INTERVIEW, "Arden/review.md": DOCUMENT, "Boro/permits.txt": OTHER}
CODED = (
    (0, "awareness/scanning", "supports"),
    (1, "awareness/scanning", "mixed"),
    (3, "learning/test-design", "supports"),
    (4, "learning/carry-over", "contradicts"),
    (5, "awareness/scanning", "contradicts"),
)
"""Place of the passage in reading order, code and polarity; places 2 and 6 are coded by nobody."""
SENTENCE = "The city notices flooded stops before anybody complains."


def made(base: Path) -> Path:
    """The project's folder below another one, taken in, coded and closed again; made when it is not there yet."""
    place = base / "two-towns"
    if place.exists():
        return place
    init_project(place, name="Two towns").close()
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('coder = "nora"\n\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n')
    for name, text in CORPUS.items():
        path = place / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with open_project(place) as project:
        run_ingest(project)
        passages = codable(project)
        record(
            project,
            [
                replace(accept(passages[at], code), attributes={"polarity": polarity}, id=f"d{at}")
                for at, code, polarity in CODED
            ],
        )
    return place


@contextmanager
def copied(template: Path, to: Path) -> Iterator[Project]:
    """A copy of it, open."""
    shutil.copytree(template, to / "project")
    with open_project(to / "project") as project:
        yield project


def coding(project: Project, code: str, case: str = "Arden") -> Coding:
    """The first coding of a code in a case."""
    return next(each for each in run_codings(project) if (each.code, each.case) == (code, case))


def passage(project: Project, at: int) -> Passage:
    """The codable passage at a place in reading order."""
    return codable(project)[at]


def finding(project: Project, **parts: Any) -> Finding:
    """A finding on Arden that rests on one coding; not saved yet."""
    given: dict[str, Any] = {"cases": ("Arden",), "capability": "awareness", **parts}
    given.setdefault("citations", (of_coding(coding(project, "awareness/scanning")),))
    return Finding("", given.pop("statement", SENTENCE), **given)


def whole(project: Project, at: int, **parts: Any) -> Citation:
    """A whole passage, cited."""
    return of_passage(passage(project, at), **parts)


def weigh_all(project: Project, found: Counter, weight: Weight = Weight.NEITHER) -> None:
    """Say the same of every candidate of a search."""
    for number in range(len(found.candidates)):
        counter.weigh(project, found.id, number, weight, "mia")


def tamper(project: Project, sql: str) -> None:
    """Change the database behind the project's back."""
    with closing(sqlite3.connect(project.hidden / "qes.db")) as connection:
        assert connection.execute(sql).rowcount > 0
        connection.commit()


def revise(project: Project, path: str, old: str, new: str) -> None:
    """Change a file of the corpus and take it in again."""
    file = project.corpus / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    run_ingest(project)
