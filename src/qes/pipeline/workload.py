"""How work is shared out, source by source and coder by coder, and how far everybody has come with theirs."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from qes.coding.queue.draw import drawn
from qes.model import Assignment
from qes.pipeline.ledger import Ledger

WHOLE = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """What a coder is asked to code of one source, all their assignments taken together."""

    share: float
    """In (0, 1]."""
    blind: float
    """In [0, share]: the part on which proposals are hidden."""


def cells(given: Iterable[Assignment], sources: Iterable[str]) -> dict[str, Cell]:
    """What the assignments of one coder come to.

    A larger share holds all of a smaller one, so that shares of one source do not add up: the largest counts.

    Args:
        given: Of one coder.
        sources: All there are, which is what an assignment without sources means.

    Returns:
        Source → cell, for the sources that are assigned at all.
    """
    everything = tuple(sources)
    shares: dict[str, float] = {}
    blind: dict[str, float] = {}
    for each in given:
        for source in each.sources or everything:
            shares[source] = max(each.share, shares.get(source, 0.0))
            if each.blind:
                blind[source] = max(each.share, blind.get(source, 0.0))
    return {source: Cell(share, blind.get(source, 0.0)) for source, share in shares.items()}


# --- Counting -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draw:
    """The passages of a random share."""

    ids: frozenset[str]
    sizes: Mapping[str, int]
    """Source → how many of its passages the share holds; sources without any are left out."""


Draws = Callable[[float], Draw]
"""Gives the passages of a share; whoever asks often keeps them, as they change with the texts alone."""


def draw(ledger: Ledger, share: float) -> Draw:
    """The passages of a share, by the project's seed."""
    if share == WHOLE:
        return Draw(ledger.everything, Counter(each.source_id for each in ledger.passages.values()))
    seed = ledger.project.settings.seed
    found = [each for each in ledger.passages.values() if drawn(each.id, seed, share)]
    return Draw(frozenset(each.id for each in found), Counter(each.source_id for each in found))


@dataclass(frozen=True, slots=True)
class Amount:
    """How far somebody has come with something, in passages."""

    of: int
    read: int


class Workload:
    """Counts of one moment: make a new one after the ledger has moved."""

    def __init__(self, ledger: Ledger, draws: Draws) -> None:
        """With a ledger that is up to date."""
        self._ledger, self._draws = ledger, draws
        self._read: dict[tuple[str, float], Counter[str]] = {}

    def size(self, source: str, share: float) -> int:
        """How many passages a share of a source holds."""
        return self._draws(share).sizes.get(source, 0) if share else 0

    def read(self, coder: str, source: str, share: float) -> int:
        """How many of them a coder has read."""
        if not share:
            return 0
        known = self._read.get((coder, share))
        if known is None:
            ids, passages = self._draws(share).ids, self._ledger.passages
            # A copy, as others go on coding meanwhile.
            mine = (passages.get(each) for each in tuple(self._ledger.read_by(coder)) if each in ids)
            known = self._read[coder, share] = Counter(each.source_id for each in mine if each)
        return known[source]

    def amount(self, coder: str, shares: Mapping[str, float]) -> Amount:
        """How far a coder has come with a share of each of some sources."""
        of = sum(self.size(source, share) for source, share in shares.items())
        return Amount(of, sum(self.read(coder, source, share) for source, share in shares.items()))

    def progress(self, assignment: Assignment) -> Amount:
        """How far its coder has come with an assignment."""
        sources = assignment.sources or tuple(self._draws(WHOLE).sizes)
        return self.amount(assignment.coder, dict.fromkeys(sources, assignment.share))

    def doubled(self, given: Collection[Mapping[str, Cell]], done: Readers) -> dict[str, Amount]:
        """How many passages of each source two coders or more are asked to code, and how many of these two have read.

        As shares lie within one another, these are the passages of the second largest.

        Args:
            given: The cells of each coder who is assigned anything.
            done: Who has read what.
        """
        found = {}
        for source in self._draws(WHOLE).sizes:
            shares = sorted((cell.share for mine in given if (cell := mine.get(source))), reverse=True)
            second = shares[1] if len(shares) > 1 else 0.0
            ids = self._draws(second).ids if second else frozenset[str]()
            read = sum(each in ids for each in done.twice.get(source, ()))
            found[source] = Amount(self.size(source, second), read)
        return found


@dataclass(frozen=True, slots=True)
class Readers:
    """What has been read of each source, over all coders, whether it was assigned to them or not."""

    once: Mapping[str, int]
    """Source → how many passages one coder at least has read."""
    twice: Mapping[str, Collection[str]]
    """Source → the passages two coders at least have read."""


def readers(ledger: Ledger) -> Readers:
    """Who has read what."""
    counts = Counter(each for coder in ledger.coders for each in tuple(ledger.read_by(coder)))
    source_of = {each: ledger.passages[each].source_id for each in counts if each in ledger.passages}
    twice: defaultdict[str, list[str]] = defaultdict(list)
    for each, source in source_of.items():
        if counts[each] > 1:
            twice[source].append(each)
    return Readers(Counter(source_of.values()), dict(twice))


# --- When somebody was active -----------------------------------------------------------------------


class LastActive:
    """When everybody did something last, followed through the log; threads may share one."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._seq = 0
        self._last: dict[str, str] = {}
        self._lock = threading.Lock()

    def follow(self, ledger: Ledger) -> Mapping[str, str]:
        """Author → time of their newest event: UTC, ISO 8601."""
        with self._lock:
            for event in ledger.project.store.events(after=self._seq):
                self._seq = event.seq
                self._last[event.author] = max(event.at, self._last.get(event.author, ""))
            return dict(self._last)
