"""Human-coded items as what a suggester works on: passages, the codes that count, and who gave what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qes.evaluation.items import Item
from qes.model import Codebook, Decision, Passage, PassageKind, Span, Verdict

UNJUDGED = -1
CODER = "human"
"""Who stands as the coder of every replayed decision."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Items in reading order, against the codes that occur often enough to be measured."""

    items: tuple[Item, ...]
    codebook: Codebook
    """Holds only the codes that are measured, and the folders above them."""
    passages: tuple[Passage, ...]
    target: NDArray[np.int8]
    """Shape (items, codes): 1 given, 0 not given, -1 not judged."""
    notes: tuple[str, ...] = ()
    """What was left out, and why."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Those measured, in the codebook's order: the columns of `target`."""
        return tuple(code.code for code in self.codebook.codable)

    @property
    def verdicts(self) -> bool:
        """Whether only single codes were judged."""
        return self.items[0].verdicts

    @property
    def documents(self) -> int:
        """How many documents the items name."""
        return len({item.doc_id for item in self.items if item.doc_id is not None})

    def decisions(self, rows: Iterable[int]) -> list[Decision]:
        """What people decided about some items, as the log of a project would hold it."""
        return [decision for row in rows for decision in self._of(row)]

    def _of(self, row: int) -> list[Decision]:
        answers = {1: Verdict.ACCEPTED, 0: Verdict.REJECTED}
        said = [
            Decision(self.passages[row].id, CODER, answers[value], self.codebook.id, code=code)
            for code, value in zip(self.codes, self.target[row].tolist(), strict=True)
            if value == 1 or (value == 0 and self.verdicts)
        ]
        if said or self.verdicts:
            return said
        return [Decision(self.passages[row].id, CODER, Verdict.NOTHING, self.codebook.id)]


def build(items: Sequence[Item], codebook: Codebook, min_positives: int) -> Dataset:
    """Bring items into reading order and keep the codes given to at least so many of them.

    Items on which no measured code was judged are left out; an item without `doc_id` stands alone, with no neighbours.
    """
    uses = Counter(code for item in items for code in item.codes)
    measured = [code.code for code in codebook.codable if uses[code.code] >= min_positives]
    kept = [item for item in items if not item.verdicts or (item.codes | item.refused) & set(measured)]
    ordered = _in_reading_order(kept)
    book = replace(codebook, codes=tuple(code for code in codebook.codes if not code.codable or code.code in measured))
    target = np.array([[_known(item, code) for code in measured] for item in ordered], dtype=np.int8)
    shaped = target.reshape(len(ordered), len(measured))
    return Dataset(tuple(ordered), book, _passages(ordered), shaped, _notes(uses, codebook, min_positives))


def _in_reading_order(items: Sequence[Item]) -> list[Item]:
    """Items of one document together, documents as they first occur."""
    first: dict[str, int] = {}
    for number, item in enumerate(items):
        first.setdefault(_source(item), number)
    places = {item.id: number if item.order is None else item.order for number, item in enumerate(items)}
    return sorted(items, key=lambda item: (first[_source(item)], places[item.id]))


def _source(item: Item) -> str:
    return f"document:{item.doc_id}" if item.doc_id is not None else f"item:{item.id}"


def _passages(items: Sequence[Item]) -> tuple[Passage, ...]:
    seen: Counter[str] = Counter()
    made = []
    for item in items:
        source = _source(item)
        made.append(_passage(item, source, seen[source]))
        seen[source] += 1
    return tuple(made)


def _passage(item: Item, source: str, ordinal: int) -> Passage:
    return Passage(
        item.id,
        source,
        ordinal,
        Span(0, len(item.text)),
        item.text,
        PassageKind.SPEECH if item.speaker else PassageKind.PROSE,
        case="replay",
        speaker=item.speaker,
        question=item.question,
        heading=item.heading,
    )


def context(data: Dataset) -> list[str]:
    """Every question and heading the items stand under, once, in alphabetical order."""
    asked = {passage.question or "" for passage in data.passages} | {passage.heading or "" for passage in data.passages}
    return sorted(asked - {""})


def _known(item: Item, code: str) -> int:
    if code in item.codes:
        return 1
    return 0 if not item.verdicts or code in item.refused else UNJUDGED


def _notes(uses: Counter[str], codebook: Codebook, min_positives: int) -> tuple[str, ...]:
    known = [code.code for code in codebook.codable]
    rare = [code for code in known if uses[code] < min_positives]
    strange = sorted(set(uses) - set(known))
    notes = []
    if rare:
        notes.append(f"Left out, with fewer than {min_positives} uses: {', '.join(rare)}.")
    if strange:
        notes.append(f"Left out, as the codebook does not hold them: {', '.join(strange)}.")
    return tuple(notes)
