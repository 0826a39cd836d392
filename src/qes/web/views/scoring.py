"""Scoring → JSON. What a round hides until it is complete is not in what these are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qes.model import Codebook, Consensus, Passage, Reopening, Score, SignOff
from qes.pipeline.sight import Sight
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.scoring.sheet import Item, Sheet
from qes.synthesis.scoring.standing import Past, Record, UnitStanding
from qes.web.views import evidence as evidence_views
from qes.web.views import scoring_shown as shown

MARK = 12
"""Characters of a digest by which a page tells that a quote is another one than it showed before."""

_KINDS: Mapping[type[Record], str] = {
    Score: "scored",
    Consensus: "settled",
    SignOff: "signed",
    Reopening: "reopened",
}


# --- All units --------------------------------------------------------------------------------------


def frame(rubric: Rubric, codebook: Codebook) -> dict[str, Any]:
    """What is the same for all units: the capabilities, the steps of the rubric, and how confidence is judged."""
    rules = rubric.confidence
    return {
        "rubric": rubric.id,
        "title": rubric.title,
        "not_enough": rubric.not_enough,
        "capabilities": [{"code": code.code, "label": code.label} for code in codebook.scored],
        "levels": [{"level": each.level, "label": each.label, "text": each.text} for each in rubric.levels],
        "scale": list(rules.scale),
        "components": [{"id": each.id, "label": each.label} for each in rules.components],
        "confidence": rules.text,
    }


def row(value: UnitStanding, who: str, *, leads: bool, evidence: int, stale: bool) -> dict[str, Any]:
    """A unit at a glance: who has locked a score, and no level before everybody may know it."""
    mine = value.own(who) is not None
    return {
        "case": value.unit.case,
        "capability": value.unit.capability,
        "stage": value.stage.value,
        "round": value.round,
        "needed": value.needed,
        "locked": [each.author for each in value.scores],
        "mine": mine,
        "alone": value.alone,
        "level": value.level,
        "decided": value.decided,
        "evidence": evidence,
        "stale": stale,
        "waits": waits(value, who, leads=leads, stale=stale),
    }


def waits(value: UnitStanding, who: str, *, leads: bool, stale: bool) -> str:
    """What a unit waits for that a person can do: `score`, `settle`, `sign`, `renew`; empty if nothing."""
    if not value.complete:
        return "" if value.own(who) else "score"
    if value.signoff is not None:
        return "renew" if stale and leads else ""
    if value.decided:
        return "sign" if leads else ""
    return "settle"


# --- One unit ---------------------------------------------------------------------------------------


def sheet(
    value: Sheet,
    seen: Sight,
    passages: Mapping[str, Passage],
    *,
    evidence: str,
    waits: str,
    lost: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """A unit as one person may see it.

    Args:
        value: Of the unit.
        seen: Its evidence as far as they may see it.
        passages: By id, in which it stands.
        evidence: Names all of it, by which a later act says on what it was judged.
        waits: What the unit waits for that they can do.
        lost: The quotes that are no more, as far as they are known.
    """
    return {
        "case": value.unit.case,
        "capability": value.unit.capability,
        "rubric": value.rubric,
        "stage": value.stage.value,
        "round": value.round,
        "needed": value.needed,
        "locked": list(value.locked),
        "alone": value.alone,
        "seen_before": list(value.seen_before),
        "mine": shown.score(value.mine) if value.mine else None,
        "seen": value.seen,
        "evidence": evidence,
        "waits": waits,
        "levels": [
            {"level": each.level, "label": each.label, "text": each.text, "items": [_item(item) for item in each.items]}
            for each in value.levels
        ],
        "gates": [_item(each) for each in value.gates],
        "quotes": [
            quote(each, value.basis) | {"ordinal": passages[each.coding.passage_id].ordinal} for each in seen.evidence
        ],
        "held": evidence_views.held(seen),
        "history": [past(each) for each in value.history],
        "revealed": shown.revealed(value.revealed, lost) if value.revealed else None,
    }


def _item(value: Item) -> dict[str, Any]:
    told = {"id": value.id, "text": value.text, "judgement": value.judgement}
    sides = {"for": list(value.evidence), "mixed": list(value.mixed), "against": list(value.against)}
    return told | sides | {"counted": value.counted, "open": value.open, "cap": value.cap}


def quote(value: Evidence, basis: Mapping[str, str]) -> dict[str, Any]:
    """A quote; `mark` changes with what it says, and is empty while it counts for nothing."""
    return evidence_views.quote(value) | {"mark": basis.get(value.id, "")[:MARK]}


def past(value: Past) -> dict[str, Any]:
    """Something that was said of the unit, in force or not."""
    record = value.record
    told: dict[str, Any] = {"kind": _KINDS[type(record)], "id": record.id, "author": record.author, "at": record.at}
    if isinstance(record, Reopening):
        told |= {"reason": record.reason}
    else:
        sure = record.confidence.overall if record.confidence else None
        words = record.statement if isinstance(record, SignOff) else record.reason
        told |= {"level": record.level, "confidence": sure, "reason": words, "rubric": record.rubric}
    back = value.withdrawn
    return told | {"withdrawn": {"author": back.author, "reason": back.reason, "at": back.at} if back else None}
