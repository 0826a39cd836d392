"""Which prompts a model is sent about which passage: built once for a task, made one by one as they are needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.llm.groups import groups
from qes.coding.llm.injection import first_flag, speaks_to_machines
from qes.coding.llm.masking import Mask, Plain
from qes.coding.llm.precedents import Precedents
from qes.coding.llm.prompting import Around, Item, passage_prompt
from qes.coding.suggest.task import Task
from qes.model import Passage, Prompt
from qes.text import collapse


@dataclass(frozen=True, slots=True)
class Asking:
    """How passages are asked about; all of it a team may set."""

    per_call: int = 12
    """Codes in one prompt."""
    calls: int = 1
    """Prompts about one passage; 0: as many as all codes need."""
    neighbours: int = 1
    """Passages shown before, and as many after."""
    language: str = "English"
    """Of the reasons."""
    mask: Mask = Plain
    """Applied to every text of a source before it is sent."""
    hidden: frozenset[str] = frozenset()
    """Ids of passages that somebody is to code blind: what was decided about them is shown to no model either."""


class Questions:
    """The prompts of a task."""

    def __init__(self, task: Task, asking: Asking | None = None) -> None:
        """Order the codes of every passage, and gather the examples.

        Args:
            task: Passages with vectors, the codebook, and decisions.
            asking: How to ask.
        """
        self._task, self._asking = task, asking or Asking()
        self._rows = {passage.id: row for row, passage in enumerate(task.passages)}
        self.flags = {each.id: why for each in task.passages if (why := speaks_to_machines(each.text))}
        """Passages that speak to a machine → why it seems so."""
        self._order = _likeliest(task, self.flags)
        self._precedents = Precedents(task, self._asking.hidden | self.flags.keys())
        self._codes = {code.code: code for code in task.codebook.codable}

    @property
    def leaning(self) -> NDArray[np.float64]:
        """Shape (passages, codes): 1 for the code that is asked about first, down to 0 for the last."""
        places = np.argsort(self._order, axis=1, kind="stable")
        return np.asarray(1.0 - places / max(1, self._order.shape[1] - 1), dtype=np.float64)

    def of(self, passage_id: str, known: Collection[str] = ()) -> list[Prompt]:
        """The prompts still to be sent about a passage, if some of its codes were answered already."""
        return [self._prompt(self._rows[passage_id], part) for part in self._parts(passage_id, known)]

    def left(self, passage_id: str, known: Collection[str]) -> bool:
        """Whether there is anything still to be asked about a passage, if some of its codes were answered."""
        return bool(self._parts(passage_id, known))

    def _parts(self, passage_id: str, known: Collection[str]) -> list[tuple[str, ...]]:
        codes = [self._task.codes[column] for column in self._order[self._rows[passage_id]].tolist()]
        return groups(codes, known, self._asking.per_call, self._asking.calls)

    def _prompt(self, row: int, codes: Sequence[str]) -> Prompt:
        passage, mask = self._task.passages[row], self._asking.mask
        items = [self._item(row, code) for code in codes]
        text, around = mask(passage.text).text, self._around(row)
        return passage_prompt(passage, text, around, items, self._task.codebook, self._asking.language)

    def _item(self, row: int, code: str) -> Item:
        mask, found = self._asking.mask, self._precedents.of(row, code)
        accepted, rejected = (tuple(mask(text).text for text in each) for each in (found.accepted, found.rejected))
        return Item(self._codes[code], accepted, rejected)

    def _around(self, row: int) -> Around:
        passage = self._task.passages[row]
        named = (("Heading", passage.heading), ("Speaker", passage.speaker), ("Question", passage.question))
        said = [(name, text) for name, text in named if text and not first_flag([text])]
        said += [("Before", text) for text in reversed(self._beside(row, -1))]
        after = [("After", text) for text in self._beside(row, 1)]
        return Around(self._sent(said), self._sent(after))

    def _sent(self, named: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self._asking.mask(collapse(text)).text) for name, text in named)

    def _beside(self, row: int, step: int) -> list[str]:
        """The nearest passages of the source to one side; those that speak to a machine are as if they were not."""
        passages, found = self._task.passages, list[Passage]()
        at = row + step
        while len(found) < self._asking.neighbours and 0 <= at < len(passages):
            if passages[at].source_id != passages[row].source_id:
                break
            if passages[at].id not in self.flags:
                found.append(passages[at])
            at += step
        return [each.text for each in found]


def _likeliest(task: Task, flagged: Collection[str]) -> NDArray[np.intp]:
    """Shape (passages, codes): the columns of each passage's codes, likeliest first by what was learned so far.

    Passages that speak to a machine have no part in it, and get the codebook's order.
    """
    from qes.coding.suggest.learned import LearnedSuggester

    order = np.tile(np.arange(len(task.codes)), (len(task.passages), 1))
    rows = [row for row, passage in enumerate(task.passages) if passage.id not in flagged]
    if not rows or len(task.codes) < 2:
        return order
    passages = [task.passages[row] for row in rows]
    ids = {passage.id for passage in passages}
    decisions = [each for each in task.decisions if each.passage_id in ids]
    # Of the task only what people decided: what a model said before is no reason to ask it about a code.
    part = Task(task.codebook, passages, task.vectors[rows], decisions, task.embed, task.embedder_id, task.settings)
    matrix = LearnedSuggester().score(part).matrix
    order[rows] = np.argsort(-np.round(matrix, 4), axis=1, kind="stable")
    return order
