"""Suggestions → decisions → codings and agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from qes.coding import review
from qes.errors import NotFound
from qes.model import Adjudication, Coding, Decision, Passage, Suggestion
from qes.pipeline.voices import is_voice, joined, voices
from qes.project import Project

if TYPE_CHECKING:
    from qes.coding.agreement import Agreement

Item_ = TypeVar("Item_", Decision, Adjudication)


def codable(project: Project) -> list[Passage]:
    """The passages people code, in reading order."""
    return [passage for passage in project.store.passages() if passage.codable]


def run_codings(project: Project) -> list[Coding]:
    """What all decisions so far amount to."""
    store = project.store
    texts = {source.id: source.text for source in store.sources()}
    return review.codings(codable(project), store.decisions(), store.adjudications(), texts)


def record(project: Project, decisions: Sequence[Decision]) -> list[Decision]:
    """Check decisions against codebook and passages and append them to the log, all or none.

    Raises:
        UnknownCode, BadDecision, NotFound: One of them is not allowed.
    """
    codebook = project.use_codebook()
    passages = {passage.id: passage for passage in project.store.passages(ids={d.passage_id for d in decisions})}
    for decision in decisions:
        if decision.passage_id not in passages:
            raise NotFound("passage", decision.passage_id)
        review.check(decision, codebook, passages[decision.passage_id])
    return project.store.decide(decisions)


def newest_suggester(project: Project) -> str | None:
    """Whose run of suggestions came last, voices left out; None before the first."""
    runs = [event.body for event in project.store.events(kind="suggested")]
    return next((str(body["suggester"]) for body in reversed(runs) if not is_voice(body)), None)


def proposed_codings(project: Project) -> list[Suggestion]:
    """Current proposals of codes that can still be given; a code may have been retired since they were made.

    Those of the newest suggester that orders; and of voices, where it has none of the same code.
    """
    suggester, heard = newest_suggester(project), voiced_codings(project)
    return joined(_givable(project, suggester) if suggester else [], heard)


def voiced_codings(project: Project) -> list[Suggestion]:
    """The same of voices alone."""
    return [each for name in voices(project) for each in _givable(project, name)]


def _givable(project: Project, suggester: str) -> list[Suggestion]:
    codable_codes = {code.code for code in project.codebook().codable}
    return [each for each in project.store.suggestions(suggester=suggester) if each.code in codable_codes]


def run_agree(project: Project) -> list[Agreement]:
    """Agreement per code and pair of coders, on the passages both have read.

    Raises:
        TooFewCoders: No two coders have read the same passage.
    """
    from qes.coding.agreement import agreement

    labels = review.labels(project.store.decisions())
    return agreement(labels, [code.code for code in project.codebook().codable])
