"""A project in which people code, and whose codebook is edited then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from faults import quick_project, write
from qes.coding.codebook import load_codebook, to_yaml
from qes.coding.codebook.edit import Edit
from qes.model import Code, Decision, Maker, Suggestion
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.pipeline.versions import revise
from qes.project import Project, open_project
from review_project import BOOK, accept
from small_project import DOCUMENT, INTERVIEW, OTHER

NEXT = "dynamic-capabilities@1.1"
SCANNING, LIVED = "awareness/scanning", "awareness/lived-experience"
ROUTINE, CAPACITY, NO_FIT, RESOURCES = "ordinary-routine", "capacity", "no-fit", "context/resources"
USED = {"awareness", "context", SCANNING, LIVED, ROUTINE, CAPACITY, NO_FIT, RESOURCES}
"""What is left of the shipped codebook, so that the tests are quick."""
PARTS = tuple(Code(f"{NO_FIT}-{each}", each.title(), "b", f"It is {each}.") for each in ("a", "b"))


def template(place: Path, *, rubric: bool = False) -> Path:
    """A project folder with its corpus taken in, to be copied for each test."""
    quick_project(place)
    path = place / "codebooks" / "dynamic-capabilities" / "1.0.yaml"
    book = load_codebook(path)
    path.write_text(to_yaml(replace(book, codes=tuple(each for each in book.codes if each.code in USED))), "utf-8")
    if not rubric:
        for each in path.parent.glob("rubric-*.yaml"):
            each.unlink()
    write(place / "corpus" / "Arden" / "engineer.txt", INTERVIEW)
    write(place / "corpus" / "Boro" / "permits.txt", OTHER + DOCUMENT)
    with open_project(place) as project:
        run_ingest(project)
    return place


PROPOSALS = {SCANNING: 0, RESOURCES: 1}
"""Code → place of the passage, in reading order, for which it is proposed."""


def proposing(place: Path) -> Path:
    """The same, with proposals; nothing is coded blind."""
    template(place)
    settings = place / "qes.toml"
    text = settings.read_text(encoding="utf-8").replace("blind_share = 0.1", "blind_share = 0.0")
    settings.write_text(text, encoding="utf-8")
    with open_project(place) as project:
        passages, maker = codable(project), Maker("similarity", "none", BOOK, "")
        made = [Suggestion(f"s{at}", passages[at].id, code, 0.8, maker) for code, at in PROPOSALS.items()]
        project.store.replace_suggestions("similarity", made)
        project.store.append("nora", "suggested", {"suggester": "similarity", "suggestions": len(made)})
    return place


@contextmanager
def copied(folder: Path, to: Path) -> Iterator[Project]:
    """A copy of it, open."""
    shutil.copytree(folder, to)
    with open_project(to) as project:
        yield project


def edit(project: Project, *edits: Edit) -> None:
    """The next version."""
    revise(project, project.codebook().id, edits, "ana", "So.")


def given(project: Project, *codes: str, coder: str = "nora") -> list[Decision]:
    """The first passages coded with a code each."""
    passages = codable(project)
    return record(project, [accept(passages[place], code, coder) for place, code in enumerate(codes)])
