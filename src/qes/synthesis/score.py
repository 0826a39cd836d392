"""From evidence to a proposed level for every case and capability, with the reasons for it and against the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from qes.model import Assessment, Check, Codebook
from qes.synthesis.confidence import overall, raised
from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.rubric import Rubric, Side
from qes.synthesis.rubric.lens import Lens, Piece, unsettled
from qes.synthesis.rubric.model import Criterion, Gate, Openness
from qes.synthesis.rubric.needs import Amount, Needs, counted_as

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
    lens = Lens(rubric)
    found = by_unit(lens.pieces(in_order(evidence)))
    return [
        _Unit(lens, found.get((case, code.code), []), (confirmed or {}).get((case, code.code), ())).assessment(
            case, code.code
        )
        for case in cases
        for code in codebook.scored
    ]


def by_unit(pieces: Iterable[Piece]) -> dict[tuple[str, str | None], list[Piece]]:
    """Evidence as a rubric sees it, by case and capability, in the order given."""
    found: dict[tuple[str, str | None], list[Piece]] = {}
    for each in pieces:
        found.setdefault((each.evidence.coding.case, each.evidence.capability), []).append(each)
    return found


class _Unit:
    """One capability of one case, as its evidence stands."""

    def __init__(self, lens: Lens, pieces: Sequence[Piece], confirmed: Collection[str]) -> None:
        self.lens, self.rubric = lens, lens.rubric
        self.pieces, self.confirmed = pieces, confirmed
        self.usable = [each for each in pieces if each.usable]
        self.opposing = [each for each in self.usable if each.side is Side.AGAINST]
        self._speaking: dict[int, list[Piece]] = {}

    def assessment(self, case: str, capability: str) -> Assessment:
        """The level, and everything it rests on."""
        rubric = self.rubric
        checks = tuple(self._criterion(each, level.level) for level in rubric.levels for each in level.criteria)
        gates = tuple(self._gate(gate) for gate in rubric.gates)
        level = _level(checks, gates, rubric)
        concerns = raised(self.pieces, self.lens) if level else []
        return Assessment(
            case=case,
            capability=capability,
            level=level,
            confidence=overall(concerns, rubric) if level else None,
            rubric=rubric.id,
            evidence=self._supporting,
            against=_ids(self.opposing),
            checks=checks,
            gates=gates,
            concerns=tuple(concerns),
            next_level=tuple(_missing(level, checks, gates, rubric)),
        )

    @property
    def _supporting(self) -> tuple[str, ...]:
        return _ids([each for each in self.usable if each.side is Side.FOR])

    def _for(self, needs: Needs) -> list[Piece]:
        """What speaks for a test."""
        bit = self.lens.bit(needs.where)
        if bit not in self._speaking:
            self._speaking[bit] = [each for each in self.usable if each.passes & bit]
        return self._speaking[bit]

    def _against(self, needs: Needs) -> tuple[str, ...]:
        """What speaks against a test: it contradicts, is about the same, and does not speak for it."""
        scope, own = self.lens.scope(needs), self.lens.bit(needs.where)
        return _ids([each for each in self.opposing if each.passes & scope and not each.passes & own])

    def _criterion(self, criterion: Criterion, level: int) -> Check:
        speaking, against = self._for(criterion.needs), self._against(criterion.needs)
        amount = _amount(speaking)
        shortfall, found = criterion.needs.shortfall(amount), criterion.needs.surplus(amount)
        if not criterion.judgement:
            met, why = not shortfall, "; ".join(shortfall) or found
        elif shortfall:
            met, why = False, f"a person has to confirm it, and there is too little to go by: {'; '.join(shortfall)}"
        elif criterion.id not in self.confirmed:
            met, why = False, f"a person has to confirm it; {found} may speak for it"
        else:
            met, why = True, f"confirmed by a person, with {found} to go by"
        return Check(criterion.id, criterion.text, met, why, _ids(speaking), against, level)

    def _gate(self, gate: Gate) -> Check:
        evidence: tuple[str, ...] = ()
        if gate.needs is not None:
            speaking = self._for(gate.needs)
            shortfall = gate.needs.shortfall(_amount(speaking))
            met, why = not shortfall, "; ".join(shortfall) or gate.needs.surplus(_amount(speaking))
            evidence, against = _ids(speaking), self._against(gate.needs)
        elif gate.open is Openness.CONTRADICTIONS:
            met, why = _contradictions(self.usable, self.opposing)
            evidence, against = self._supporting, _ids(self.opposing)
        else:
            disputed = [each for each in self.pieces if each.disputed]
            met, against = not disputed, _ids(disputed)
            why = f"{counted_as(len(disputed), 'codings')} in dispute" if disputed else "none in dispute"
        if not met and gate.judgement and gate.id in self.confirmed:
            met, why = True, f"{why}; a person has settled it"
        return Check(gate.id, gate.text, met, why, evidence, against)


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
        return [f"There is no level above {level}."]
    unmet = [check for check in checks if check.level is not None and check.level <= following and not check.met]
    capping = [check for gate, check in zip(rubric.gates, gates, strict=True) if not check.met and gate.cap < following]
    return [f"Not met: {check.text.rstrip('.')} ({check.why})." for check in (*unmet, *capping)]


def _contradictions(usable: Sequence[Piece], opposing: Sequence[Piece]) -> tuple[bool, str]:
    supporting = sum(each.side is Side.FOR for each in usable)
    if not supporting or not opposing:
        return True, "the evidence does not contradict itself"
    left = len(unsettled(usable))
    both = f"{counted_as(supporting, 'codings')} for it, {counted_as(len(opposing), 'codings')} against it"
    return not left, f"{both}, {f'{left} of these' if left else 'none of these'} not adjudicated"


def _amount(pieces: Sequence[Piece]) -> Amount:
    return Amount.of([each.evidence for each in pieces])


def _ids(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(each.evidence.coding.id for each in pieces)
