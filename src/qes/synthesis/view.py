"""All evidence as one rubric sees it, by unit: looked at once, for everything that is then read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qes.synthesis.evidence import Evidence, in_order
from qes.synthesis.rubric import Rubric
from qes.synthesis.rubric.lens import Lens, Piece


@dataclass(frozen=True, slots=True)
class View:
    """Evidence through a lens."""

    lens: Lens
    units: Mapping[tuple[str, str | None], Sequence[Piece]]
    """By case and capability, in reading order; a unit without any evidence is not among them."""

    @classmethod
    def of(cls, evidence: Iterable[Evidence], rubric: Rubric) -> View:
        """Look at evidence; the order it comes in is of no account."""
        lens = Lens(rubric)
        return cls(lens, by_unit(lens.pieces(in_order(evidence))))

    def unit(self, case: str, capability: str) -> Sequence[Piece]:
        """What there is on one unit."""
        return self.units.get((case, capability), ())


def by_unit(pieces: Iterable[Piece]) -> dict[tuple[str, str | None], list[Piece]]:
    """Evidence as a rubric sees it, by case and capability, in the order given."""
    found: dict[tuple[str, str | None], list[Piece]] = {}
    for each in pieces:
        found.setdefault((each.evidence.coding.case, each.evidence.capability), []).append(each)
    return found
