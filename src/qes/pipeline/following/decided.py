"""Decisions by passage, and who is done with which passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from typing import TypeVar

from qes.model import Adjudication, Decision, Verdict

Said = TypeVar("Said", Decision, Adjudication)


class Decided:
    """Live decisions; each passage's are replaced as a whole."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        """Take decisions in, in the order of the log."""
        self.coders: set[str] = set()
        """Who has decided anything."""
        self._read: defaultdict[str, set[str]] = defaultdict(set)
        self._on = by_passage(decisions)
        for decision in self.all():
            self.coders.add(decision.coder)
            if _ends(decision):
                self._read[decision.coder].add(decision.passage_id)

    def on(self, passage_id: str) -> tuple[Decision, ...]:
        """Of each coder in the order of the log."""
        return self._on.get(passage_id, ())

    def all(self) -> Iterator[Decision]:
        """Passage by passage."""
        return (each for decisions in self._on.values() for each in decisions)

    @property
    def passages(self) -> Set[str]:
        """Ids of those on which anything is, or was, decided."""
        return self._on.keys()

    def read_by(self, coder: str) -> Collection[str]:
        """Ids of the passages a coder is done with."""
        return self._read.get(coder, frozenset())

    def put(self, passage_id: str, decisions: tuple[Decision, ...]) -> set[str]:
        """Replace the decisions on a passage; the coders who were done with it and are no longer."""
        before = {each.coder for each in self.on(passage_id) if _ends(each)}
        self._on[passage_id] = decisions
        self.coders.update(each.coder for each in decisions)
        done = {each.coder for each in decisions if _ends(each)}
        for coder in done:
            self._read[coder].add(passage_id)
        for coder in before - done:
            self._read[coder].discard(passage_id)
        return before - done


def by_passage(given: Iterable[Said]) -> dict[str, tuple[Said, ...]]:
    """What was said of each passage, in the order given."""
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for each in given:
        found[each.passage_id].append(each)
    return {passage_id: tuple(said) for passage_id, said in found.items()}


def _ends(decision: Decision) -> bool:
    """Whether a coder is done with a passage by a decision; an answer to one proposal of several leaves it open."""
    return decision.verdict is Verdict.NOTHING or not decision.action
