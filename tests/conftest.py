"""A small project of its own for every test that needs one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qes.project import Project, init_project, open_project

INTERVIEW = """INTERVIEWER: How do you notice that something goes wrong in a district?

MARTA (CHIEF ENGINEER): Every Monday the bus drivers send us the list of flooded stops, and we have done that since 2019. We put it beside the rain gauges, and by Tuesday the director of streets and I look at the same sheet. If a stop is on it three weeks in a row, we move a crew there before anybody complains.

INTERVIEWER: And who decides what is dropped for that?

MARTA (CHIEF ENGINEER): We wrote a rule into the budget: the two lowest streets on the list lose their turn. It hurts, and people phone me about it. In March we dropped the promenade, which the mayor had promised, and moved the money to the drains of the lower town.

INTERVIEWER: Thank you, and how was the festival?

MARTA (CHIEF ENGINEER): Oh, loud as always, my daughter played the trumpet.
"""

DOCUMENT = """# Review of the drains

## What was tested

The office tried grates of two kinds on forty streets for one winter and counted blockages every week. The second kind stayed clear twice as long.

## What became of it

No decision followed. The tender of 2024 names neither kind, and the results were not passed on to the district offices, which buy their own grates as before.
"""

OTHER = """INTERVIEWER: Do you work with other departments?

JON (HEAD OF PERMITS): We intend to. There is a plan for a joint counter, and it has been a plan for six years. Today an applicant still walks to four offices, and each of them asks for the same drawing again.

INTERVIEWER: What would help?

JON (HEAD OF PERMITS): Two more people. We have eleven where the neighbouring town has thirty, and the money is decided in the capital, not here.
"""


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


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(folder: Path) -> Run:
    """Runs the real command line in the project's folder."""

    def command(
        *words: str | Path, cwd: Path = folder, given: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "qes", *map(str, words)],
            cwd=cwd,
            env={**os.environ, **env},
            input=given,
            text=True,
            capture_output=True,
            check=False,
            timeout=240,
        )

    return command
