"""Agreement from what the ledger holds, for the coders one chooses; of all pairs at once it takes too long to wait."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from qes.coding import review
from qes.coding.agreement import Agreement, Labels, agreement
from qes.errors import NotFound
from qes.pipeline.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders who have read some of the same passages."""

    coders: tuple[str, str]
    passages: int


def labels_now(ledger: Ledger) -> Labels:
    """What each coder gave the passages they have read."""
    return review.labels(ledger.decisions())


def pairs(labels: Labels) -> list[Pair]:
    """Pairs of coders with something in common, by name."""
    read = {coder: frozenset(labels[coder]) for coder in sorted(labels)}
    found = (Pair((one, other), len(read[one] & read[other])) for one, other in combinations(read, 2))
    return [each for each in found if each.passages]


def agree_among(ledger: Ledger, labels: Labels, coders: Collection[str] = ()) -> list[Agreement]:
    """Agreement per code, then over all codes; no rows where nothing was read by two of them.

    Args:
        ledger: Knows the codes.
        labels: Of `labels_now`.
        coders: Whose; empty: everybody together.

    Raises:
        NotFound: One of them has coded nothing.
    """
    for coder in coders:
        if coder not in labels:
            raise NotFound("coder", coder)
    chosen = {coder: labels[coder] for coder in (coders or labels)}
    if not pairs(chosen):
        return []
    return agreement(chosen, [code.code for code in ledger.codebook.codable], pairs=False)
