"""Decisions that differ → settled ones → what a code's definition lacks."""

from __future__ import annotations

from dataclasses import replace

from qes.coding import disagreements as differing
from qes.coding import review
from qes.coding.disagreements import Disagreement, Lesson
from qes.errors import BadDecision, NotFound
from qes.model import Adjudication, digest
from qes.pipeline.review import codable
from qes.project import Project


def disagreements(project: Project) -> list[Disagreement]:
    """What readers of the same passage differ about, settled or not, in reading order."""
    store = project.store
    return differing.disagreements(codable(project), store.decisions(), store.adjudications())


def settle(project: Project, adjudication: Adjudication, seen: str | None, key: str = "") -> Adjudication:
    """Check how somebody settles a disagreement and append it to the log.

    Args:
        project: Whose log it is.
        adjudication: With a reason. It may deny a code that the codebook no longer has, if it was given there.
        seen: Id of the last adjudication on that passage and code that the person saw; None: there was none.
        key: Names the request; sent a second time, it changes nothing and returns what was recorded the first time.

    Raises:
        Conflict: Somebody else has settled it, or taken back what was seen, since then.
        UnknownCode, BadDecision, NotFound: It is not allowed.
    """
    codebook = project.use_codebook()
    passages = project.store.passages(ids={adjudication.passage_id})
    if not passages:
        raise NotFound("passage", adjudication.passage_id)
    if not adjudication.reason.strip():
        raise BadDecision("a disagreement is settled with a reason, which is missing")
    review.check(adjudication, codebook, passages[0], retired=_retired(project, adjudication))
    named = digest("settle", adjudication.author, adjudication.passage_id, adjudication.code, key) if key else ""
    (recorded,) = project.store.adjudicate([replace(adjudication, id=named)], seen=[seen])
    return recorded


def _retired(project: Project, adjudication: Adjudication) -> frozenset[str]:
    """Codes somebody gave the passage once, which may still be denied whatever the codebook says today."""
    if adjudication.applies:
        return frozenset()
    decisions = project.store.decisions(passage_ids={adjudication.passage_id})
    return frozenset(decision.applied for decision in decisions if decision.applied)


def reasons(project: Project) -> list[Lesson]:
    """Per code, the kinds of difference settled so far and the reasons with their passages."""
    return differing.lessons(codable(project), project.store.adjudications())
