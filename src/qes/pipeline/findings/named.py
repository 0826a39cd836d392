"""Passages that a language model said speak against a finding, for the next search to bring before people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qes.model import Candidate, Event, Finding
from qes.pipeline.findings.log import candidate_body, candidate_of
from qes.pipeline.kept import KEY
from qes.project import Project

DRAFTED = "drafted"
"""Kind of the event by which what a model drafted is kept."""
COUNTER = "counter"
"""What it says was drafted: candidates against a finding."""


@dataclass(frozen=True, slots=True)
class Named:
    """What models have named against one wording of a finding."""

    candidates: tuple[Candidate, ...]
    """Each passage once, as it was named last."""
    passages: int
    """How many different passages models were asked about."""


def named_body(
    finding: Finding, model: str, exchanges: Sequence[str], asked: Sequence[str], candidates: Sequence[Candidate]
) -> dict[str, Any]:
    """What a model named, as JSON holds it.

    Args:
        finding: Against which.
        model: By name.
        exchanges: Ids of the calls.
        asked: Ids of the passages that it gave an answer about.
        candidates: Of these, those that it says speak against it.
    """
    return {
        "what": COUNTER,
        KEY: finding.key,
        "version": finding.id,
        "statement": finding.statement,
        "model": model,
        "exchanges": list(exchanges),
        "asked": list(asked),
        "candidates": [candidate_body(each) for each in candidates],
    }


def said_by_models(project: Project, finding: Finding) -> Named | None:
    """What models have named against what a finding says now; None where none was asked."""
    found = [event for event in project.store.standing_events(DRAFTED) if _about(event, finding)]
    if not found:
        return None
    candidates: dict[str, Candidate] = {}
    for event in found:
        # A later answer about a passage takes the place of an earlier one, also where it is no.
        for passage_id in event.body["asked"]:
            candidates.pop(passage_id, None)
        candidates |= {each.passage_id: each for each in map(candidate_of, event.body["candidates"])}
    asked = {passage_id for event in found for passage_id in event.body["asked"]}
    return Named(tuple(candidates.values()), len(asked))


def _about(event: Event, finding: Finding) -> bool:
    body = event.body
    told = (body["what"], body.get(KEY), body.get("statement"))
    return told == (COUNTER, finding.key, finding.statement)
