"""The small project with a long third interview on two subjects, so that there is something to learn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qes.coding.queue import Item
from qes.pipeline.learning import Learner
from qes.pipeline.session import Session
from qes.pipeline.waiting import next_items
from qes.project import Project
from review_project import ready

FESTIVAL = ("trumpets", "drummers", "dancers", "costumes", "fireworks", "lanterns")
SEWERS = ("manholes", "pumps", "culverts", "gratings", "gullies", "siphons")
ENDS = ("before the summer", "after the holidays", "at the lower market", "behind the old school", "near the ferry")
CODE = "learning/evaluation"


def interview(answers: int = 24) -> str:
    """Answers that speak of the sewers and of the festival by turns."""
    told = []
    for number in range(answers):
        one, other = (f"{words[number % 6]} and {words[(number // 2 + 1) % 6]}" for words in (FESTIVAL, SEWERS))
        end = ENDS[number % 5]
        told.append(
            f"For the festival parade we counted {one} and the music of the parade was loud {end} that year."
            if number % 2
            else f"The sewer workers cleaned {other} and the wastewater of the sewer went down {end} that year."
        )
    return "\n\n".join(f"INTERVIEWER: And number {n}?\n\nIDA (CLERK): {text}" for n, text in enumerate(told))


@contextmanager
def long_project(folder: Path, blind_share: float = 0.0) -> Iterator[Project]:
    """Taken in, with the few suggestions of `ready` and none for the long interview."""
    path = folder / "corpus" / "Cove" / "clerk.txt"
    path.parent.mkdir()
    path.write_text(interview(), encoding="utf-8")
    with ready(folder, blind_share) as project:
        yield project


def festive(item: Item | None) -> bool:
    return item is not None and "festival parade" in item.passage.text


def answer(walk: Session) -> None:
    """One passage read for the festival alone."""
    if festive(walk.item) and CODE not in walk.given:
        walk.add(CODE)
    walk.finish()


def walked(project: Project, learner: Learner | None, order: str = "likely", coder: str = "nora") -> Session:
    """At the start of the long interview, in reading order."""
    waiting = next_items(project, coder, order)
    items = sorted(
        (each for each in waiting if "that year" in each.passage.text), key=lambda each: each.passage.ordinal
    )
    return Session(project, coder, items, learner)
