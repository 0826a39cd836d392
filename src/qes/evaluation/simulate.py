"""Review replayed: how much is read until most of what people coded is found, and what an audit then promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qes.coding.queue import drawn, queue
from qes.coding.stopping import CONFIDENCE, recall_at_least, unfound_at_most
from qes.coding.suggest import Scores, Suggester, Task, propose
from qes.evaluation.dataset import CODER, Dataset
from qes.evaluation.replay import Material
from qes.model import Reason

LEVELS = (0.8, 0.95)
"""Shares of the human codes to be found."""
FIRST_BATCH = 20
GROWTH = 0.1
"""Later batches are this share of what has been read: an error late on costs little, and learning again costs time."""
AUDIT_SHARE = 0.1
"""Random share of the passages that stands as the audit."""
SHUFFLES = 20
"""Random orders averaged over."""

Order = NDArray[np.intp]


class _Unexplained:
    """A suggester that is not asked for reasons, since nobody reads them in a replay."""

    def __init__(self, suggester: Suggester) -> None:
        self.name = suggester.name
        self.score = suggester.score

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        del task, scores
        return [Reason() for _ in cells]


def simulate(suggester: Suggester, material: Material, seed: int = 0) -> dict[str, Any]:
    """Read in the order of the queue, learn after every batch, and stop when the last level is reached.

    Returns:
        `codes` (given by people, to be found), `passages`, and for each level, as a percentage: `read` (passages read
        to get there), `document_order` and `random_order` (what those need; the random one a mean), and `bound` (see
        `audit`).
    """
    data = material.data
    order = _reading(suggester, material, seed)
    levels = {f"{level:.0%}".rstrip("%"): _level(data, order, level, seed) for level in LEVELS}
    return {"passages": len(data.items), "codes": int((data.target == 1).sum()), "levels": levels}


def _level(data: Dataset, order: Order, level: float, seed: int) -> dict[str, Any]:
    in_order = np.arange(len(data.items))
    generator = np.random.default_rng(seed)
    shuffled = [_needed(data, generator.permutation(in_order), level) for _ in range(SHUFFLES)]
    read = _needed(data, order, level)
    return {
        "read": read,
        "document_order": _needed(data, in_order, level),
        "random_order": sum(shuffled) / SHUFFLES,
        "bound": audit(data, order[:read], seed),
    }


def _needed(data: Dataset, order: Order, level: float) -> int:
    """How many passages of an order have to be read until a share of the codes is found."""
    found = np.cumsum((data.target[order] == 1).sum(axis=1))
    return int(np.searchsorted(found, level * (data.target == 1).sum() - 1e-9)) + 1


def _reading(suggester: Suggester, material: Material, seed: int) -> Order:
    """Rows in the order in which they were read."""
    given = (material.data.target == 1).sum(axis=1)
    read: list[int] = []
    while given[read].sum() < max(LEVELS) * given.sum():
        size = max(FIRST_BATCH, int(GROWTH * len(read)))
        read += _next(suggester, material, read, seed)[:size]
    return np.array(read, dtype=np.intp)


def _next(suggester: Suggester, material: Material, read: list[int], seed: int) -> list[int]:
    """Rows in the order in which the queue now offers them."""
    task = material.task(read, seed)
    suggestions = propose(_Unexplained(suggester), task)
    rows = {passage.id: row for row, passage in enumerate(task.passages)}
    items = queue(task.passages, suggestions, task.decisions, CODER, blind_share=AUDIT_SHARE, seed=seed)
    return [rows[item.passage.id] for item in items]


def audit(data: Dataset, read: Order, seed: int) -> dict[str, Any]:
    """What a random audit of the unread passages bounds, and whether the truth lies within.

    Membership of the audit is drawn by hashing, so it has no part in the order of reading, and the audited passages
    that are still unread are a random sample of all that are.

    Returns:
        `confidence`, `audited` (passages), `codes`, `held` (codes whose unfound uses lie within their bound), and
        `recall` and `recall_at_least`: the true and the promised share found, the audit included, as means over codes.
    """
    unread = np.setdiff1d(np.arange(len(data.items)), read)
    audited = np.array([drawn(data.passages[row].id, seed, AUDIT_SHARE) for row in unread.tolist()], dtype=bool)
    held, true, promised = 0, [], []
    for column in range(len(data.codes)):
        given = int((data.target[:, column] == 1).sum())
        pool = data.target[unread, column]
        sample = pool[audited]
        found, missing = int((sample == 1).sum()), int((pool[~audited] == 1).sum())
        bound = unfound_at_most(found, int((sample >= 0).sum()), int((pool >= 0).sum()))
        held += missing <= bound
        true.append(recall_at_least(given - missing, missing))
        promised.append(recall_at_least(given - missing, bound))
    return {
        "confidence": CONFIDENCE,
        "audited": int(audited.sum()),
        "codes": len(data.codes),
        "held": held,
        "recall": float(np.mean(true)),
        "recall_at_least": float(np.mean(promised)),
    }
