"""The append-only log, and what a check of it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only log; its hash covers its content and the hash before it."""

    seq: int
    id: str
    at: str
    author: str
    kind: str
    body: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something `verify` found: where it is and what is wrong."""

    where: str
    what: str
