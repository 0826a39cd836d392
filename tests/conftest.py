"""A small project of its own for every test that needs one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import command
from qes.project import Project, init_project, open_project
from small_project import DOCUMENT, INTERVIEW, OTHER, Run


def pytest_collection_finish() -> None:
    """What is loaded by now stays: without this, walking over it again and again is half of what the tests do."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project folder with a small corpus, a quick embedder and an index in memory."""
    place = tmp_path / "project"
    init_project(place, name="Two towns").close()
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('coder = "nora"\n\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n')
    for name, text in (("Arden/engineer.txt", INTERVIEW), ("Arden/review.md", DOCUMENT), ("Boro/permits.txt", OTHER)):
        path = place / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    """The project of `folder`, open."""
    with open_project(folder) as opened:
        yield opened


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs the command line in the project's folder (`command`)."""
    return lambda *words, cwd=folder, **given: command(*words, cwd=cwd, **given)
