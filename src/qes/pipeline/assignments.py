"""Who is asked to code what: assignments of sources to coders, and what they come to for one passage.

Double coding is two assignments of one source: the first coder has all of it, the second a random share, blind. The
share is drawn by the project's seed alone, so that it is the same for whoever has it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qes.coding.queue.draw import drawn
from qes.errors import BadAccount, NotFound
from qes.model import Assignment, Event, Passage, Role, User
from qes.model.people import name_key
from qes.pipeline.review import codable
from qes.project import Project

ASSIGNED = "assigned"
"""Kind of the event by which sources are assigned; to undo it withdraws them."""


def assign(project: Project, assignment: Assignment) -> Assignment:
    """Ask a coder to code something; the assignment with its id and time, and the name as their account has it.

    An assignment whose `id` is set counts once, however often it is sent.

    Raises:
        NotFound: A source is not in the project, or there are accounts and none for the coder.
        BadAccount: The coder's account is not active, or that of a viewer.
        BadDecision: The id stands for something else in the log.
    """
    return assign_all(project, [assignment])[0]


def assign_all(project: Project, wanted: Sequence[Assignment]) -> list[Assignment]:
    """Make several assignments of one author as one step, all or none; either each has an id, or none has.

    Raises:
        NotFound, BadAccount, BadDecision: As in `assign`.
        ValueError: There is none, or they differ in their author or time, or only some have an id.
    """
    if len({(each.author, each.at, bool(each.id)) for each in wanted}) != 1:
        raise ValueError("assignments made together have one author and one time, and all of them ids or none")
    accounts = project.store.accounts()
    known = {source.id for source in project.store.sources()}
    bodies = [_body(each, _coder(accounts, each.coder), known) for each in wanted]
    first = wanted[0]
    ids = [each.id for each in wanted] if first.id else None
    entries = [(ASSIGNED, body) for body in bodies]
    return [_assignment(each) for each in project.store.append_all(first.author, entries, at=first.at or None, ids=ids)]


def _body(assignment: Assignment, coder: str, known: Collection[str]) -> dict[str, Any]:
    for source in assignment.sources:
        if source not in known:
            raise NotFound("source", source)
    return {
        "coder": coder,
        "sources": list(assignment.sources),
        "share": assignment.share,
        "blind": assignment.blind,
        "note": assignment.note,
    }


def _coder(accounts: Sequence[User], name: str) -> str:
    """The name as the account has it; without any accounts, whoever is named may code."""
    if not accounts:
        return name
    user = next((each for each in accounts if name_key(each.name) == name_key(name)), None)
    if user is None:
        error = NotFound("account", name)
        error.hint = f"Choose one of: {', '.join(each.name for each in accounts)}."
        raise error
    if not user.active:
        raise BadAccount(f"{user.name!r} is not active", "`qes user restore NAME` brings them back.")
    if not user.role.allows(Role.RESEARCHER):
        raise BadAccount(f"{user.name!r} is a viewer, who codes nothing", "`qes user role NAME researcher` allows it.")
    return user.name


def withdraw(project: Project, assignment_id: str, author: str, reason: str, *, identity: str | None = None) -> None:
    """Take an assignment back; what was coded under it stays.

    Args:
        project: Whose assignment it is.
        assignment_id: Which.
        author: Who takes it back.
        reason: Why.
        identity: Id of the event; sent twice under one id, it counts once.

    Raises:
        NotFound: There is no such assignment.
        BadDecision: It is withdrawn already.
    """
    if all(event.id != assignment_id for event in project.store.events(kind=ASSIGNED)):
        raise NotFound("assignment", assignment_id)
    project.store.undo(assignment_id, author, reason, identity=identity)


def assignments(project: Project) -> list[Assignment]:
    """Those not withdrawn, in the order they were made."""
    return [_assignment(event) for event in project.store.standing_events(ASSIGNED)]


def _assignment(event: Event) -> Assignment:
    body: Mapping[str, Any] = event.body
    return Assignment(
        coder=body["coder"],
        author=event.author,
        sources=tuple(body["sources"]),
        share=body["share"],
        blind=body["blind"],
        note=body["note"],
        id=event.id,
        at=event.at,
    )


# --- What they come to ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duty:
    """That a passage is a coder's to code."""

    blind: bool
    """Whether proposals are hidden from them: one of the assignments says so."""
    assignments: tuple[Assignment, ...] = ()
    """Those that hold the passage; none if nothing was assigned to the coder, who then may code everything."""


