"""A process that learns beside a server, watched through what it says and does."""

from __future__ import annotations

import os
import queue
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from learning_project import CODE, long_project
from odd_project import until
from qes.model import Decision, Suggestion, Verdict
from qes.pipeline.suggest import run_suggest
from qes.pipeline.tutor import Tutor
from qes.project import Project
from review_project import BOOK

PATIENCE = 130.0
"""Seconds: on a busy machine a process that gives way to all others takes its time."""


@contextmanager
def taught(project: Project, upcoming: Sequence[str] = ()) -> Iterator[tuple[Tutor, queue.Queue[list[str]]]]:
    """A tutor at work, and the rankings it tells."""
    rankings: queue.Queue[list[str]] = queue.Queue()

    def told(ids: Sequence[str]) -> Sequence[str]:
        rankings.put(list(ids))
        return upcoming

    tutor = Tutor(project.folder, told)
    tutor.start()
    try:
        yield tutor, rankings
    finally:
        tutor.close()


def decided(project: Project, words: str, verdict: Verdict, most: int) -> list[Decision]:
    """Decisions on the first passages that hold some words."""
    passages = [each for each in project.store.passages() if each.codable and words in each.text][:most]
    return [
        Decision(each.id, "ana", verdict, BOOK, code=CODE if verdict is Verdict.ACCEPTED else None) for each in passages
    ]


def festive(project: Project, ids: Sequence[str]) -> list[bool]:
    """Which of the passages speak of the festival, those of the long interview alone."""
    texts = {each.id: each.text for each in project.store.passages() if "that year" in each.text}
    return ["festival" in texts[each] for each in ids if each in texts]


def test_decisions_are_learned_beside_and_lead_to_a_new_order_and_new_proposals(folder: Path) -> None:
    with long_project(folder) as project:
        run_suggest(project)
        waiting = [each.id for each in project.store.passages() if "festival parade" in each.text][-2:]
        with taught(project, waiting) as (_, rankings):
            project.store.decide(decided(project, "festival parade", Verdict.ACCEPTED, 4))
            project.store.decide(decided(project, "sewer workers", Verdict.NOTHING, 4))
            while True:
                ranking = rankings.get(timeout=PATIENCE)
                order = festive(project, ranking)
                if all(order[:8]):
                    break
            assert sorted(ranking) == sorted(each.id for each in project.store.passages() if each.codable)
            project.store.decide(decided(project, "festival parade", Verdict.ACCEPTED, 5)[4:])
            rankings.get(timeout=PATIENCE)

            def renewed() -> list[Suggestion]:
                found = project.store.suggestions(passage_ids=waiting, suggester="learned")
                return [each for each in found if each.code == CODE]

            # It may tell the next ranking before it has heard which passages to renew by the last one.
            found = until(renewed, lambda said: {each.passage_id for each in said} == set(waiting))
        assert all("Learned from" in each.reason.note for each in found)


def test_the_death_of_the_process_stops_nobody(folder: Path) -> None:
    with long_project(folder) as project, taught(project) as (tutor, rankings):
        project.store.decide(decided(project, "festival parade", Verdict.ACCEPTED, 4))
        project.store.decide(decided(project, "sewer workers", Verdict.NOTHING, 4))
        rankings.get(timeout=PATIENCE)
        assert tutor.pid is not None
        os.kill(tutor.pid, signal.SIGKILL)
        (made,) = project.store.decide(decided(project, "festival parade", Verdict.ACCEPTED, 5)[4:])
        assert made.id
        tutor.wait(PATIENCE)
        tutor.start()
        assert rankings.get(timeout=PATIENCE)


def test_why_it_ended_is_told(folder: Path) -> None:
    with long_project(folder) as project:
        settings = folder / "qes.toml"
        settings.write_text(settings.read_text().replace('"hashing"', '"no such embedder"'), encoding="utf-8")
        with taught(project) as (tutor, _):
            tutor.wait(PATIENCE)
            assert "no such embedder" in tutor.trouble


def test_a_tutor_that_never_began_can_be_closed(folder: Path) -> None:
    Tutor(folder, lambda ids: ids).close()
