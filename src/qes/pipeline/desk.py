"""Which passages wait for whom, and in which order: one ranking for everybody, and each person's own way through it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qes.coding.queue import ORDERS, drawn, queue
from qes.errors import NotFound
from qes.model import Passage, Suggestion
from qes.pipeline.assignments import Duties, assignments
from qes.pipeline.ledger import Ledger
from qes.pipeline.voices import joined

NOBODY = ""
LEARNED = "likely"
"""The order that follows what is learned."""
_RENEWED = 6
"""Passages ahead of each coder that get fresh proposals when something was learned."""
_RENEWED_EVERY = 20
"""Decisions after which an order that depends on them is made anew."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the queue a person wants to see."""

    source: str = ""
    """Id of a source."""
    case: str = ""
    code: str = ""
    """Only passages for which this code is proposed; none that are coded blind, or the filter would tell."""


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order of all passages; `version` changes whenever it does."""

    ids: tuple[str, ...]
    version: tuple[Any, ...]


@dataclass(slots=True)
class _Way:
    """How far somebody has come in a ranking: everything before `at` they have read."""

    version: object
    at: int = 0


@dataclass(slots=True)
class _Parts:
    rankings: dict[str, Ranking] = field(default_factory=dict)
    allowed: dict[tuple[str, Scope], tuple[object, frozenset[str]]] = field(default_factory=dict)
    ways: dict[tuple[str, str, Scope], _Way] = field(default_factory=dict)


class Desk:
    """Hands out passages; threads may share one."""

    def __init__(self, ledger: Ledger) -> None:
        """Nothing is ranked until somebody asks."""
        self.ledger = ledger
        self._learned: Ranking | None = None
        self._lock = threading.RLock()
        self._parts = _Parts()
        self._proposed: tuple[object, list[Suggestion], list[Suggestion]] = ((), [], [])
        self._duties: tuple[object, Duties] | None = None
        self._share: tuple[object, frozenset[str]] = ((), frozenset())

    # --- Blindness ------------------------------------------------------------------------------------

    @property
    def duties(self) -> Duties:
        """Who is asked to code what."""
        if self._duties is None or self._duties[0] != self.ledger.assigned:
            project = self.ledger.project
            self._duties = (self.ledger.assigned, Duties(assignments(project), project.settings.seed))
        return self._duties[1]

    def blind(self, coder: str, passage: Passage) -> bool:
        """Whether proposals, and what others gave, are hidden from a coder until they have decided."""
        duty = self.duties.duty(coder, passage)
        return (duty is not None and duty.blind) or passage.id in self._drawn

    @property
    def _drawn(self) -> frozenset[str]:
        stamp = self.ledger.texts
        if self._share[0] != stamp:
            settings = self.ledger.project.settings
            share = settings.review.blind_share
            self._share = (stamp, frozenset(each for each in self.ledger.passages if drawn(each, settings.seed, share)))
        return self._share[1]

    # --- Orders ---------------------------------------------------------------------------------------

    def ranking(self, order: str) -> Ranking:
        """All passages in one of `ORDERS`.

        Raises:
            NotFound: There is no such order.
        """
        if order not in ORDERS:
            error = NotFound("order", order)
            error.hint = f"Choose one of: {', '.join(ORDERS)}."
            raise error
        if order == LEARNED and self._learned is not None:
            return self._learned
        with self._lock:
            version = self._version(order)
            known = self._parts.rankings.get(order)
            if known is None or known.version != version:
                known = self._parts.rankings[order] = Ranking(tuple(self._ranked(order)), version)
            return known

    def follow(self, ids: Sequence[str]) -> list[str]:
        """Take a new ranking of all passages by what was learned; the passages that come next for anybody here."""
        with self._lock:
            number = self._learned.version[1] + 1 if self._learned is not None else 1
            self._learned = Ranking(tuple(each for each in ids if each in self.ledger.passages), (LEARNED, number))
            ways = [(coder, scope) for coder, order, scope in self._parts.ways if order == LEARNED]
        upcoming = (
            passage.id
            for coder, scope in ways
            for passage in self.upcoming(coder, LEARNED, scope, _RENEWED)
            if not self.blind(coder, passage)
        )
        return list(dict.fromkeys(upcoming))

    def _version(self, order: str) -> tuple[Any, ...]:
        moves = len(self.ledger.decisions()) // _RENEWED_EVERY if order == "rare" else 0
        return (order, self.ledger.texts, self._offered, moves)

    def _ranked(self, order: str) -> Iterator[str]:
        from qes.pipeline.waiting import vectors_of

        settings, passages = self.ledger.project.settings, list(self.ledger.passages.values())
        items = queue(
            passages,
            self.scored or self.proposals,
            self.ledger.decisions() if order == "rare" else (),
            NOBODY,
            blind_share=settings.review.blind_share,
            seed=settings.seed,
            order=order,
            vectors=vectors_of(self.ledger.project, passages) if order == "diverse" else None,
        )
        return (item.passage.id for item in items)

    @property
    def proposals(self) -> Sequence[Suggestion]:
        """Current ones of codes that can still be given, without reasons; one a passage and code: see `joined`."""
        return self._current()[1]

    @property
    def scored(self) -> Sequence[Suggestion]:
        """Those of the suggester that orders, alone: scores of one kind, by which passages can be compared."""
        return self._current()[0]

    def _current(self) -> tuple[Sequence[Suggestion], Sequence[Suggestion]]:
        with self._lock:
            stamp = self._offered
            if self._proposed[0] != stamp:
                name, store = self.ledger.suggester, self.ledger.project.store
                scored = self.givable(store.proposals(name) if name else [])
                heard = self.givable(each for voice in self.ledger.voices for each in store.proposals(voice))
                self._proposed = (stamp, scored, joined(scored, heard))
            return self._proposed[1:]

    @property
    def _offered(self) -> tuple[int, str]:
        """Changes whenever other proposals are offered: after a run, and when codes were merged, split or retired."""
        return self.ledger.runs, self.ledger.codebook.sha256

    def givable(self, proposals: Iterable[Suggestion]) -> list[Suggestion]:
        """Those of codes that can still be given; a code may have been retired since they were made."""
        codable = {code.code for code in self.ledger.codebook.codable}
        return [each for each in proposals if each.code in codable]

    # --- Handing out ----------------------------------------------------------------------------------

    def allowed(self, coder: str, scope: Scope) -> frozenset[str]:
        """Passages of a scope that are a coder's to code."""
        stamp = (self.ledger.texts, self.ledger.assigned, self._offered if scope.code else ())
        with self._lock:
            known = self._parts.allowed.get((coder, scope))
            if known is None or known[0] != stamp:
                everything = scope == EVERYTHING and not self.duties.of(coder)
                within = self.ledger.everything if everything else frozenset(self._within(coder, scope))
                known = self._parts.allowed[coder, scope] = (stamp, within)
            return known[1]

    def _within(self, coder: str, scope: Scope) -> Iterator[str]:
        duties, proposed = self.duties, None
        if scope.code:
            proposed = {each.passage_id for each in self.proposals if each.code == scope.code}
        for passage in self.ledger.passages.values():
            here = scope.source in ("", passage.source_id) and scope.case in ("", passage.case)
            if not here or duties.duty(coder, passage) is None:
                continue
            if proposed is None or (passage.id in proposed and not self.blind(coder, passage)):
                yield passage.id

    def waiting(self, coder: str, scope: Scope = EVERYTHING) -> int:
        """How many passages of a scope a coder has not decided about."""
        allowed = self.allowed(coder, scope)
        return len(allowed) - sum(each in allowed for each in tuple(self.ledger.read_by(coder)))

    def upcoming(self, coder: str, order: str, scope: Scope, most: int, besides: Collection[str] = ()) -> list[Passage]:
        """The next passages for a coder; those they put off come last.

        Args:
            coder: Whose queue it is.
            order: One of `ORDERS`.
            scope: The part of it.
            most: At most so many.
            besides: Passages the coder's page holds already.
        """
        ranking, read = self.ranking(order), self.ledger.read_by(coder)
        allowed, skipped = self.allowed(coder, scope), self.ledger.skipped_by(coder)
        found: list[str] = []
        for each in self._onward(coder, order, scope, ranking):
            if len(found) == most:
                break
            if each in allowed and each not in read and each not in skipped and each not in besides:
                found.append(each)
        if len(found) < most:
            put_off = list(skipped.items())  # at once, as others of the coder's pages may put off more meanwhile
            later = sorted((when, each) for each, when in put_off if each in allowed and each not in read)
            found += [each for _, each in later if each not in besides][: most - len(found)]
        return [self.ledger.passages[each] for each in found]

    def _onward(self, coder: str, order: str, scope: Scope, ranking: Ranking) -> Iterator[str]:
        """The ranking from the first passage on that the coder may not have read."""
        read, allowed = self.ledger.read_by(coder), self.allowed(coder, scope)
        version = (ranking.version, self.ledger.reopened[coder])
        with self._lock:
            way = self._parts.ways.get((coder, order, scope))
            if way is None or way.version != version:
                way = self._parts.ways[coder, order, scope] = _Way(version)
            while way.at < len(ranking.ids) and (ranking.ids[way.at] in read or ranking.ids[way.at] not in allowed):
                way.at += 1
            start = way.at
        return (ranking.ids[place] for place in range(start, len(ranking.ids)))
