"""The part of the store that is the log, and what it says of decisions and adjudications."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from qes.model import Adjudication, Decision, Event, Span
from qes.store import decisions as decision_rows
from qes.store import log, standing
from qes.store.engine import Database
from qes.store.log import Entry

_PAGE = 1000


class Journal:
    """Append-only: what was decided is never edited, and undoing is an event too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, author: str, kind: str, body: Mapping[str, Any], *, at: str | None = None) -> Event:
        """Append one event; see `append_all`."""
        return self.append_all(author, [(kind, body)], at=at)[0]

    def append_all(
        self, author: str, entries: Sequence[tuple[str, Mapping[str, Any]]], *, at: str | None = None
    ) -> list[Event]:
        """Append events in one transaction, in order.

        Args:
            author: Who they are by.
            entries: Kind and body of each; a body holds what JSON can.
            at: UTC, ISO 8601; now when not given.

        Raises:
            ValueError: The kind is one with a method of its own (decision, adjudication, undo, carry).
        """
        if reserved := sorted({kind for kind, _ in entries} & set(standing.KINDS)):
            raise ValueError(f"events of the kind {reserved[0]!r} are appended by their own method")
        with self._database.write() as connection:
            return standing.record(connection, [Entry(author, kind, body, at) for kind, body in entries])

    def events(self, *, kind: str | None = None, after: int = 0) -> Iterator[Event]:
        """The events after a position in the log, in order; read in pages, so writers need not wait."""
        while True:
            with self._database.read() as connection:
                page = log.read(connection, kind, after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].seq

    def decide(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Append decisions, all or none, and return them with their id and time; a time already set is kept.

        Raises:
            NotFound: A passage is not in the store.
            BadDecision: A span reaches beyond its source's text.
        """
        with self._database.write() as connection:
            return decision_rows.decide(connection, decisions)

    def adjudicate(self, adjudications: Sequence[Adjudication]) -> list[Adjudication]:
        """Append adjudications, all or none; errors as in `decide`."""
        with self._database.write() as connection:
            return decision_rows.adjudicate(connection, adjudications)

    def undo(self, event_id: str, author: str, reason: str = "") -> Event:
        """Undo an event; to undo the undo brings it back.

        Raises:
            NotFound: No such event.
            BadDecision: It is undone already.
        """
        with self._database.write() as connection:
            return standing.undo(connection, event_id, author, reason)

    def carry(self, decision_id: str, passage_id: str, span: Span | None, author: str, reason: str) -> Event:
        """Move a live decision or adjudication to another passage and span, of a new revision of its source.

        Raises:
            NotFound: No such decision or passage.
            BadDecision: It is undone, no decision at all, or the span reaches beyond the text.
        """
        with self._database.write() as connection:
            return standing.carry(connection, decision_id, passage_id, span, author, reason)

    def decisions(
        self, *, coder: str | None = None, passage_ids: Collection[str] | None = None, live: bool = True
    ) -> list[Decision]:
        """Decisions in the order they were taken, where they stand now; `live=False` adds those undone."""
        with self._database.read() as connection:
            return decision_rows.find_decisions(connection, coder, passage_ids, live=live)

    def adjudications(self, *, live: bool = True) -> list[Adjudication]:
        """Adjudications in order, where they stand now; `live=False` adds those undone."""
        with self._database.read() as connection:
            return decision_rows.find_adjudications(connection, live=live)
