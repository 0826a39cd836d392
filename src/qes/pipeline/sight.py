"""The evidence as one person may see it: without what others gave to passages the person is yet to code unaided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qes.pipeline.desk import Desk
from qes.pipeline.evidence import evidence_of
from qes.pipeline.ledger import Ledger
from qes.pipeline.reader import Reader, hidden
from qes.synthesis.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of the evidence."""

    evidence: Sequence[Evidence]
    """Disputed codings too."""
    held_codings: int = 0
    """Held back until the person has coded the passages they stand on."""
    held_passages: int = 0


def all_evidence(ledger: Ledger) -> list[Evidence]:
    """Every coding with where it stands and who says it."""
    return evidence_of(ledger.all_codings(), ledger.passages.values(), ledger.sources.values(), ledger.codebook)


def sight(desk: Desk, reader: Reader, evidence: Sequence[Evidence]) -> Sight:
    """What a reader may see of all evidence.

    How much is held back is told as a whole and never by code or case, which would tell what they are to find.
    """
    passages = desk.ledger.passages
    carrying = dict.fromkeys(each.coding.passage_id for each in evidence)
    held = {each for each in carrying if each in passages and hidden(desk, reader, passages[each])}
    if not held:
        return Sight(evidence)
    seen = [each for each in evidence if each.coding.passage_id not in held]
    return Sight(seen, len(evidence) - len(seen), len(held))
