"""What a level hangs on: how it would come out without one source, without one coder, and on blind codings only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qes.model import Codebook, Unit
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import Rubric
from qes.synthesis.rubric.lens import Lens, Piece
from qes.synthesis.score import Confirmed
from qes.synthesis.view import View, by_unit


class Without(StrEnum):
    """What is left out."""

    SOURCE = "source"
    CODER = "coder"
    ASSISTED = "assisted"
    """Everything that was coded with suggestions shown."""


@dataclass(frozen=True, slots=True)
class Variant:
    """The level that comes out when something is left out."""

    without: Without
    name: str
    """Path of the source, or name of the coder; empty for assisted codings."""
    level: int | None
    codings: int
    """How many are left that count."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """The levels of one unit under every variant."""

    unit: Unit
    level: int | None
    """With everything."""
    variants: tuple[Variant, ...]

    @property
    def low(self) -> int | None:
        """The lowest level that comes out; NE (None) is below all."""
        return min(self._levels) or None

    @property
    def high(self) -> int | None:
        """The highest level that comes out."""
        return max(self._levels) or None

    @property
    def range(self) -> str:
        """From the lowest to the highest, such as "2 to 3", "NE to 3" or "3"."""
        ends = dict.fromkeys((_label(self.low), _label(self.high)))
        return " to ".join(ends)

    @property
    def hangs_on(self) -> tuple[Variant, ...]:
        """The sources and coders without which the level would be another."""
        single = [each for each in self.variants if each.without is not Without.ASSISTED]
        return tuple(each for each in single if each.level != self.level)

    @property
    def all_from(self) -> tuple[Variant, ...]:
        """The source and the coder on whom everything that counts rests: without them there is no level to compare."""
        single = [each for each in self.variants if each.without is not Without.ASSISTED]
        return tuple(each for each in single if not each.codings)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it rests on alone and what it hangs on in words, one for each."""
        alone = self.all_from
        hangs = [each for each in self.hangs_on if each not in alone]
        return (
            *(rests_on(each) for each in alone),
            *(
                f"Without the {each.without} {each.name} the level would be {_label(each.level)}, "
                f"not {_label(self.level)}."
                for each in hangs
            ),
        )

    @property
    def _levels(self) -> list[int]:
        return [self.level or 0, *(each.level or 0 for each in self.variants)]


def rests_on(variant: Variant) -> str:
    """That everything comes from one source or coder, as a sentence."""
    if variant.without is Without.CODER:
        return f"It rests on one coder, {variant.name}, so leaving their codings out leaves nothing."
    return f"It rests on one source, {variant.name}, so leaving it out leaves nothing."


def robustness(
    evidence: Sequence[Evidence],
    codebook: Codebook,
    rubric: Rubric,
    cases: Sequence[str],
    *,
    without_coder: Mapping[str, Sequence[Evidence]],
    blind: Sequence[Evidence],
    confirmed: Confirmed | None = None,
    view: View | None = None,
) -> list[Robustness]:
    """The level of every case and scored code with everything, and under every variant.

    What people have confirmed stays confirmed in each of them: it is their judgement, and not a count.

    Args:
        evidence: Everything coded, disputed codings too; the order is of no account.
        codebook: Says which codes are scored.
        rubric: What a level takes.
        cases: Each gets one per scored code, with evidence or without.
        without_coder: By coder, the evidence there would be had they not coded.
        blind: The evidence there would be had only that counted which was coded with suggestions hidden.
        confirmed: As `qes.synthesis.score.assess` has it.
        view: The evidence as the rubric sees it, where it is at hand.

    Returns:
        One per case and scored code, in the order of `cases` and of the codebook. Its variants are the sources that
        hold any of its evidence by path, those who coded it by name, and blind codings alone.
    """
    seen = view or View.of(evidence, rubric)
    lens = seen.lens
    known = frozenset(id(each.evidence) for own in seen.units.values() for each in own)
    others = {coder: _Left.of(left, known, lens) for coder, left in sorted(without_coder.items())}
    unaided = _Left.of(blind, known, lens)
    made = []
    for case in cases:
        for code in codebook.scored:
            key, judged = (case, code.code), (confirmed or {}).get((case, code.code), ())
            own = seen.unit(*key)
            level = lens.level(own, judged)
            variants = (
                *_by_source(lens, own, judged),
                *_by_coder(lens, own, level, {each: left.unit(key, own) for each, left in others.items()}, judged),
                _variant(lens, Without.ASSISTED, "", unaided.unit(key, own), judged),
            )
            made.append(Robustness(Unit(case, code.code), level, variants))
    return made


@dataclass(frozen=True, slots=True)
class _Left:
    """The evidence of a variant: most of it is the very same as with everything, and has been looked at."""

    same: frozenset[int]
    """Identities of the evidence that is."""
    fresh: Mapping[tuple[str, str | None], Sequence[Piece]]

    @classmethod
    def of(cls, left: Sequence[Evidence], known: frozenset[int], lens: Lens) -> _Left:
        fresh = by_unit([lens.piece(each) for each in left if id(each) not in known])
        return cls(known.intersection(map(id, left)), fresh)

    def unit(self, key: tuple[str, str], own: Sequence[Piece]) -> list[Piece]:
        """What is left on one unit, of which `own` is everything."""
        same = self.same
        return [*[each for each in own if id(each.evidence) in same], *self.fresh.get(key, ())]


def _by_source(lens: Lens, own: Sequence[Piece], confirmed: Collection[str]) -> Iterable[Variant]:
    for source in sorted({each.source for each in own}):
        yield _variant(lens, Without.SOURCE, source, [each for each in own if each.source != source], confirmed)


def _by_coder(
    lens: Lens,
    own: Sequence[Piece],
    level: int | None,
    without: Mapping[str, Sequence[Piece]],
    confirmed: Collection[str],
) -> Iterable[Variant]:
    """Those whose absence changes anything: who gave none of the codes may have disputed some."""
    gave = {coder for each in own for coder in each.evidence.coding.coders}
    for coder, left in without.items():
        if not _same(left, own):
            yield _variant(lens, Without.CODER, coder, left, confirmed)
        elif coder in gave:
            yield Variant(Without.CODER, coder, level, _number(own))


def _same(left: Sequence[Piece], own: Sequence[Piece]) -> bool:
    """Whether they hold the same evidence, in whatever order."""
    if len(left) != len(own):
        return False
    return left == own or {each.evidence.id: each for each in left} == {each.evidence.id: each for each in own}


def _variant(lens: Lens, without: Without, name: str, left: Sequence[Piece], confirmed: Collection[str]) -> Variant:
    return Variant(without, name, lens.level(left, confirmed), _number(left))


def _number(pieces: Sequence[Piece]) -> int:
    return sum(each.counts for each in pieces)


def _label(level: int | None) -> str:
    return "NE" if level is None else str(level)
