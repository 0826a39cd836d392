"""A run that is killed at any moment, and run again, ends where an undisturbed run ends."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from faults import quick_project, write
from qes.pipeline.ingest import run_ingest
from qes.pipeline.suggest import run_suggest
from qes.pipeline.verify import run_verify
from qes.project import open_project

FILES = 60
SEED = 20
TRIES = 4
WORDS = (
    "council budget streets drains crews winter district permits office money plan review trial list mayor water "
    "engineer school harbour board families bus clinic market night rain survey team rule promise"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with files in it, and nothing else done."""
    dice = random.Random(SEED)
    folder = quick_project(tmp_path_factory.mktemp("kill") / "project")
    for number in range(FILES):
        sentences = [" ".join(dice.choices(WORDS.split(), k=14)).capitalize() + "." for _ in range(20)]
        paragraphs = [" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)]
        write(folder / "corpus" / f"Town {number % 4}" / f"{number:02}.txt", "\n\n".join(paragraphs) + "\n")
    return folder


@pytest.fixture(scope="module")
def ingested(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, taken in without disturbance."""
    return _done(corpus, tmp_path_factory.mktemp("ingested") / "project", run_ingest)


@pytest.fixture(scope="module")
def suggested(ingested: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with suggestions, made without disturbance."""
    return _done(ingested, tmp_path_factory.mktemp("suggested") / "project", run_suggest)


def _done(before: Path, after: Path, stage: Callable[..., Any]) -> Path:
    shutil.copytree(before, after)
    with open_project(after) as project:
        stage(project)
    return after


def state(folder: Path) -> dict[str, Any]:
    """All that a run should leave behind, without the times at which it happened."""
    with open_project(folder) as project:
        store = project.store
        return {
            "sources": store.sources(),
            "passages": store.passages(current=None),
            "suggestions": store.suggestions(),
            "vectors": store.vector_count(project.embedder().id),
            "ingested": Counter(event.body["path"] for event in store.events(kind="ingested")),
            "originals": sorted(file.name for file in project.originals.rglob("*") if file.is_file()),
            "problems": run_verify(project),
        }


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A command, running."""
    quiet = subprocess.DEVNULL
    return subprocess.Popen([sys.executable, "-m", "qes", *words], cwd=folder, stdout=quiet, stderr=quiet)


def rows(folder: Path, question: str) -> int:
    """What a running command has committed so far."""
    try:
        with closing(sqlite3.connect(f"file:{folder}/.qes/qes.db?mode=ro", uri=True, timeout=5)) as connection:
            return int(connection.execute(question).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill_when(process: subprocess.Popen[bytes], ripe: Callable[[], bool], pause: float) -> bool:
    """Kill a command some moments after a condition holds; whether it was still at work then."""
    while process.poll() is None and not ripe():
        time.sleep(0.002)
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def in_time(disturbed: Callable[[Path], tuple[bool, int]], place: Path) -> tuple[Path, int]:
    """A project whose run died in the midst of it; on a busy machine it may take another try to be quick enough."""
    for number in range(TRIES):
        folder = place / f"project {number}"
        died, count = disturbed(folder)
        if died:
            return folder, count
    raise AssertionError("it was to die long before its end")


def test_an_ingest_killed_again_and_again_ends_as_an_undisturbed_one(
    corpus: Path, ingested: Path, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    count = "SELECT count(*) FROM sources"

    def disturbed(folder: Path) -> tuple[bool, int]:
        shutil.copytree(corpus, folder)
        seen = []
        for least in (dice.randrange(1, 20), dice.randrange(20, 50)):
            process = start(folder, "ingest")
            killed = kill_when(process, lambda least=least: rows(folder, count) >= least, dice.uniform(0, 0.01))
            seen.append((killed, rows(folder, count)))
        return any(killed and 0 < sources < FILES for killed, sources in seen), seen[-1][1]

    folder, sources = in_time(disturbed, tmp_path)
    with open_project(folder) as project:
        assert run_verify(project) == []
        done = run_ingest(project)
        assert len(done.unchanged) == sources
        assert len(done.added) == FILES - sources
    after = state(folder)
    assert set(after["ingested"].values()) == {1}
    assert after == state(ingested)


@pytest.mark.parametrize("index", ["exact", "chroma"])
def test_a_suggest_killed_again_and_again_ends_as_an_undisturbed_one(
    ingested: Path, suggested: Path, tmp_path: Path, index: str
) -> None:
    dice = random.Random(SEED)

    def disturbed(folder: Path) -> tuple[bool, int]:
        shutil.copytree(ingested, folder)
        settings = folder / "qes.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace('"exact"', f'"{index}"'), encoding="utf-8")
        moments: list[Callable[[], bool]] = [lambda: rows(folder, "SELECT count(*) FROM vectors") > 0]
        if index == "chroma":
            half_made = folder / ".qes" / "chroma" / "chroma.sqlite3"
            moments = [half_made.exists, lambda: rows(folder, "SELECT count(*) FROM suggestions") > 0]
        at_work = [kill_when(start(folder, "suggest"), ripe, dice.uniform(0, 0.02)) for ripe in moments]
        return at_work[0], sum(at_work)

    folder, _ = in_time(disturbed, tmp_path)
    with open_project(folder) as project:
        run_suggest(project)
    after = state(folder)
    assert after["suggestions"]
    assert after == state(suggested)


LISTENING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from qes.cli import main
sys.argv = ["qes", "ingest"]
main()
"""
"""The command line, also where whoever started the tests has Ctrl-C switched off."""


def test_control_c_says_that_what_was_done_is_kept(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(corpus, folder)
    command = [sys.executable, "-c", LISTENING]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        while process.poll() is None and not rows(folder, "SELECT count(*) FROM sources"):
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "stopped" in said
    assert "what to do: What was done is kept" in said
    assert "Traceback" not in said
    with open_project(folder) as project:
        assert run_verify(project) == []
        assert 0 < len(project.store.sources()) < FILES
