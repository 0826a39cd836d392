"""What became of the proposals coders saw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from qes.coding.anchoring.proportions import Rate
from qes.model import Decision, Passage, Span, Suggestion, Verdict


class Outcome(StrEnum):
    """What a coder made of one proposal in the end."""

    ACCEPTED = "accepted"
    """As it was proposed."""
    EDITED = "edited"
    """Accepted on other words, or with an attribute changed afterwards."""
    REPLACED = "replaced"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Answers:
    """How many proposals ended how."""

    accepted: int = 0
    edited: int = 0
    replaced: int = 0
    rejected: int = 0

    @property
    def shown(self) -> int:
        """Proposals that were answered."""
        return self.accepted + self.edited + self.replaced + self.rejected

    @property
    def kept(self) -> Rate:
        """Proposals whose code was given, edited or not."""
        return Rate(self.accepted + self.edited, self.shown)

    @property
    def edit_rate(self) -> Rate:
        """Of those, the ones that were changed."""
        return Rate(self.edited, self.accepted + self.edited)

    @property
    def sentence(self) -> str:
        """The same in words."""
        if not self.shown:
            return "No proposal has been answered."
        return (
            f"Of {self.shown} proposals answered, {self.accepted + self.edited} were accepted ({self.edited} of them "
            f"changed), {self.replaced} replaced by another code and {self.rejected} rejected."
        )


@dataclass(slots=True)
class _Answer:
    """One coder's answer to one proposal, as it changes along the log."""

    code: str
    proposed: Span | None
    """The words proposed; None when the proposal itself is not known, so that words cannot be compared."""
    outcome: Outcome
    values: dict[str, str] = field(default_factory=dict)
    """The first value given to each attribute; filling one in later is no change."""

    def follow(self, decision: Decision, span: Span) -> None:
        """Take in what the coder decides about the proposed code, at once or later."""
        if decision.refused == self.code:
            self.outcome = Outcome.REPLACED if decision.verdict is Verdict.REPLACED else Outcome.REJECTED
            return
        changed = any(self.values.setdefault(name, value) != value for name, value in decision.attributes.items())
        moved = self.proposed is not None and span != self.proposed
        self.outcome = Outcome.EDITED if changed or moved else Outcome.ACCEPTED


def answers(
    decisions: Iterable[Decision], passages: Mapping[str, Passage], suggestions: Mapping[str, Suggestion]
) -> dict[tuple[str, str], Answers]:
    """By coder and code: what became of the proposals that a decision names, the last word holding.

    A decision marked blind answers none, whatever it names: nothing was shown.

    Args:
        decisions: Live ones, in log order.
        passages: By id; decisions on others are left out.
        suggestions: By id, those that decisions name; without one, its words count as accepted as they were.
    """
    found: dict[tuple[str, str], _Answer] = {}
    about: dict[tuple[str, str, str], _Answer] = {}
    for each in decisions:
        passage = passages.get(each.passage_id)
        if passage is None or each.blind:
            continue
        span = each.span or passage.span
        if each.suggestion_id and each.code:
            named = (each.coder, each.suggestion_id)
            if named not in found:
                proposed = suggestions.get(each.suggestion_id)
                words = (proposed.span or passage.span) if proposed else None
                found[named] = _Answer(each.code, words, Outcome.ACCEPTED)
            about[each.coder, each.passage_id, each.code] = found[named]
        for code in filter(None, (each.refused, each.applied)):
            answer = about.get((each.coder, each.passage_id, code))
            if answer is not None:
                answer.follow(each, span)
    return _counted(found)


def _counted(found: Mapping[tuple[str, str], _Answer]) -> dict[tuple[str, str], Answers]:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (coder, _), answer in found.items():
        counts[coder, answer.code][answer.outcome.value] += 1
    return {key: Answers(**each) for key, each in counts.items()}


def total(parts: Iterable[Answers]) -> Answers:
    """All of them together."""
    given = list(parts)
    return Answers(
        sum(each.accepted for each in given),
        sum(each.edited for each in given),
        sum(each.replaced for each in given),
        sum(each.rejected for each in given),
    )
