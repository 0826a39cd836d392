"""How much more, or less, often a code is given when proposals are in view."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qes.coding.anchoring.bands import ANY, UNPROPOSED, Band, Banded
from qes.coding.anchoring.proportions import Gap, Rate, Stratum, mantel_haenszel, newcombe, together
from qes.coding.anchoring.readings import Reading

FEW = 30
"""Below this, a figure is a first impression."""


class Comparison(StrEnum):
    """What was compared with what."""

    MATCHED = "matched"
    """Readings of one coder with proposals of about the same score, band by band."""
    PLAIN = "plain"
    """All blind readings with all others. Who reads the likeliest passages first reads others blind than assisted,
    so the difference may be one between the passages."""
    NONE = "none"
    """Nothing was read blind, or nothing otherwise."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How often a code is given blind and assisted, over what is comparable."""

    blind: Rate
    """Readings compared; of `Comparison.MATCHED`, those in bands that hold both kinds."""
    assisted: Rate
    comparison: Comparison
    gap: Gap | None
    """Assisted minus blind, at equal scores where matched; None when there is nothing to compare."""

    @property
    def clear(self) -> bool:
        """Whether chance alone hardly explains it: the 95 % interval leaves 0 out."""
        return self.gap is not None and self.gap.clear

    @property
    def sentence(self) -> str:
        """The same in words, for people who are no statisticians."""
        if self.gap is None or self.blind.value is None or self.assisted.value is None:
            return "Nothing to compare: a shift shows only when some passages are read blind and others are not."
        return " ".join(filter(None, (self._rates(), self._gap(self.gap), self._basis(), self._size())))

    def _rates(self) -> str:
        return (
            f"Given to {self.assisted.value or 0:.0%} of passages read with proposals in view ({self.assisted.hits} of "
            f"{self.assisted.total}) and to {self.blind.value or 0:.0%} of those read blind ({self.blind.hits} of "
            f"{self.blind.total})."
        )

    def _gap(self, gap: Gap) -> str:
        difference, low, high = (_points(each) for each in (gap.difference, *gap.interval))
        verdict = (
            f"proposals seem to make it {'more' if gap.difference > 0 else 'less'} frequent"
            if gap.clear
            else "chance alone could explain that"
        )
        if gap.clear and self.comparison is Comparison.PLAIN:
            verdict = "more than chance explains, but not necessarily the proposals' doing"
        equal = "At equal scores the" if self.comparison is Comparison.MATCHED else "The"
        return f"{equal} difference is {difference} points (95 %: {low} to {high}): {verdict}."

    def _basis(self) -> str:
        if self.comparison is Comparison.PLAIN:
            return (
                "It could not be matched by scores, so it holds only if what was read blind and what was read "
                "otherwise are alike; where the likeliest passages were read first, they are not."
            )
        return ""

    def _size(self) -> str:
        least = min(self.blind.total, self.assisted.total)
        return f"Only {least} on one side: a first impression, no more." if least < FEW else ""


def _points(difference: float) -> str:
    """A difference of shares in whole percentage points, with its sign."""
    rounded = round(100 * difference)
    return f"{rounded:+}" if rounded else "0"


Cells = dict[tuple[str, str], dict[Band, list[int]]]
"""Coder and code → band → readings and, of these, with the code: assisted, then blind."""


class Counts:
    """How often each coder gave each code, by band; adding up is linear in what was given or proposed."""

    def __init__(self, read: Iterable[Reading], bands: Banded) -> None:
        self._totals: Counter[tuple[str, bool]] = Counter()
        self._cells: Cells = defaultdict(dict)
        for each in read:
            self._totals[each.coder, each.blind] += 1
            proposed = bands.get(each.passage_id, {})
            for code in {*each.given, *proposed}:
                if code != ANY:
                    self._add(each, code, proposed.get(code, UNPROPOSED), hit=code in each.given)
            self._add(each, ANY, proposed.get(ANY, UNPROPOSED), hit=bool(each.given))
        self.coders = sorted({coder for coder, _ in self._totals})
        self.codes = sorted({code for _, code in self._cells} - {ANY})
        self._scored = bool(bands)

    def _add(self, each: Reading, code: str, band: Band, *, hit: bool) -> None:
        counts = self._cells[each.coder, code].setdefault(band, [0, 0, 0, 0])
        counts[2 * each.blind] += 1
        counts[2 * each.blind + 1] += hit

    def read(self, coders: Sequence[str]) -> tuple[int, int]:
        """Passages these coders have read blind and otherwise; one read by two counts twice."""
        return sum(self._totals[each, True] for each in coders), sum(self._totals[each, False] for each in coders)

    def shift(self, coders: Sequence[str], code: str) -> Shift:
        """The shift of one code, or of `ANY`, over some coders."""
        strata = [stratum for coder in coders for stratum in self._strata(coder, code)]
        whole = together(strata)
        matched = [each for each in strata if each.both]
        if self._scored and matched:
            compared = together(matched)
            return Shift(compared.first, compared.second, Comparison.MATCHED, mantel_haenszel(matched))
        if whole.both:
            return Shift(whole.first, whole.second, Comparison.PLAIN, newcombe(whole))
        return Shift(whole.first, whole.second, Comparison.NONE, None)

    def _strata(self, coder: str, code: str) -> list[Stratum]:
        """One for each band; readings where the code was neither given nor proposed are found by subtraction."""
        cells = self._cells.get((coder, code), {})
        rest = {blind: self._totals[coder, blind] for blind in (False, True)}
        strata = []
        for band, (assisted, with_it, blind, with_it_blind) in sorted(cells.items()):
            if band != UNPROPOSED:
                strata.append(Stratum(Rate(with_it_blind, blind), Rate(with_it, assisted)))
                rest[False] -= assisted
                rest[True] -= blind
        _, with_it, _, with_it_blind = cells.get(UNPROPOSED, [0, 0, 0, 0])
        return [*strata, Stratum(Rate(with_it_blind, rest[True]), Rate(with_it, rest[False]))]