_FREE = Duty(blind=False)


class Duties:
    """What each coder is asked to code. A coder without any assignment may code everything, seeing proposals."""

    def __init__(self, assignments: Iterable[Assignment], seed: int) -> None:
        """Gather assignments by coder.

        Args:
            assignments: Live ones.
            seed: The project's; it draws the shares.
        """
        self.seed = seed
        self._of: defaultdict[str, list[tuple[Assignment, frozenset[str]]]] = defaultdict(list)
        for each in assignments:
            self._of[name_key(each.coder)].append((each, frozenset(each.sources)))

    def of(self, coder: str) -> tuple[Assignment, ...]:
        """The assignments of a coder, in the order they were made."""
        return tuple(each for each, _ in self._of.get(name_key(coder), ()))

    def duty(self, coder: str, passage: Passage) -> Duty | None:
        """What a passage that people code is to a coder; None when it is not theirs to code."""
        given = self._of.get(name_key(coder))
        if not given:
            return _FREE
        here = (each for each, sources in given if not sources or passage.source_id in sources)
        holding = tuple(each for each in here if each.share == 1 or drawn(passage.id, self.seed, each.share))
        return Duty(any(each.blind for each in holding), holding) if holding else None


# --- Dividing the work ----------------------------------------------------------------------------


def sizes(project: Project) -> dict[str, int]:
    """Source → passages people code in it, in reading order; sources without any are left out."""
    return dict(Counter(passage.source_id for passage in codable(project)))


def divide(sources: Mapping[str, int], coders: Sequence[str], double_share: float, author: str) -> list[Assignment]:
    """Divide sources fairly: each goes to one coder whole, and a random share of it to a second one, blind.

    The largest go first, each to whoever has least to do so far (Graham 1969, SIAM J. Appl. Math. 17(2)), and its
    share to whoever has least among the others. So at the end nobody has more passages to code than anybody else by
    more than the largest source holds.

    Args:
        sources: Source → how many passages people code in it.
        coders: Who takes part; who comes first has the first of equal turns.
        double_share: In [0, 1]; 0, or a single coder: nothing is coded twice.
        author: Who divides.

    Returns:
        For each coder in turn what they have whole and what they have a share of, as far as there is any.

    Raises:
        ValueError: No coders, one named twice, or a share out of range.
    """
    if not coders or len({name_key(coder) for coder in coders}) < len(coders):
        raise ValueError("work is divided among one coder or more, each named once")
    if not 0 <= double_share <= 1:
        raise ValueError(f"a share lies in [0, 1], and {double_share} does not")
    doubled = len(coders) > 1 and double_share > 0
    load: dict[str, float] = dict.fromkeys(coders, 0.0)
    first: dict[str, list[str]] = {coder: [] for coder in coders}
    second: dict[str, list[str]] = {coder: [] for coder in coders}
    for source, size in sorted(sources.items(), key=lambda each: (-each[1], each[0])):
        least, *others = sorted(coders, key=load.__getitem__)
        first[least].append(source)
        load[least] += size
        if doubled:
            second[others[0]].append(source)
            load[others[0]] += double_share * size
    whole = [Assignment(coder, author, tuple(first[coder])) for coder in coders if first[coder]]
    shares = [
        Assignment(coder, author, tuple(second[coder]), double_share, blind=True) for coder in coders if second[coder]
    ]
    return sorted(whole + shares, key=lambda each: coders.index(each.coder))
