"""The search for counter-evidence to a finding, and what people say of what it turns up.

Four places are looked through: codings of the opposite polarity that the finding does not cite; the other codings on
its cases and capability that it does not cite; passages of its cases that nobody coded; and passages of other cases
that nobody coded. Of each, the nearest in meaning to the finding's statement or to one of the quotes it rests on are
shown, fewer where counter-evidence is less likely. There is no likeness below which nothing is shown: where a number
would have to be guessed, people look at the nearest, and the search says how many were looked through.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qes.errors import BadFinding, Conflict, NotFound
from qes.model import Candidate, Counter, Event, Finding, Origin, Weighed, Weight
from qes.pipeline import Progress, kept, quiet
from qes.pipeline.citing import check, written
from qes.pipeline.evidence import evidence_of
from qes.pipeline.findings import log as finding_log
from qes.pipeline.findings.acts import get
from qes.pipeline.findings.named import said_by_models
from qes.pipeline.findings.places import Nearest, places
from qes.pipeline.review import run_codings
from qes.project import Project
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.findings import stands_at

if TYPE_CHECKING:
    from qes.pipeline.task import Embedded

MOST = 12
"""Candidates of the opposite polarity, unless another number is asked for."""
SHARES = {Origin.OPPOSITE: 1.0, Origin.UNCITED: 0.5, Origin.SAME_CASES: 0.5, Origin.OTHER_CASES: 0.25}
"""Of that number, how many of each origin: every candidate has to be read."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a caller has in memory already; what it has not is read."""

    given: Embedded | None = None
    """The codable passages and their vectors."""
    evidence: Sequence[Evidence] | None = None
    """All codings, disputed ones too."""


NOTHING = Held()


def search(
    project: Project,
    key: str,
    author: str,
    seen: str,
    *,
    most: int = MOST,
    held: Held = NOTHING,
    request: str = "",
    at: str | None = None,
    progress: Progress = quiet,
) -> Counter:
    """Search for counter-evidence to the newest version of a finding, and record it, also when nothing is found.

    Args:
        project: Whose texts are searched and whose log it goes to.
        key: Of the finding.
        author: Who asks for it.
        seen: Id of the version that was read.
        most: Candidates of the opposite polarity, at least 1; of the others `SHARES` of it.
        held: What need not be read anew.
        request: Names the request; sent a second time, it gives what it gave the first time.
        at: UTC, ISO 8601; now when not given.
        progress: Told of passages that have to be embedded first.

    Raises:
        NotFound: There is no such finding.
        Conflict: It has another version by now.
        BadFinding: It is withdrawn.
        Misquote: One of its quotes differs from its source.
        ModelUnavailable, UnknownPlugin, StoreError: See there.
    """
    if done := kept.repeated(project, finding_log.SEARCHED, key, author, request):
        return finding_log.counter_of(done)
    finding = get(project, key)
    if finding.id != seen:
        raise _conflict(key, finding)
    if finding.withdrawn:
        raise BadFinding("the finding", "it is withdrawn", "Save it again to bring it back, then search.")
    return _record(project, _looked_through(project, finding, most, held, progress), author, request, at)


def _record(project: Project, searched: Counter, author: str, request: str, at: str | None) -> Counter:
    key, kind = searched.finding, finding_log.SEARCHED

    def current(events: list[Event]) -> None:
        versions = [event for event in events if event.body[kept.KEY] == key]
        if not versions or versions[-1].id != searched.version:
            raise _conflict(key, finding_log.finding_of(versions[-1]) if versions else None)

    body = {kept.KEY: key, **finding_log.counter_body(searched)}
    named = kept.identity(kind, author, key, request)
    bearing = [finding_log.SAVED]
    return finding_log.counter_of(
        project.store.append(author, kind, body, at=at, identity=named, kinds=bearing, check=current)
    )


def _conflict(key: str, newest: Finding | None) -> Conflict:
    return Conflict(f"finding {key!r}", f"saved by {newest.author} at {newest.at}" if newest else "taken back")


# --- Looking --------------------------------------------------------------------------------------


def _looked_through(project: Project, finding: Finding, most: int, held: Held, progress: Progress) -> Counter:
    from qes.pipeline.task import embedded

    if most < 1:
        raise ValueError(f"at least one candidate, not {most}")
    given = held.given or embedded(project, progress=progress)
    codebook, rubric, evidence = project.codebook(), project.use_rubric(), held.evidence
    if evidence is None:
        evidence = evidence_of(run_codings(project), given.passages, project.store.sources(), codebook)
    now = tuple(each.now for each in check(project, finding.citations) if each.now is not None)
    finding = replace(finding, citations=now)
    near = Nearest(given, [finding.statement, *(each.quote for each in finding.supporting)])
    candidates: list[Candidate] = []
    searched: list[tuple[Origin, int]] = []
    for origin, found in places(finding, given.passages, in_order(evidence), codebook, rubric):
        candidates += near.candidates(found, origin, math.ceil(most * SHARES[origin]))
        searched.append((origin, len(found)))
    if asked := said_by_models(project, finding):
        # A passage that a model names is shown once: in the words it names.
        by_model = [each for each in near.known(asked.candidates) if not any(stands_at(c, each) for c in now)]
        candidates = [each for each in candidates if each.passage_id not in {one.passage_id for one in by_model}]
        candidates += by_model
        searched.append((Origin.MODEL, asked.passages))
    return Counter(finding.key, finding.id, tuple(candidates), tuple(searched), given.embedder.id)


# --- Weighing -------------------------------------------------------------------------------------


def weigh(
    project: Project,
    counter: str,
    candidate: int,
    weight: Weight,
    author: str,
    seen: str | None = None,
    *,
    note: str = "",
    request: str = "",
    at: str | None = None,
) -> Weighed:
    """Say of a candidate whether it speaks against the finding; the newest word in force stands.

    Args:
        project: Whose log it goes to.
        counter: Id of the search.
        candidate: Its place among the candidates, from 0.
        weight: What it does.
        author: Who says so.
        seen: Id of the word on it that was in force when this one was given; None: there was none.
        note: Why, in the person's own words.
        request: As in `search`.
        at: As in `search`.

    Raises:
        NotFound: There is no such search in force, or no such candidate.
        Conflict: Another word has come since.
    """
    key = f"{counter}:{candidate}"
    if done := kept.repeated(project, finding_log.WEIGHED, key, author, request):
        return finding_log.weighed_of(done)
    found = next((each for each in project.store.standing_events(finding_log.SEARCHED) if each.id == counter), None)
    if found is None:
        raise NotFound("search for counter-evidence", counter)
    if not 0 <= candidate < len(found.body["candidates"]):
        raise NotFound("candidate", f"{candidate + 1} of search {counter}")
    body = {"counter": counter, "candidate": candidate, "weight": weight.value, "note": written("the note", note)}
    return finding_log.weighed_of(kept.save(project, finding_log.WEIGHED, key, body, author, seen, request, at))
