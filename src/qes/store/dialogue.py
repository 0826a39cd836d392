"""The part of the store that keeps what language models were asked and what they answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qes.model import Exchange
from qes.store import exchanges as exchange_rows
from qes.store.engine import Database


class Dialogue:
    """Append-only, as the log is that proves it."""

    _database: Database

    def save_exchange(self, exchange: Exchange, author: str = "qes") -> None:
        """Keep what a model was asked and answered; see `save_exchanges`."""
        self.save_exchanges([exchange], author)

    def save_exchanges(self, exchanges: Sequence[Exchange], author: str = "qes") -> None:
        """Keep what models were asked and answered, and log it by hash; one that is kept already is left as it is.

        Args:
            exchanges: All or none are kept.
            author: Who had them asked.

        Raises:
            StoreError: One holds no reply (attempt 0).
        """
        with self._database.write() as connection:
            exchange_rows.save(connection, exchanges, author)

    def exchanges(
        self,
        *,
        ids: Collection[str] | None = None,
        about: Collection[str] | None = None,
        prompts: Collection[str] | None = None,
        model: str | None = None,
        settings: str | None = None,
        sample: int | None = None,
        template: str | None = None,
        usable: bool | None = None,
        before: str | None = None,
        most: int | None = None,
    ) -> list[Exchange]:
        """What models were asked and answered, the newest first; every condition given must hold.

        Args:
            ids: Of exchanges.
            about: Ids of what they are about. Where two things ask the very same, one is kept: find it by prompt.
            prompts: SHA-256 of prompts, as a `Maker` names them.
            model: Provider and name.
            settings: Hash of what else shapes replies.
            sample: 0 for the answers that count.
            template: Name and version of the prompt file.
            usable: Whether there is an answer in them.
            before: Id of an exchange; only older ones.
            most: At most so many.
        """
        same = {"model": model, "settings": settings, "sample": sample, "template": template}
        with self._database.read() as connection:
            return exchange_rows.find(connection, ids, about, prompts, same, usable, before, most)

    def exchange_kinds(self) -> list[tuple[str, str]]:
        """Each model with each prompt file it was asked by, sorted."""
        with self._database.read() as connection:
            return exchange_rows.kinds(connection)

    def exchange_totals(self) -> list[exchange_rows.Total]:
        """How many calls and tokens each model took for each template, under each of its settings."""
        with self._database.read() as connection:
            return exchange_rows.totals(connection)
