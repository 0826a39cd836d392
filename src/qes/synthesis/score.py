"""From evidence to a proposed level for every case and capability, with the reasons for it and against the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from qes.model import Assessment, Check, Codebook, CodingStatus
from qes.synthesis.confidence import concerns, overall
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.rubric import Rubric, Side
from qes.synthesis.rubric.model import Criterion, Gate, Openness
from qes.synthesis.rubric.needs import Amount, Needs, Polarity, counted_as

Confirmed = Mapping[tuple[str, str], Collection[str]]
"""Ids of the criteria and gates a person has confirmed, per case and capability."""


def assess(
    evidence: Iterable[Evidence],
    codebook: Codebook,
    rubric: Rubric,
    cases: Sequence[str],
    *,
    confirmed: Confirmed | None = None,
) -> list[Assessment]:
    """Propose a level and a confidence for every case and scored code.

    A level is reached when its criteria and those of every lower level are met; an unmet gate then caps it. When not
    even the lowest level's criteria are met there is not enough evidence, and the level is None (NE).

    Args:
        evidence: Everything coded, disputed codings too; the order is of no account.
        codebook: Says which codes are scored.
        rubric: What a level takes.
        cases: Each gets an assessment per scored code, with evidence or without.
        confirmed: What people have confirmed where codings cannot show it.

    Returns:
        One assessment per case and scored code, in the order of `cases` and of the codebook.
    """
    found: dict[tuple[str, str | None], list[Evidence]] = {}
    for each in in_order(evidence):
        found.setdefault((each.case, each.capability), []).append(each)
    return [
        _assess(case, code.code, found.get((case, code.code), []), rubric, (confirmed or {}).get((case, code.code), ()))
        for case in cases
        for code in codebook.scored
    ]


def _assess(
    case: str, capability: str, found: Sequence[Evidence], rubric: Rubric, confirmed: Collection[str]
) -> Assessment:
    polarity = rubric.polarity
    usable = [each for each in found if each.coding.counts and polarity.side(each) is not Side.ASPIRATION]
    checks = tuple(
        _check_criterion(criterion, level.level, usable, polarity, criterion.id in confirmed)
        for level in rubric.levels
        for criterion in level.criteria
    )
    gates = tuple(_check_gate(gate, usable, found, polarity, gate.id in confirmed) for gate in rubric.gates)
    level = _level(checks, gates, rubric)
    raised = concerns(found, rubric) if level else []
    return Assessment(
        case=case,
        capability=capability,
        level=level,
        confidence=overall(raised, rubric) if level else None,
        rubric=rubric.id,
        evidence=_ids(usable, polarity, Side.FOR),
        against=_ids(usable, polarity, Side.AGAINST),
        checks=checks,
        gates=gates,
        concerns=tuple(raised),
        next_level=tuple(_missing(level, checks, gates, rubric)),
    )


def _level(checks: Sequence[Check], gates: Sequence[Check], rubric: Rubric) -> int | None:
    reached = 0
    for level in rubric.levels:
        if not all(check.met for check in checks if check.level == level.level):
            break
        reached = level.level
    if not reached:
        return None
    return min([reached, *(gate.cap for gate, check in zip(rubric.gates, gates, strict=True) if not check.met)])


def _missing(level: int | None, checks: Sequence[Check], gates: Sequence[Check], rubric: Rubric) -> list[str]:
    """What stands between this level and the next: its unmet criteria and the gates that cap below it."""
    following = (level or 0) + 1
    if rubric.level(following) is None:
        return []
    unmet = [check for check in checks if check.level is not None and check.level <= following and not check.met]
    capping = [check for gate, check in zip(rubric.gates, gates, strict=True) if not check.met and gate.cap < following]
    return [f"Not met: {check.text.rstrip('.')} ({check.why})." for check in (*unmet, *capping)]


# --- Criteria and gates -----------------------------------------------------------------------


def _check_criterion(
    criterion: Criterion, level: int, usable: Sequence[Evidence], polarity: Polarity, confirmed: bool
) -> Check:
    speaking = _speaking(criterion.needs, usable)
    shortfall = criterion.needs.shortfall(Amount.of(speaking))
    found = criterion.needs.surplus(Amount.of(speaking))
    if not criterion.judgement:
        met, why = not shortfall, "; ".join(shortfall) or found
    elif shortfall:
        met, why = False, f"a person has to confirm it, and there is too little to go by: {'; '.join(shortfall)}"
    elif not confirmed:
        met, why = False, f"a person has to confirm it; {found} may speak for it"
    else:
        met, why = True, f"confirmed by a person, with {found} to go by"
    against = _ids(usable, polarity, Side.AGAINST)
    return Check(criterion.id, criterion.text, met, why, tuple(each.id for each in speaking), against, level)


def _check_gate(
    gate: Gate, usable: Sequence[Evidence], found: Sequence[Evidence], polarity: Polarity, confirmed: bool
) -> Check:
    if gate.needs is not None:
        speaking = _speaking(gate.needs, usable)
        amount = Amount.of(speaking)
        shortfall = gate.needs.shortfall(amount)
        met, why = not shortfall, "; ".join(shortfall) or gate.needs.surplus(amount)
        evidence, against = tuple(each.id for each in speaking), tuple[str, ...]()
    elif gate.open is Openness.CONTRADICTIONS:
        met, why = _contradictions(usable, polarity)
        evidence, against = _ids(usable, polarity, Side.FOR), _ids(usable, polarity, Side.AGAINST)
    else:
        disputed = [each for each in found if polarity.in_dispute(each)]
        met, why = not disputed, f"{counted_as(len(disputed), 'codings')} in dispute" if disputed else "none in dispute"
        evidence, against = (), tuple(each.id for each in disputed)
    if not met and gate.judgement and confirmed:
        met, why = True, f"{why}; a person has settled it"
    return Check(gate.id, gate.text, met, why, evidence, against)


def _contradictions(usable: Sequence[Evidence], polarity: Polarity) -> tuple[bool, str]:
    """Whether evidence for and against stands unsettled; it is settled once all counter-evidence is adjudicated."""
    supporting = [each for each in usable if polarity.side(each) is Side.FOR]
    contradicting = [each for each in usable if polarity.side(each) is Side.AGAINST]
    if not supporting or not contradicting:
        return True, "the evidence does not contradict itself"
    unsettled = [each for each in contradicting if each.coding.status is not CodingStatus.SETTLED]
    both = f"{counted_as(len(supporting), 'codings')} for it, {counted_as(len(contradicting), 'codings')} against it"
    return not unsettled, f"{both}, {f'{len(unsettled)} of these' if unsettled else 'none of these'} not adjudicated"


def _speaking(needs: Needs, usable: Sequence[Evidence]) -> list[Evidence]:
    return [each for each in usable if needs.where.matches(each)]


def _ids(usable: Sequence[Evidence], polarity: Polarity, side: Side) -> tuple[str, ...]:
    return tuple(each.id for each in usable if polarity.side(each) is side)
