"""Decisions and proposals → the anchoring meter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qes.coding.anchoring import Anchoring, anchoring
from qes.model import Decision, Passage, Suggestion
from qes.pipeline.desk import Desk
from qes.pipeline.review import codable, newest_suggester
from qes.project import Project


def run_anchoring(project: Project) -> Anchoring:
    """Measure, on the log so far, what seeing proposals does to coders, and how good proposals are on blind labels.

    Scores are those of the newest run of suggestions, of every passage by one and the same suggester; `learned` scores
    a passage without the decisions about it.
    """
    return anchoring_of(project, codable(project), project.store.decisions())


def anchoring_of(project: Project, passages: Iterable[Passage], decisions: Sequence[Decision]) -> Anchoring:
    """The same of what has been fetched already: the passages people code, and live decisions in log order."""
    suggester = newest_suggester(project)
    proposals = project.store.proposals(suggester) if suggester else []
    return _measured(project, passages, decisions, proposals)


def anchoring_now(desk: Desk) -> Anchoring:
    """The same from what a running workbench holds in memory; refresh its ledger first."""
    ledger = desk.ledger
    return _measured(ledger.project, ledger.passages.values(), ledger.decisions(), desk.scored)


def _measured(
    project: Project, passages: Iterable[Passage], decisions: Sequence[Decision], proposals: Sequence[Suggestion]
) -> Anchoring:
    known = {each.id for each in proposals}
    older = {each.suggestion_id for each in decisions if each.suggestion_id} - known
    named = [*proposals, *(project.store.suggestions(ids=older, current=None) if older else [])]
    codes = [code.code for code in project.codebook().codable]
    return anchoring(passages, decisions, proposals, named, codes)
