"""Language models as voices beside the suggester that orders: heard on a card, without a say in what comes next.

How often a voice is right is not known until people have coded blind what it spoke about; only then does what it says
weigh in the scores that passages are ordered by: see `qes.pipeline.models.signals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qes.coding.llm.voice import SUGGESTER
from qes.model import Suggestion
from qes.project import Project

VOICE = "voice"
"""Name in the body of the event that closes a run."""


def is_voice(body: Mapping[str, Any]) -> bool:
    """Whether a run of suggestions was one of a voice."""
    return bool(body.get(VOICE))


def voices(project: Project) -> list[str]:
    """The names under which voices have made proposals, in the order in which they were first heard."""
    runs = (event.body for event in project.store.events(kind="suggested"))
    return list(dict.fromkeys(str(body["suggester"]) for body in runs if is_voice(body)))


def model_of(voice: str) -> str:
    """The model behind the name of a voice."""
    return voice.removeprefix(f"{SUGGESTER}:")


def spoken(suggestion: Suggestion) -> bool:
    """Whether a language model made it."""
    return suggestion.maker.suggester == SUGGESTER


def joined(scored: Sequence[Suggestion], heard: Iterable[Suggestion]) -> list[Suggestion]:
    """One proposal for each passage and code: of the suggester that orders, or else of the first voice that has one."""
    cells = {(each.passage_id, each.code) for each in scored}
    found = list(scored)
    for each in heard:
        if (each.passage_id, each.code) not in cells:
            cells.add((each.passage_id, each.code))
            found.append(each)
    return found
