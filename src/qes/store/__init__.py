"""The record of a project: sources, passages, suggestions, vectors and the append-only log, in SQLite or PostgreSQL."""

from __future__ import annotations

from qes.store.store import Store, open_store

__all__ = ["Store", "open_store"]
