"""What the random audit says about how much of each code is still unfound, from the log alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qes.coding.queue import drawn, shuffled
from qes.coding.unfound import Unfound, percent, unfound
from qes.model import Coding, Decision, Passage
from qes.pipeline.review import codable, run_codings
from qes.project import Project


@dataclass(frozen=True, slots=True)
class Audit:
    """How far the audit has come, and what follows for each code."""

    share: int
    """Passages in the random share that is coded blind."""
    read: int
    """Those of the share that somebody has read."""
    counted: int
    """Passages of the random order read without a gap, all cases together: what the bounds rest on."""
    codes: tuple[Unfound, ...]
    """In the codebook's order; empty while nothing counts."""

    @property
    def waiting(self) -> int:
        """Passages of the share that nobody has read."""
        return self.share - self.read

    @property
    def sentence(self) -> str:
        """The whole in a line; empty when there is nothing to say."""
        found = [each for each in self.codes if each.found]
        if not found:
            return ""
        best, worst = (each(found, key=lambda code: code.recall_at_least) for each in (max, min))
        audit, most = f"After an audit of {self.counted}", percent(best.recall_at_least)
        if best.recall_at_least == worst.recall_at_least:
            return f"{audit}, at least {most} of each code that was found is found."
        least = percent(worst.recall_at_least)
        return f"{audit}, at least {most} of {best.code} is found, and of {worst.code} at least {least}."


def run_estimate(project: Project) -> Audit:
    """Bound what is unfound of each code."""
    return estimate(project, codable(project), project.store.decisions(), run_codings(project))


def estimate(
    project: Project, passages: Sequence[Passage], decisions: Iterable[Decision], codings: Iterable[Coding]
) -> Audit:
    """The same, of what has been fetched already.

    A passage carries a code when a coding of it stands, disputed ones included: they wait to be settled, but nobody
    has to look for them. It is read when anybody has decided about it or a lead has settled a code on it.
    """
    settings = project.settings
    carriers: dict[str, set[str]] = {code.code: set() for code in project.codebook().codable}
    for coding in codings:
        carriers.setdefault(coding.code, set()).add(coding.passage_id)
    read = {decision.passage_id for decision in decisions}.union(*carriers.values())
    order = [passage.id for passage in shuffled(passages, settings.seed)]
    share = [each for each in order if drawn(each, settings.seed, settings.review.blind_share)]
    counted = next((place for place, each in enumerate(order) if each not in read), len(order))
    codes = unfound(order, read, carriers, goal=settings.review.recall_goal) if counted else []
    return Audit(len(share), sum(each in read for each in share), counted, tuple(codes))
