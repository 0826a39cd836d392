"""Decisions made before a code changed its meaning, and the way through them: confirm each, or code it anew.

Until somebody does, nothing moves. What was coded with a code that was merged, split or retired stands under that code,
is shown with it, and counts for its capability if it has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from qes.coding import review
from qes.coding.codebook import Change, diff
from qes.coding.codebook.closed import closing, successors
from qes.coding.codebook.find import age
from qes.errors import BadDecision, Conflict, NotFound, UnknownCode
from qes.model import Codebook, Decision, Passage, Verdict, digest
from qes.pipeline.review import codable, record
from qes.project import Project

MEANING = ("brief", "definition", "when_to_use", "when_not_to_use")
"""The texts of a code that say what it means; labels and examples only illustrate it."""


class Why(StrEnum):
    """What happened to the code since."""

    REWORDED = "reworded"
    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision in force on a code that means something else by now."""

    passage: Passage
    decision: Decision
    code: str
    """The code concerned: the one the decision gives, or one it refuses that was reworded."""
    why: Why
    changes: tuple[Change, ...]
    """What the codebook said of it when it was decided, and says now."""
    proposals: tuple[str, ...]
    """Codes to use instead: what it was merged or split into."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """How a code differs between two versions."""

    why: Why
    changes: tuple[Change, ...]


def stale(project: Project) -> list[Stale]:
    """The decisions to look at again, by code in the codebook's order, then in reading order.

    Looked at are decisions in force made under an earlier version than the current one. One goes off the list when its
    coder decides about that code on those words again, or when the code comes to mean what it did. A decision that
    refuses a code which cannot be given any more leaves nothing to decide, and is not listed.

    Raises:
        UnknownCodebook, BadCodebook, FrozenCodebook: A version that decisions were made under is not there, or wrong.
    """
    passages = {passage.id: passage for passage in codable(project)}
    return stale_among(project.store.decisions(), passages, Changed(project, project.codebook()))


def stale_among(decisions: Iterable[Decision], passages: Mapping[str, Passage], changed: Changed) -> list[Stale]:
    """The same among some decisions, for whoever has everything in memory.

    Args:
        decisions: Live ones, all that the coders concerned made on these passages, in the order of the log.
        passages: Those people code, by id, in reading order.
        changed: Knows what became of the codes; may be kept as long as the codebook stays the same.

    Raises:
        UnknownCodebook, BadCodebook, FrozenCodebook: As `stale`.
    """
    current = changed.current
    found = [
        Stale(passages[decision.passage_id], decision, code, each.why, each.changes, successors(current, code))
        for decision, code in _standing(decisions, passages)
        if (each := changed.meaning(decision, code)) is not None
    ]
    order = {code.code: number for number, code in enumerate(current.codes)}
    places = {passage_id: number for number, passage_id in enumerate(passages)}
    return sorted(found, key=lambda each: (order.get(each.code, len(order)), each.code, places[each.passage.id]))


def confirm(project: Project, decision_id: str, coder: str, key: str) -> Decision:
    """Decide the same again, under the codebook as it is now; the proposal it once answered is not answered twice.

    Args:
        project: Whose log it is.
        decision_id: Of a decision of this coder that is in force.
        coder: Who confirms; nobody can for somebody else.
        key: Names the request; sent a second time, it changes nothing and returns what was recorded the first time.

    Raises:
        NotFound: No such decision stands.
        Conflict: The coder decided otherwise meanwhile.
        BadDecision: It is somebody else's, or gives a code that can no longer be given: code it anew.
    """
    done, decision = _decision(project, decision_id, coder, key)
    return done or _recorded(project, decision, key)


def recode(project: Project, decision_id: str, coder: str, code: str, key: str) -> Decision:
    """Give another code in place of the one a decision gave, or refused; arguments and errors as in `confirm`.

    Words, memo and attributes stay, but for attributes that codings of the new code do not carry.

    Raises:
        UnknownCode, BadDecision: The new code is none that can be given, or the one that is given already.
    """
    done, decision = _decision(project, decision_id, coder, key)
    if done:
        return done
    codebook = project.codebook()
    old, new = decision.applied or decision.refused, codebook.get(code)
    if new is None:
        raise UnknownCode(code, codebook.id)
    if old == code:
        raise BadDecision(f"{code!r} is the code it is about already; confirm it, or choose another")
    attributes = dict(decision.attributes) if new.attributes else {}
    changed = replace(decision, verdict=Verdict.REPLACED, code=old, replacement=code, attributes=attributes)
    return _recorded(project, changed, key)


# --- What stands ----------------------------------------------------------------------------------


def _standing(decisions: Iterable[Decision], passages: Mapping[str, Passage]) -> Iterator[tuple[Decision, str]]:
    """Decisions in force with each code they name, unless their coder spoke of it again on the same words since.

    Of "not this code but that one", a later word on one of the two leaves the other standing.
    """
    by_place: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in review.in_force([each for each in decisions if each.passage_id in passages], passages):
        by_place[decision.coder, decision.passage_id].append(decision)
    for (_, passage_id), made in by_place.items():
        whole = passages[passage_id].span
        for number, decision in enumerate(made):
            span = decision.span or whole
            later = [each for each in made[number + 1 :] if (each.span or whole).overlaps(span)]
            for code in _named(decision):
                if not any(code in _named(each) for each in later):
                    yield decision, code


def _named(decision: Decision) -> list[str]:
    return [code for code in (decision.refused, decision.applied) if code is not None]


def _decision(project: Project, decision_id: str, coder: str, key: str) -> tuple[Decision | None, Decision]:
    """What this very request recorded before, if it did; and the decision it is about."""
    asked = {decision_id, _id(coder, key)}
    by_id = {decision.id: decision for decision in project.store.decisions(ids=asked, live=False)}
    decision = by_id.get(decision_id)
    if decision is None:
        raise NotFound("decision", decision_id)
    done = by_id.get(_id(coder, key))
    if done is not None:
        return done, decision
    if decision.coder != coder:
        raise BadDecision(f"{decision.coder} decided that, and only {decision.coder} can confirm or change it")
    if decision.verdict is Verdict.NOTHING:
        raise BadDecision("it says that nothing applies, so there is no code to confirm or change")
    live = project.store.decisions(coder=coder, passage_ids={decision.passage_id})
    if decision_id not in {each.id for each in live}:
        raise NotFound("decision in force", decision_id)
    passages = {passage.id: passage for passage in project.store.passages(ids={decision.passage_id})}
    if decision_id not in {each.id for each, _ in _standing(live, passages)}:
        since = [each for each in live if set(_named(each)) & set(_named(decision))]
        raise Conflict(f"what {coder} decided on passage {decision.passage_id}", _told(since[-1]))
    return None, decision


def _told(decision: Decision) -> str:
    what = " by ".join(_named(decision)) or "nothing"
    return f"{decision.verdict} {what}, under {decision.codebook}, {decision.at}"


def _recorded(project: Project, decision: Decision, key: str) -> Decision:
    again = replace(
        decision,
        codebook=project.use_codebook().id,
        suggestion_id=None,
        blind=False,
        id=_id(decision.coder, key),
        at="",
        action=key,
    )
    (recorded,) = record(project, [again])
    return recorded


def _id(coder: str, key: str) -> str:
    return digest("recode", coder, key)


# --- What changed ---------------------------------------------------------------------------------


class Changed:
    """What codes meant under each version that decisions were made under; each version is read once."""

    def __init__(self, project: Project, current: Codebook) -> None:
        """Compare with the version that is current now."""
        self._project, self.current = project, current
        self._versions: dict[str, dict[str, _Meaning]] = {}

    def meaning(self, decision: Decision, code: str) -> _Meaning | None:
        """How a code changed since a decision; None when it did not, or so that nothing is left to decide."""
        name, _, version = decision.codebook.partition("@")
        if name != self.current.name or age(version) >= age(self.current.version):
            return None
        if decision.codebook not in self._versions:
            self._versions[decision.codebook] = _meanings(self._project.codebook(decision.codebook), self.current)
        found = self._versions[decision.codebook].get(code)
        gone = found is not None and found.why is not Why.REWORDED
        return None if gone and code != decision.applied else found


def _meanings(old: Codebook, new: Codebook) -> dict[str, _Meaning]:
    """The codes of an earlier version that mean something else by now."""
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in diff(old, new):
        if change.code is not None and change.field in (*MEANING, "codable", ""):
            changes[change.code].append(change)
    return {
        code.code: _Meaning(why, tuple(changes[code.code]))
        for code in old.codes
        if code.code in changes and (why := _why(code.codable, new, changes[code.code])) is not None
    }


def _why(was_codable: bool, new: Codebook, changes: list[Change]) -> Why | None:
    now = new.get(changes[0].code or "")
    if now is not None and (now.codable or not was_codable):
        return Why.REWORDED if any(change.field in MEANING for change in changes) else None
    ended = closing(now) if now is not None else None
    return Why(ended.end.value) if ended else Why.RETIRED
