"""The small project once for many tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qes.project import Project, init_project
from review_project import ready
from small_project import DOCUMENT, INTERVIEW, OTHER


@contextmanager
def shared_project(place: Path) -> Iterator[Project]:
    """A project in a new folder, as the fixture `prepared` has it."""
    init_project(place, name="Two towns").close()
    with (place / "qes.toml").open("a", encoding="utf-8") as settings:
        settings.write('coder = "nora"\n\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n')
    for name, text in (("Arden/engineer.txt", INTERVIEW), ("Arden/review.md", DOCUMENT), ("Boro/permits.txt", OTHER)):
        path = place / "corpus" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with ready(place) as project:
        yield project
