"""The project of `conftest`, taken in and with a few proposals, so that it can be coded."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from qes.model import Decision, Maker, Passage, Suggestion, Verdict, digest, sha256
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable
from qes.project import Project, init_project, open_project
from small_project import DOCUMENT, INTERVIEW

BOOK = "dynamic-capabilities@1.0"
PROPOSED = (
    (0, "awareness/scanning", 0.8),
    (0, "delivery/processes-rules", 0.6),
    (1, "priorities/reallocation", 0.7),
    (3, "learning/test-design", 0.5),
)
"""Place of the passage in reading order, code and score."""


_SHELF = tempfile.TemporaryDirectory(prefix="qes-tests-")
"""Holds a record for every set of files a test has begun with, so that the same files are taken in once a process."""
atexit.register(_SHELF.cleanup)


@contextmanager
def ready(folder: Path, blind_share: float = 0.0) -> Iterator[Project]:
    """The project with its corpus taken in, suggestions made, and a share of it coded blind."""
    settings = folder / "qes.toml"
    text = settings.read_text(encoding="utf-8").replace("blind_share = 0.1", f"blind_share = {blind_share}")
    settings.write_text(text, encoding="utf-8")
    with open_project(folder) as project:
        fresh = not project.hidden.exists() or not any(project.hidden.iterdir())
        record = Path(_SHELF.name) / digest(*_files(folder))
        if fresh and not project.settings.store.url and record.is_dir():
            shutil.copytree(record, project.hidden, dirs_exist_ok=True)
        else:
            _take_in(project)
            if fresh and not project.settings.store.url:
                project.close()
                shutil.copytree(project.hidden, record)
        yield project


def _files(folder: Path) -> list[str]:
    """Names and contents of all that a record depends on."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [text for path in files for text in (str(path.relative_to(folder)), sha256(path.read_bytes()))]


def _take_in(project: Project) -> None:
    run_ingest(project)
    passages = codable(project)
    maker = Maker("similarity", "none", BOOK, "")
    made = [Suggestion(f"s{place}{code}", passages[place].id, code, score, maker) for place, code, score in PROPOSED]
    project.store.replace_suggestions("similarity", made)
    project.store.append("nora", "suggested", {"suggester": "similarity", "suggestions": len(made)})


def lone(folder: Path) -> AbstractContextManager[Project]:
    """The same in an empty folder, for tests that make many projects of their own."""
    place = folder / "project"
    init_project(place, name="Two towns").close()
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('coder = "nora"\n\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n')
    for name, text in (("Arden/engineer.txt", INTERVIEW), ("Arden/review.md", DOCUMENT)):
        path = place / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return ready(place)


def accept(passage: Passage, code: str, coder: str = "nora") -> Decision:
    """That a code applies to a passage."""
    return Decision(passage.id, coder, Verdict.ACCEPTED, BOOK, code=code)
