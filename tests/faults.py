"""What the tests of faults share: the real command line, and what every complaint of it must have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from qes.model import Passage
from qes.pipeline.verify import run_verify
from qes.project import Project, init_project, open_project

Done = subprocess.CompletedProcess[str]

QUICK = 'coder = "nora"\n\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n'
"""Settings without a model to load, to follow the `[review]` that `qes init` writes."""


def qes(*words: str | Path, cwd: Path, **env: str) -> Done:
    """Run the command line in a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "qes", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        text=True,
        capture_output=True,
        check=False,
        timeout=240,
    )


def quick_project(place: Path, settings: str = QUICK) -> Path:
    """A new project folder without files."""
    init_project(place, name="Faults").close()
    with (place / "qes.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    return place


def write(path: Path, text: str) -> Path:
    """A text file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def complains(done: Done, *said: str, code: int = 1) -> None:
    """The command failed in the way people can act upon: what, where, what to do, and no traceback."""
    shown = done.stdout + done.stderr
    assert done.returncode == code, shown
    assert "Traceback" not in shown
    assert "unexpected" not in shown
    assert "what to do: " in done.stderr
    for each in said:
        assert each in done.stderr


def answer(done: Done) -> dict[str, Any]:
    """The one JSON object on stdout."""
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def complains_in_json(done: Done, *said: str) -> None:
    """As `complains`, and stdout is one JSON object that says the same."""
    complains(done, *said)
    found = answer(done)
    assert found["hint"]
    assert all(each in found["error"] or each in found["hint"] for each in said)


def paths(folder: Path) -> set[str]:
    """The sources that are in, by path."""
    with open_project(folder) as project:
        return {source.path for source in project.store.sources()}


def sound(folder: Path) -> bool:
    """Whether `qes verify` finds nothing."""
    with open_project(folder) as project:
        return run_verify(project) == []


def passage_with(project: Project, words: str) -> Passage:
    """The one current passage that holds these words."""
    [found] = [passage for passage in project.store.passages() if words in passage.text]
    return found


def where(problems: Sequence[Any]) -> str:
    """The places of some problems, to look for one in."""
    return "\n".join(each.where for each in problems)
