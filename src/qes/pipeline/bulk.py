"""Many proposals answered at once: shown first, then taken as one step, which one undo takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.errors import BadDecision
from qes.model import Decision, Suggestion, Verdict
from qes.pipeline.acts import Answer, decide
from qes.pipeline.desk import Desk, Scope

MOST = 2000
"""Proposals answered in one step at most."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals are meant."""

    code: str
    least: float = 0.0
    """Score from which on."""
    most: float = 1.0
    """Score up to which."""
    case: str = ""
    source: str = ""
    """Id of a source."""


def meant(desk: Desk, coder: str, wanted: Filter) -> list[Suggestion]:
    """Proposals of one code on passages of the coder's that they have not decided about, likeliest first.

    Passages coded blind are left out, and passages on which the coder has answered this code already; and what only a
    language model proposes, whose scores say nothing of how often it is right.
    """
    desk.ledger.refresh()
    allowed = desk.allowed(coder, Scope(wanted.source, wanted.case, wanted.code))
    found = [
        each
        for each in desk.scored
        if each.code == wanted.code
        and wanted.least <= each.score <= wanted.most
        and each.passage_id in allowed
        and not _answered(desk, coder, each)
    ]
    return sorted(found, key=lambda each: (-each.score, each.passage_id))


def _answered(desk: Desk, coder: str, suggestion: Suggestion) -> bool:
    mine = (each for each in desk.ledger.decisions(suggestion.passage_id) if each.coder == coder)
    return any(suggestion.code in (each.applied, each.refused) for each in mine)


def answer_all(desk: Desk, coder: str, key: str, suggestions: Sequence[Suggestion], verdict: Verdict) -> list[Decision]:
    """Accept or reject proposals in one step.

    Args:
        desk: Whose passages they are on.
        coder: Who answers.
        key: Names the step.
        suggestions: What was shown, at most `MOST`.
        verdict: ACCEPTED or REJECTED.

    Raises:
        BadDecision: There are none or too many of them, or the verdict is another.
    """
    if verdict not in (Verdict.ACCEPTED, Verdict.REJECTED):
        raise BadDecision("many proposals at once can only be accepted or rejected")
    if not 0 < len(suggestions) <= MOST:
        raise BadDecision(f"{len(suggestions)} proposals: between 1 and {MOST} can be answered at once")
    answers = [
        Answer(each.passage_id, verdict, each.code, span=each.span, suggestion_id=each.id) for each in suggestions
    ]
    return decide(desk, coder, key, answers)
