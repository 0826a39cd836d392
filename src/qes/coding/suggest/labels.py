"""From decisions to training labels: who gave a code, who refused it, and who read the passage without giving it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qes.coding.anchoring.readings import made_blind
from qes.coding.codebook.closed import closing, successors
from qes.coding.suggest.scale import Floats
from qes.coding.suggest.task import Task
from qes.model import Codebook, Decision, Passage, Verdict, digest

UNKNOWN = -1
GIVEN, TIE, IMPLIED, NOT_GIVEN, REFUSED = 1.0, 0.3, -0.5, -1.0, -1.2
"""What a label teaches. A code refused outright is further from applying than one merely not given; a split vote is
half a yes; where codes are judged one by one, another code given makes this one unlikely, though nobody has said so."""
WEAK = -0.8
"""A passage nobody has read, taken as a negative because most passages are."""
FEWEST_NEGATIVES = 20


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of each passage for each code; all arrays but `single` have shape (passages, codes)."""

    target: NDArray[np.int8]
    """1 carries the code, 0 does not, -1 unknown."""
    teaches: Floats
    """What the suggester learns from it, about 1 to -1; NaN for nothing."""
    refused: NDArray[np.bool_]
    """Somebody refused the code outright, and the label is 0."""
    single: NDArray[np.bool_]
    """Per code: known mostly from people who judged single codes, not from reading for all of them."""
    decision_ids: tuple[str, ...]
    """Those that were used, sorted."""

    def positives(self, column: int) -> NDArray[np.intp]:
        """Rows that carry the code."""
        return np.flatnonzero(self.target[:, column] == 1)

    def negatives(self, column: int) -> NDArray[np.intp]:
        """Rows known not to."""
        return np.flatnonzero(self.target[:, column] == 0)

    def among(self, rows: NDArray[np.intp]) -> Labels:
        """Of these passages alone."""
        return Labels(self.target[rows], self.teaches[rows], self.refused[rows], self.single, self.decision_ids)

    def of(self, columns: list[int]) -> Labels:
        """Of these codes alone."""
        one = (slice(None), columns)
        return Labels(self.target[one], self.teaches[one], self.refused[one], self.single[columns], self.decision_ids)

    def alike(self, columns: Iterable[int]) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Codes grouped by the passages that teach them, as (rows, columns); one group where all were read for."""
        groups: dict[bytes, tuple[NDArray[np.intp], list[int]]] = {}
        for column in columns:
            rows = np.flatnonzero(~np.isnan(self.teaches[:, column]))
            groups.setdefault(rows.tobytes(), (rows, []))[1].append(column)
        return [(rows, np.array(alike, dtype=np.intp)) for rows, alike in groups.values()]

    def known(self, column: int) -> NDArray[np.intp]:
        """Rows of which it is known whether they do."""
        return np.flatnonzero(self.target[:, column] != UNKNOWN)


@dataclass(slots=True)
class _Tally:
    """Counts of coders, each of shape (passages, codes)."""

    voters: NDArray[np.int64]
    """Who said whether the code applies, be it by reading the passage without giving it."""
    given: NDArray[np.int64]
    refused: NDArray[np.int64]
    one_by_one: NDArray[np.int64]
    """Of the voters, who judge codes one by one."""
    implied: NDArray[np.bool_]
    """Somebody who judges codes one by one gave another one."""

    @property
    def agreed(self) -> NDArray[np.bool_]:
        """At least half of those who judged gave the code."""
        return np.asarray((self.given > 0) & (2 * self.given >= self.voters))

    @property
    def target(self) -> NDArray[np.int8]:
        """1 carries the code, 0 does not, -1 unknown."""
        return np.where(self.voters == 0, UNKNOWN, self.agreed.astype(np.int8)).astype(np.int8)


def collect(task: Task) -> Labels:
    """Labels by majority of those who judged; an even split is taken as given, and teaches less.

    Who gave a code that was merged or split since has said nothing of the codes to use instead until they decide again.
    """
    rows = {passage.id: row for row, passage in enumerate(task.passages)}
    used = [decision for decision in task.decisions if decision.passage_id in rows]
    tally = _tally(task.codebook, used, rows)
    given, target = tally.agreed, tally.target
    refused = (target == 0) & (tally.refused > 0)
    teaches = np.full(target.shape, np.nan)
    teaches[tally.implied] = IMPLIED
    teaches[target == 0] = NOT_GIVEN
    teaches[refused] = REFUSED
    teaches[given] = GIVEN
    teaches[given & (2 * tally.given == tally.voters)] = TIE
    single = 2 * tally.one_by_one.sum(axis=0) > tally.voters.sum(axis=0)
    _add_weak(teaches, task)
    return Labels(target, teaches, refused, single, tuple(sorted(_identity(decision) for decision in used)))


def blind(codebook: Codebook, passages: Sequence[Passage], decisions: Iterable[Decision]) -> NDArray[np.int8]:
    """What people said who had seen no proposals, by the same majority.

    Args:
        codebook: Whose codes are meant.
        passages: Those that matter.
        decisions: In the order they were made.

    Returns:
        Shape (passages, codes): 1 carries the code, 0 does not, -1 unknown.
    """
    rows = {passage.id: row for row, passage in enumerate(passages)}
    return _tally(codebook, made_blind(each for each in decisions if each.passage_id in rows), rows).target


def judge_one_by_one(decisions: Iterable[Decision]) -> set[str]:
    """Coders who refuse codes and never say that nothing (further) applies: they were asked about single codes.

    Of what they did not mention nothing is known; of everyone else, that they read the passage without giving it.
    """
    refuse, finish = set(), set()
    for decision in decisions:
        if decision.refused:
            refuse.add(decision.coder)
        if decision.verdict is Verdict.NOTHING:
            finish.add(decision.coder)
    return refuse - finish


def _tally(codebook: Codebook, decisions: Sequence[Decision], rows: dict[str, int]) -> _Tally:
    columns = {code.code: column for column, code in enumerate(codebook.codable)}
    heirs = _heirs(codebook, columns)
    # To give another code in place of one that went out of use is no verdict on a single code.
    single = judge_one_by_one(each for each in decisions if each.refused not in heirs)
    votes: dict[tuple[int, str], dict[str, bool]] = {}
    for decision in decisions:
        vote = votes.setdefault((rows[decision.passage_id], decision.coder), {})
        for code, gives in ((decision.refused, False), (decision.applied, True)):
            if code is not None:
                vote[code] = gives
    shape = (len(rows), len(columns))
    counts = [np.zeros(shape, dtype=np.int64) for _ in range(4)]
    tally = _Tally(counts[0], counts[1], counts[2], counts[3], np.zeros(shape, dtype=np.bool_))
    for (row, coder), said in votes.items():
        vote_here = {columns[code]: gives for code, gives in said.items() if code in columns}
        open_ = {each for code, gives in said.items() if gives for each in heirs.get(code, ())} - vote_here.keys()
        _count(tally, row, vote_here, open_, one_by_one=coder in single)
    return tally


def _count(tally: _Tally, row: int, vote: dict[int, bool], open_: set[int], *, one_by_one: bool) -> None:
    """What one coder said of a passage; nothing is known of the columns in `open_`."""
    others: list[int] | slice = slice(None)
    if open_:
        others = [column for column in range(tally.voters.shape[1]) if column not in open_]
    judged = list(vote) if one_by_one else others
    tally.voters[row, judged] += 1
    tally.one_by_one[row, judged] += one_by_one
    tally.implied[row, others] |= one_by_one and any(vote.values())
    for column, gives in vote.items():
        (tally.given if gives else tally.refused)[row, column] += 1


def _heirs(codebook: Codebook, columns: dict[str, int]) -> dict[str, list[int]]:
    """Codes that can no longer be given, with the columns of those to use instead."""
    gone = [code.code for code in codebook.codes if closing(code) is not None]
    return {code: [columns[each] for each in successors(codebook, code)] for code in gone}


def _identity(decision: Decision) -> str:
    """The log's id, or one made of the content for decisions that were never logged (a replay, say)."""
    parts = (decision.passage_id, decision.coder, decision.verdict, decision.code or "", decision.replacement or "")
    return decision.id or digest(*parts)


def _add_weak(teaches: Floats, task: Task) -> None:
    """Where too few negatives are known, unread passages stand in; the same ones whatever other codes exist."""
    unread = np.flatnonzero(np.isnan(teaches).all(axis=1))
    for column, code in enumerate(task.codes):
        wanted = FEWEST_NEGATIVES - int((teaches[:, column] < 0).sum())
        if wanted > 0 and len(unread) and (teaches[:, column] > 0).any():
            generator = np.random.default_rng([task.settings.seed, int(digest(code), 16)])
            teaches[generator.choice(unread, size=min(wanted, len(unread)), replace=False), column] = WEAK
