"""One person's walk through a queue: what they decide is in the log at once, and can be undone step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qes.coding.queue import Item
from qes.model import Codebook, Decision, Span, Suggestion, Verdict
from qes.pipeline.learning import Learner
from qes.pipeline.review import record
from qes.project import Project


@dataclass(frozen=True, slots=True)
class _Step:
    """What one key did: which decision it logged, and where the person stood before."""

    event_id: str | None
    place: int
    proposal: int


class Session:
    """Knows the place in the queue, the proposals still open there, and the steps taken."""

    def __init__(
        self, project: Project, coder: str, items: Sequence[Item], learner: Learner | None = None, most: int = 0
    ) -> None:
        """Begin at the first passage.

        Args:
            project: Where decisions are logged.
            coder: Whose they are.
            items: The queue.
            learner: Learns from each decision and re-orders what is left; None leaves the queue as it is.
            most: Passages after which the walk ends; 0 for all.
        """
        self.project, self.coder, self.items, self.learner = project, coder, list(items), learner
        self.end = min(most, len(items)) if most else len(items)
        self.codebook: Codebook = project.use_codebook()
        self.place = 0
        self.proposal = 0
        self.decided = 0
        self.memo = ""
        self.attributes: dict[str, str] = {}
        self._steps: list[_Step] = []
        self._here: list[Decision] = []

    @property
    def item(self) -> Item | None:
        """The passage at hand; None at the end of the queue."""
        return self.items[self.place] if self.place < self.end else None

    @property
    def suggestion(self) -> Suggestion | None:
        """The proposal at hand; None when all are answered."""
        item = self.item
        if item is None or self.proposal >= len(item.suggestions):
            return None
        return item.suggestions[self.proposal]

    @property
    def given(self) -> list[str]:
        """Codes given to the passage at hand so far."""
        return [decision.applied for decision in self._here if decision.applied]

    @property
    def waiting(self) -> int:
        """Passages not come to yet."""
        return self.end - self.place

    def accept(self) -> None:
        """The proposed code applies."""
        if self.suggestion is not None:
            self._decide(Verdict.ACCEPTED, self.suggestion.code, self.suggestion)

    def reject(self) -> None:
        """The proposed code does not apply."""
        if self.suggestion is not None:
            self._decide(Verdict.REJECTED, self.suggestion.code, self.suggestion)

    def replace(self, code: str) -> None:
        """Another code applies instead of the proposed one."""
        if self.suggestion is not None:
            self._decide(Verdict.REPLACED, self.suggestion.code, self.suggestion, code)

    def add(self, code: str, span: Span | None = None) -> None:
        """A code applies that nobody proposed."""
        self._decide(Verdict.ACCEPTED, code, None, span=span)

    def finish(self) -> None:
        """No further code applies: proposals left open are rejected, and the next passage comes."""
        while self.suggestion is not None:
            self.reject()
        if not self._here:
            self._decide(Verdict.NOTHING, None, None)
        self._move(self.place + 1, None)

    def skip(self) -> None:
        """Come back to this passage another time; decisions already made on it stay."""
        self._move(self.place + 1, None)

    def undo(self) -> bool:
        """Take back the last step; False when there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        if step.event_id is not None:
            self.project.store.undo(step.event_id, self.coder, "undone while coding")
            self.decided -= 1
            if self.learner is not None:
                self.learner.decided()
        self.place, self.proposal = step.place, step.proposal
        self._here = self._logged_here()
        return True

    def _logged_here(self) -> list[Decision]:
        if self.item is None:
            return []
        return self.project.store.decisions(coder=self.coder, passage_ids={self.item.passage.id})

    def _move(self, place: int, event_id: str | None) -> None:
        if self.item is None:
            return
        self._steps.append(_Step(event_id, self.place, self.proposal))
        if self.learner is not None:  # what was passed stays where it was, so that undo finds it
            self.items[place:] = self.learner.reorder(self.items[place:])
        self.place, self.proposal, self._here = place, 0, []
        self._forget()

    def _forget(self) -> None:
        """What was noted for one code on one passage must not end up on another."""
        self.memo, self.attributes = "", {}

    def _decide(
        self,
        verdict: Verdict,
        code: str | None,
        suggestion: Suggestion | None,
        replacement: str | None = None,
        span: Span | None = None,
    ) -> None:
        item = self.item
        if item is None:
            return
        decision = Decision(
            passage_id=item.passage.id,
            coder=self.coder,
            verdict=verdict,
            codebook=self.codebook.id,
            code=code,
            replacement=replacement,
            span=span or (suggestion.span if suggestion else None),
            suggestion_id=suggestion.id if suggestion else None,
            attributes=self._attributes_for(replacement or code, verdict),
            memo=self.memo,
            blind=item.blind,
        )
        (logged,) = record(self.project, [decision])
        self._steps.append(_Step(logged.id, self.place, self.proposal))
        self._here.append(logged)
        if self.learner is not None:
            self.learner.decided()
        self.decided += 1
        self._forget()
        if suggestion is not None:
            self.proposal += 1

    def _attributes_for(self, code: str | None, verdict: Verdict) -> Mapping[str, str]:
        found = self.codebook.get(code) if code else None
        carries = found is not None and found.attributes and verdict in (Verdict.ACCEPTED, Verdict.REPLACED)
        return dict(self.attributes) if carries else {}
