"""From evidence to a proposed level for every case and capability, with the reasons for it and against the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from qes.model import Assessment, Check, Codebook
from qes.synthesis.confidence import overall, raised
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric, Side
from qes.synthesis.rubric.lens import Lens, Piece, unsettled
from qes.synthesis.rubric.model import Criterion, Gate, Openness
from qes.synthesis.rubric.needs import Amount, Needs, counted_as
from qes.synthesis.view import View

Confirmed = Mapping[tuple[str, str], Collection[str]]
"""Ids of the criteria and gates a person has confirmed, per case and capability."""


def assess(
    evidence: Iterable[Evidence],
    codebook: Codebook,
    rubric: Rubric,
    cases: Sequence[str],
    *,
    confirmed: Confirmed | None = None,
    view: View | None = None,
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
        view: The evidence as the rubric sees it, where it is at hand.

    Returns:
        One assessment per case and scored code, in the order of `cases` and of the codebook.
    """
    seen = view or View.of(evidence, rubric)
    return [
        _Unit(seen.lens, seen.unit(case, code.code), (confirmed or {}).get((case, code.code), ())).assessment(
            case, code.code
        )
        for case in cases
        for code in codebook.scored
    ]


class _Unit:
    """One capability of one case, as its evidence stands."""

    def __init__(self, lens: Lens, pieces: Sequence[Piece], confirmed: Collection[str]) -> None:
        self.lens, self.rubric = lens, lens.rubric
        self.pieces, self.confirmed = pieces, confirmed
        self.usable = [each for each in pieces if each.usable]
        self.opposing = [each for each in self.usable if each.side is Side.AGAINST]
        self.mixed = [each for each in self.usable if each.side is Side.MIXED]
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

    def _both_ways(self, needs: Needs) -> tuple[str, ...]:
        """What is about the same and points both ways, whether the test counts it or not."""
        return _ids([each for each in self.mixed if each.passes & self.lens.scope(needs)])

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
        mixed = self._both_ways(criterion.needs)
        return Check(criterion.id, criterion.text, met, why, _ids(speaking), against, level, mixed)

    def _gate(self, gate: Gate) -> Check:
        evidence: tuple[str, ...] = ()
        mixed: tuple[str, ...] = ()
        if gate.needs is not None:
            speaking = self._for(gate.needs)
            shortfall = gate.needs.shortfall(_amount(speaking))
            met, why = not shortfall, "; ".join(shortfall) or gate.needs.surplus(_amount(speaking))
            evidence, against, mixed = _ids(speaking), self._against(gate.needs), self._both_ways(gate.needs)
        elif gate.open is Openness.CONTRADICTIONS:
            met, why = _contradictions(self.usable, self.opposing, self.mixed)
            evidence, against, mixed = self._supporting, _ids(self.opposing), _ids(self.mixed)
        else:
            disputed = [each for each in self.pieces if each.disputed]
            met, against = not disputed, _ids(disputed)
            why = f"{counted_as(len(disputed), 'codings')} in dispute" if disputed else "none in dispute"
        if not met and gate.judgement and gate.id in self.confirmed:
            met, why = True, f"{why}; a person has settled it"
        return Check(gate.id, gate.text, met, why, evidence, against, None, mixed)


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


def _contradictions(usable: Sequence[Piece], opposing: Sequence[Piece], mixed: Sequence[Piece]) -> tuple[bool, str]:
    """Whether what stands for and against is weighed; what is mixed closes no gate, but is told."""
    supporting = sum(each.side is Side.FOR for each in usable)
    both_ways = f"{len(mixed)} of {counted_as(len(usable), 'codings')} {'is' if len(mixed) == 1 else 'are'} mixed"
    if not supporting or not opposing:
        if not mixed:
            return True, "the evidence does not contradict itself"
        return True, f"no codings for it and against it stand side by side, but {both_ways}: for and against at once"
    left = len(unsettled(usable))
    both = f"{counted_as(supporting, 'codings')} for it, {counted_as(len(opposing), 'codings')} against it"
    found = f"{both}, {f'{left} of these' if left else 'none of these'} not adjudicated"
    return not left, f"{found}; {both_ways}" if mixed else found


def _amount(pieces: Sequence[Piece]) -> Amount:
    return Amount.of([each.evidence for each in pieces])


def _ids(pieces: Iterable[Piece]) -> tuple[str, ...]:
    return tuple(each.evidence.coding.id for each in pieces)
