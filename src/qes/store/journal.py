"""The part of the store that is the log, and what it says of decisions and adjudications.

Whoever appends may name the events by ids of their own. If those are in the log already, by the same author, nothing is
appended and what is stored is returned, so that a request sent twice counts once, even if the first was cut off by a
crash. This is looked up and settled in one transaction, all or none of the ids.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from qes.model import Adjudication, Decision, Event, Span, digest
from qes.store import decisions as decision_rows
from qes.store import log, standing
from qes.store.engine import Database
from qes.store.log import Entry
from qes.store.trail import Trace, latest

_PAGE = 1000


class Journal:
    """Append-only: what was decided is never edited, and undoing is an event too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        author: str,
        kind: str,
        body: Mapping[str, Any],
        *,
        at: str | None = None,
        identity: str | None = None,
        kinds: Sequence[str] = (),
        check: Callable[[list[Event]], None] | None = None,
    ) -> Event:
        """Append one event; see `append_all`."""
        ids = [identity] if identity else None
        return self.append_all(author, [(kind, body)], at=at, ids=ids, kinds=kinds, check=check)[0]

    def append_all(
        self,
        author: str,
        entries: Sequence[tuple[str, Mapping[str, Any]]],
        *,
        at: str | None = None,
        ids: Sequence[str] | None = None,
        kinds: Sequence[str] = (),
        check: Callable[[list[Event]], None] | None = None,
    ) -> list[Event]:
        """Append events in one transaction, in order.

        Args:
            author: Who they are by.
            entries: Kind and body of each; a body holds what JSON can.
            at: UTC, ISO 8601; now when not given.
            ids: An id for each; made up when not given.
            kinds: Kinds of events that bear on whether these may be appended.
            check: Is shown the events of those kinds that are in force, in the order of the log, and raises if these
                may not be appended after them. Nothing can come between, and it is not asked for what is in the log
                already.

        Raises:
            ValueError: The kind is one with a method of its own (decision, adjudication, undo, carry, account).
            BadDecision: Some ids are in the log and others are not, or they stand for something else.
        """
        if reserved := sorted({kind for kind, _ in entries} & set(standing.KINDS)):
            raise ValueError(f"events of the kind {reserved[0]!r} are appended by their own method")
        named = zip(entries, [None] * len(entries) if ids is None else ids, strict=True)
        wanted = [Entry(author, kind, body, at, identity) for (kind, body), identity in named]
        with self._database.write() as connection:
            if done := log.known(connection, wanted):
                return done
            if check is not None:
                check(sorted((each for kind in kinds for each in standing.find(connection, kind)), key=_position))
            return standing.record(connection, wanted)

    def events(self, *, kind: str | None = None, after: int = 0) -> Iterator[Event]:
        """The events after a position in the log, in order; read in pages, so writers need not wait."""
        while True:
            with self._database.read() as connection:
                page = log.read(connection, kind, after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].seq

    def standing_events(self, kind: str) -> list[Event]:
        """The events of a kind that are in force, that is: not undone, in the order of the log."""
        with self._database.read() as connection:
            return standing.find(connection, kind)

    def latest(
        self,
        most: int,
        *,
        author: str | None = None,
        kinds: Collection[str] | None = None,
        before: int | None = None,
    ) -> list[Trace]:
        """At most so many events, the newest first: of one author, of some kinds, before a position in the log."""
        with self._database.read() as connection:
            return latest(connection, author, kinds, before, most)

    def undo_all(self, event_ids: Sequence[str], author: str, reason: str = "", *, action: str = "") -> list[Event]:
        """Undo events in one transaction, in order; errors as in `undo`, and then none of them is undone.

        Args:
            event_ids: What is undone.
            author: Who undoes it.
            reason: Why.
            action: Names the step they are taken back in; the same step of the author's sent twice counts once, and
                gives what it undid the first time, whatever it is about now.
        """
        named = [_undo_id(author, action, number) if action else None for number in range(len(event_ids))]
        with self._database.write() as connection:
            if action and (done := log.run_from(connection, _undo_id(author, action, 0), action)):
                return done
            return [
                standing.undo(connection, each, author, reason, identity=identity, action=action)
                for each, identity in zip(event_ids, named, strict=True)
            ]

    def undone_in(self, author: str, action: str) -> list[Event]:
        """The undos of a step of somebody's, as `undo_all` has appended them; none if it has not."""
        with self._database.read() as connection:
            return log.run_from(connection, _undo_id(author, action, 0), action)

    def decide(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Append decisions, all or none, and return them with their id and time; those already set are kept.

        Raises:
            NotFound: A passage is not in the store.
            BadDecision: A span reaches beyond its source's text; or some of the ids are in the log and others are not,
                or they stand for something else.
        """
        with self._database.write() as connection:
            return decision_rows.decide(connection, decisions)

    def adjudicate(
        self, adjudications: Sequence[Adjudication], *, seen: Sequence[str | None] | None = None
    ) -> list[Adjudication]:
        """Append adjudications, all or none.

        Args:
            adjudications: With an id already set, the same sent twice counts once.
            seen: For each, the id of the last one in force on its passage and code when it was decided; None: there
                was none. Without the argument nothing is compared.

        Raises:
            NotFound, BadDecision: As in `decide`.
            Conflict: Another one has come since, or the one seen was taken back.
        """
        with self._database.write() as connection:
            return decision_rows.adjudicate(connection, adjudications, seen)

    def undo(
        self, event_id: str, author: str, reason: str = "", *, identity: str | None = None, action: str = ""
    ) -> Event:
        """Undo an event; to undo the undo brings it back.

        Args:
            event_id: What is undone.
            author: Who undoes it.
            reason: Why.
            identity: Id of the undo; made up when not given.
            action: Names the step it is part of, if that is more than this.

        Raises:
            NotFound: No such event.
            BadDecision: It is undone already, is a change of an account, or the identity stands for something else.
        """
        with self._database.write() as connection:
            return standing.undo(connection, event_id, author, reason, identity=identity, action=action)

    def carry(self, decision_id: str, passage_id: str, span: Span | None, author: str, reason: str) -> Event:
        """Move a live decision or adjudication to another passage and span, of a new revision of its source.

        Raises:
            NotFound: No such decision or passage.
            BadDecision: It is undone, no decision at all, or the span reaches beyond the text.
        """
        with self._database.write() as connection:
            return standing.carry(connection, decision_id, passage_id, span, author, reason)

    def decisions(
        self,
        *,
        coder: str | None = None,
        passage_ids: Collection[str] | None = None,
        ids: Collection[str] | None = None,
        live: bool = True,
    ) -> list[Decision]:
        """Decisions in the order they were taken, where they stand now; `live=False` adds those undone."""
        with self._database.read() as connection:
            return decision_rows.find_decisions(connection, coder, passage_ids, ids, live=live)

    def adjudications(self, *, live: bool = True) -> list[Adjudication]:
        """Adjudications in order, where they stand now; `live=False` adds those undone."""
        with self._database.read() as connection:
            return decision_rows.find_adjudications(connection, live=live)


def _position(event: Event) -> int:
    return event.seq


def _undo_id(author: str, action: str, number: int) -> str:
    """Of the undos of a step, by their place in it; the same whatever they undo."""
    return digest("undo", author, action, str(number))
