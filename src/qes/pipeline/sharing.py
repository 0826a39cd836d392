"""Sharing out work anew: what is to be assigned and what withdrawn, looked at first and then carried out as one step.

A plan is worked out from what is assigned now and changes nothing. Carried out, it holds what was shown, or it is
refused because somebody else has assigned something meanwhile.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from qes.errors import Conflict, NotFound
from qes.model import Assignment, digest
from qes.model.people import name_key
from qes.pipeline.assignments import ASSIGNED, assign_all, assignments, divide
from qes.pipeline.workload import Cell, cells
from qes.project import Project

_ONE_AT_A_TIME = threading.Lock()
"""Between the look at what is assigned and the writing, nobody else of this process shall write."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be assigned and withdrawn; empty when everything is so already."""

    made: tuple[Assignment, ...] = ()
    withdrawn: tuple[str, ...] = ()
    """Ids of assignments."""
    seen: tuple[str, ...] = ()
    """Ids of all assignments in force of the coders concerned, as they were when the plan was made."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a coder shall code of each of some sources."""

    share: float
    """In (0, 1]."""
    blind: bool = False
    note: str = ""

    @property
    def cell(self) -> Cell:
        """What it comes to where nothing else is assigned."""
        return Cell(self.share, self.share if self.blind else 0.0)


def set_cells(
    current: Sequence[Assignment],
    coders: Sequence[str],
    sources: Collection[str],
    everything: Sequence[str],
    wanted: Wanted | None,
    author: str,
) -> Plan:
    """Give each of some coders the same of each of some sources, whatever they had of them; all else stays.

    Args:
        current: Assignments in force.
        coders: Whose.
        sources: Which; empty for all, also those still to come.
        everything: All sources there are. From somebody who had all, also those to come, a source can only be taken by
            naming the others; those still to come are then not theirs any more.
        wanted: None: nothing.
        author: Who asks for it.
    """
    made: list[Assignment] = []
    withdrawn: list[str] = []
    concerned = [each for each in coders if _differs(_of(current, each), sources, everything, wanted)]
    for coder in concerned:
        for each in _of(current, coder):
            kept = tuple(source for source in each.sources or everything if sources and source not in sources)
            if len(kept) == len(each.sources or everything):
                continue
            withdrawn.append(each.id)
            if kept:
                made.append(replace(each, sources=kept, author=author, id="", at=""))
        if wanted is not None:
            ordered = tuple(each for each in everything if each in sources)
            made.append(Assignment(coder, author, ordered, wanted.share, wanted.blind, wanted.note))
    return Plan(tuple(made), tuple(withdrawn), _seen(current, concerned))


def _differs(
    mine: Sequence[Assignment], sources: Collection[str], everything: Sequence[str], wanted: Wanted | None
) -> bool:
    """Whether a coder would have something else than they have."""
    if not sources:  # to have everything is more than to have each source there is
        have = {(each.sources, each.share, each.blind) for each in mine}
        return bool(mine) if wanted is None else have != {((), wanted.share, wanted.blind)} or bool(wanted.note)
    now = cells(mine, everything)
    target = wanted.cell if wanted else None
    return any(now.get(each) != target for each in sources) or bool(wanted and wanted.note)


def divided(
    current: Sequence[Assignment],
    sizes: Mapping[str, int],
    coders: Sequence[str],
    double_share: float,
    author: str,
    *,
    anew: bool,
) -> Plan:
    """Divide sources among coders, as `assignments.divide` does; what others have stays.

    Args:
        current: Assignments in force.
        sizes: Source → how many passages people code in it.
        coders: Who takes part.
        double_share: In [0, 1]: the part of each source that a second coder codes too, blind.
        author: Who divides.
        anew: Whether the coders give back everything they have first.
    """
    made = tuple(divide(sizes, coders, double_share, author)) if sizes else ()
    seen = _seen(current, coders)
    return Plan(made, seen if anew else (), seen)


def _of(current: Sequence[Assignment], coder: str) -> list[Assignment]:
    return [each for each in current if name_key(each.coder) == name_key(coder)]


def _seen(current: Sequence[Assignment], coders: Sequence[str]) -> tuple[str, ...]:
    return tuple(each.id for coder in coders for each in _of(current, coder))


# --- Carrying out -----------------------------------------------------------------------------------


def carry_out(project: Project, plan: Plan, author: str, key: str, reason: str = "") -> list[Assignment]:
    """Assign and withdraw what a plan says; sent twice with the same key, it counts once.

    What is new is assigned before the old is withdrawn: should the machine stop in between, a coder has too much
    rather than everything, and the same plan sent again completes it.

    Raises:
        Conflict: The coders have other assignments by now than the plan was made from.
        NotFound: One to be withdrawn is none.
        NotFound, BadAccount, BadDecision: Of those to be made, as in `assign`.
    """
    ids = [digest("assign", author, key, str(number)) for number in range(len(plan.made))]
    wanted = [replace(each, author=author, id=each_id) for each, each_id in zip(plan.made, ids, strict=True)]
    with _ONE_AT_A_TIME:
        known = {event.id: str(event.body["coder"]) for event in project.store.events(kind=ASSIGNED)}
        for each in plan.withdrawn:
            if each not in known:
                raise NotFound("assignment", each)
        if wanted and ids[0] not in known:
            _check(assignments(project), plan, known)
        done = assign_all(project, wanted) if wanted else []
        if plan.withdrawn:
            project.store.undo_all(plan.withdrawn, author, reason, action=key)
    return done


def _check(current: Sequence[Assignment], plan: Plan, known: Mapping[str, str]) -> None:
    """Refuse a plan that was made from something else than what is assigned now."""
    concerned = {name_key(each.coder) for each in plan.made}
    concerned |= {name_key(known[each]) for each in (*plan.withdrawn, *plan.seen) if each in known}
    now = [each for each in current if name_key(each.coder) in concerned]
    if {each.id for each in now} == set(plan.seen):
        return
    fresh = [each for each in now if each.id not in plan.seen]
    gone = len(set(plan.seen) - {each.id for each in now})
    raise Conflict("what is assigned to them", _told(fresh, gone))


def _told(fresh: Sequence[Assignment], gone: int) -> str:
    """What somebody else did, in a few words."""
    added = Counter((each.author, each.coder) for each in fresh)
    parts = [f"{author} assigned {coder} something" for author, coder in sorted(added)]
    return "; ".join([*parts, f"{gone} withdrawn"] if gone else parts)
