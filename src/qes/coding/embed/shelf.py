"""The folder of the user's cache in which exported models are kept: whole or not at all, and safe to delete."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any

from qes.errors import CannotWrite

SIZES = "sizes.json"
STALE = 3600.0
"""Seconds after which a half-made folder was left behind by a run that was killed."""


def shelf() -> Path:
    """`$XDG_CACHE_HOME/qes/models`, or `~/.cache/qes/models`.

    Raises:
        CannotWrite: The user has no home folder.
    """
    try:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError as error:
        raise CannotWrite("~/.cache", str(error)) from error
    return root / "qes" / "models"


def kept(place: Path, make: Callable[[Path], None]) -> Path:
    """A folder made once: returned if it is there and whole, otherwise made aside and moved into place.

    Two processes may make it at once; the first to finish wins, and both find the same.

    Args:
        place: Where it belongs.
        make: Fills an empty folder.

    Raises:
        CannotWrite: The disk is full, or the folder may not be written to.
    """
    if whole(place):
        return place
    with _translated(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        aside = Path(tempfile.mkdtemp(prefix=f"{place.name}.half-", dir=place.parent))
        try:
            make(aside)
            sizes = {path.name: path.stat().st_size for path in sorted(aside.iterdir())}
            (aside / SIZES).write_text(json.dumps(sizes), encoding="utf-8")
            if not whole(place):
                shutil.rmtree(place, ignore_errors=True)
                _move(aside, place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return place


def whole(place: Path) -> bool:
    """Whether every file is there at its full size; a crash of the machine may have cut one short."""
    sizes = remembered(place / SIZES)
    try:
        return bool(sizes) and all((place / name).stat().st_size == size for name, size in sizes.items())
    except OSError:
        return False


def remembered(path: Path) -> dict[str, Any]:
    """What `write` put there as JSON; empty when there is nothing, or nothing legible."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all.

    Raises:
        CannotWrite: The disk is full, or the folder may not be written to.
    """
    with _translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        number, aside = tempfile.mkstemp(prefix=f"{path.name}.half-", dir=path.parent)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        Path(aside).replace(path)


def _move(aside: Path, place: Path) -> None:
    try:
        aside.rename(place)
    except OSError:
        if not whole(place):
            raise


def _sweep(place: Path) -> None:
    for left in place.parent.glob(f"{place.name}.half-*"):
        if left.is_dir() and time() - left.stat().st_mtime > STALE:
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _translated(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(str(place), error.strerror or str(error)) from error
