"""What a model may be shown: texts as they are sent, and decisions that nobody is kept from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qes.coding.llm.masking import Mask, Plain
from qes.coding.queue import drawn
from qes.masking import pseudonyms_apart, wanted
from qes.model import Decision, Passage
from qes.pipeline.assignments import Duties, assignments
from qes.project import Project
from qes.settings import LlmSettings


@dataclass(frozen=True, slots=True)
class Masking:
    """How texts are made fit to be sent."""

    mask: Mask
    masked: bool
    """Whether names stand as pseudonyms in what is sent."""


def masking_of(
    project: Project | None, settings: LlmSettings, model: str, remote: bool, speakers: Iterable[str] = ()
) -> Masking:
    """How texts are sent to a model, by `[llm] pseudonymise`.

    Args:
        project: Whose names are to be masked; None where there is none, for items that are measured.
        settings: What the team wants.
        model: By name.
        remote: Whether what is sent to it leaves this machine.
        speakers: Labels of those who speak in texts that are no part of the project.

    Raises:
        BadPseudonyms, CannotWrite: Names are to be masked, and cannot be.
    """
    del model  # all are told the same pseudonyms
    if not wanted(settings, remote):
        return Masking(Plain, masked=False)
    key = project.pseudonyms() if project is not None else None
    speakers = list(speakers)
    if key is None or speakers:
        key = pseudonyms_apart(settings.names, speakers, key)
    return Masking(key.mask, masked=True)


def unaided(project: Project, passages: Iterable[Passage], decisions: Iterable[Decision]) -> frozenset[str]:
    """Passages that are, or were, to be coded without help: what was given to them is shown to no model.

    A prompt can be read by everybody who codes, and what a model learned from such labels could not be measured on
    them. It is all of the random blind share, what is assigned blind, and what is assigned to somebody who has not read
    it.
    """
    settings, duties = project.settings, Duties(assignments(project), project.settings.seed)
    asked = sorted({each.coder for each in assignments(project)})
    read = {(each.coder, each.passage_id) for each in decisions}
    share, seed = settings.review.blind_share, settings.seed
    return frozenset(
        passage.id
        for passage in passages
        if drawn(passage.id, seed, share) or any(_kept_from(duties, coder, passage, read) for coder in asked)
    )


def unread(project: Project, passages: Iterable[Passage], decisions: Iterable[Decision]) -> frozenset[str]:
    """Passages assigned to somebody who has not read them: what others gave to them is shown to no model yet."""
    duties, given = Duties(assignments(project), project.settings.seed), list(passages)
    asked = sorted({each.coder for each in assignments(project)})
    read = {(each.coder, each.passage_id) for each in decisions}

    def waits(coder: str, passage: Passage) -> bool:
        duty = duties.duty(coder, passage)
        return duty is not None and bool(duty.assignments) and (coder, passage.id) not in read

    return frozenset(passage.id for passage in given if any(waits(coder, passage) for coder in asked))


def _kept_from(duties: Duties, coder: str, passage: Passage, read: set[tuple[str, str]]) -> bool:
    duty = duties.duty(coder, passage)
    if duty is None or not duty.assignments:
        return False
    return duty.blind or (coder, passage.id) not in read
