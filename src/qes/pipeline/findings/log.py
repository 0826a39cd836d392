"""Findings, searches, weights and approvals as events of the log, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from qes.model import (
    Approval,
    Candidate,
    Concern,
    Confidence,
    Counter,
    Event,
    Finding,
    Grade,
    Origin,
    Span,
    Weighed,
    Weight,
)
from qes.pipeline.citing import body_of, cited
from qes.pipeline.kept import KEY
from qes.project import Project
from qes.synthesis.findings import Record

SAVED = "finding-saved"
SEARCHED = "counter-searched"
WEIGHED = "counter-weighed"
APPROVED = "finding-approved"
KINDS = (SAVED, SEARCHED, WEIGHED, APPROVED)
"""Kinds of event that say where findings stand."""


def finding_body(finding: Finding) -> dict[str, Any]:
    """A version of a finding as JSON holds it, but for its key."""
    return {
        "statement": finding.statement,
        "citations": [body_of(each) for each in finding.citations],
        "cases": list(finding.cases),
        "capability": finding.capability,
        "confidence": confidence_body(finding.confidence) if finding.confidence else None,
        "withdrawn": finding.withdrawn,
        "reason": finding.reason,
        **({"draft": finding.draft} if finding.draft else {}),
    }


def confidence_body(confidence: Confidence) -> dict[str, Any]:
    """A judgement of confidence as JSON holds it."""
    concerns = [[each.component, each.label, each.grade.value, each.reason] for each in confidence.concerns]
    return {"overall": confidence.overall, "concerns": concerns, "explanation": confidence.explanation}


def confidence_of(body: Mapping[str, Any]) -> Confidence:
    """The judgement of confidence that JSON holds."""
    concerns = (Concern(component, label, Grade(grade), why) for component, label, grade, why in body["concerns"])
    return Confidence(body["overall"], tuple(concerns), body["explanation"])


def finding_of(event: Event) -> Finding:
    """The version of a finding that an event saved."""
    body = event.body
    return Finding(
        key=body[KEY],
        statement=body["statement"],
        citations=cited(body),
        cases=tuple(body["cases"]),
        capability=body["capability"],
        confidence=confidence_of(body["confidence"]) if body["confidence"] else None,
        withdrawn=body["withdrawn"],
        author=event.author,
        reason=body["reason"],
        id=event.id,
        at=event.at,
        draft=body.get("draft", ""),
    )


def counter_body(counter: Counter) -> dict[str, Any]:
    """A search as JSON holds it, but for the key of its finding."""
    return {
        "version": counter.version,
        "candidates": [candidate_body(each) for each in counter.candidates],
        "searched": [[origin.value, number] for origin, number in counter.searched],
        "embedder": counter.embedder,
    }


def counter_of(event: Event) -> Counter:
    """The search that an event recorded."""
    body = event.body
    return Counter(
        finding=body[KEY],
        version=body["version"],
        candidates=tuple(candidate_of(each) for each in body["candidates"]),
        searched=tuple((Origin(origin), number) for origin, number in body["searched"]),
        embedder=body["embedder"],
        author=event.author,
        id=event.id,
        at=event.at,
    )


def candidate_body(candidate: Candidate) -> dict[str, Any]:
    """A candidate as JSON holds it."""
    return {
        "source": candidate.source_id,
        "passage": candidate.passage_id,
        "span": [candidate.span.start, candidate.span.end],
        "quote": candidate.quote,
        "origin": candidate.origin.value,
        "likeness": candidate.likeness,
        "coding": candidate.coding,
    }


def candidate_of(body: Mapping[str, Any]) -> Candidate:
    """The candidate that JSON holds."""
    return Candidate(
        source_id=body["source"],
        passage_id=body["passage"],
        span=Span(*body["span"]),
        quote=body["quote"],
        origin=Origin(body["origin"]),
        likeness=body["likeness"],
        coding=body["coding"],
    )


def weighed_of(event: Event) -> Weighed:
    """What an event says of a candidate."""
    body = event.body
    word = Weighed(body["counter"], body["candidate"], Weight(body["weight"]), body["note"])
    return replace(word, author=event.author, id=event.id, at=event.at)


def approval_of(event: Event) -> Approval:
    """The approval that an event gives."""
    body = event.body
    return Approval(body[KEY], body["version"], body["counter"], event.author, event.id, event.at)


def records(project: Project) -> dict[str, Record]:
    """What is on record about each finding, in the order they were first saved."""
    return records_of([event for kind in KINDS for event in project.store.standing_events(kind)])


def records_of(events: Iterable[Event]) -> dict[str, Record]:
    """The same from the events in force of these kinds, each kind in the order of the log."""
    of_kind: dict[str, dict[str, list[Event]]] = {kind: defaultdict(list) for kind in KINDS}
    weighed: dict[str, dict[int, Event]] = defaultdict(dict)
    for event in events:
        of_kind[event.kind][event.body[KEY]].append(event)
        if event.kind == WEIGHED:
            weighed[event.body["counter"]][event.body["candidate"]] = event
    found = {}
    for key, saved in of_kind[SAVED].items():
        searches, approvals = of_kind[SEARCHED].get(key), of_kind[APPROVED].get(key, ())
        counter = counter_of(searches[-1]) if searches else None
        words = weighed[counter.id] if counter else {}
        found[key] = Record(
            versions=tuple(map(finding_of, saved)),
            counter=counter,
            weighed=tuple(weighed_of(event) for _, event in sorted(words.items())),
            approvals=tuple(map(approval_of, approvals)),
        )
    return found
