"""How many threads computing pays for."""

from __future__ import annotations

import os
from pathlib import Path


def cores() -> int:
    """Physical cores this process may use, at least 1; logical ones where the system does not tell them apart."""
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    return max(1, len({_siblings(number) for number in os.sched_getaffinity(0)}))


def _siblings(number: int) -> str:
    """The logical processors on the same core as this one, itself included, as Linux lists them."""
    listed = Path(f"/sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list")
    try:
        return listed.read_text(encoding="ascii").strip()
    except OSError:
        return str(number)
