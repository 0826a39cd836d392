"""What takes long to work out, kept until the log has grown."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from qes.errors import QesError
from qes.pipeline.ledger import Ledger

Value = TypeVar("Value")

MOST = 32
"""Results kept at once; the one asked for longest ago goes first."""
_REST = 8.0
"""What is renewed beside then rests so many times as long as it took: where many code, it would never end."""
_NEVER = object()


@dataclass(eq=False)
class _Slot:
    """One result, or the place where it is being worked out."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: tuple[object, Any] = (_NEVER, None)
    """A stamp and a value, replaced as one, so that readers need no lock."""
    rests: float = 0.0
    """On the clock that only goes forward: until when it is not renewed beside."""

    def make(self, stamp: Hashable, make: Callable[[], object]) -> None:
        """Work it out; to be called by whoever holds the lock."""
        begun = time.monotonic()
        self.kept = (stamp, make())
        ended = time.monotonic()
        self.rests = ended + _REST * (ended - begun)


class Cache:
    """Threads may share one. Each result is worked out by one thread at a time; others who ask for it wait for that."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: Hashable, stamp: Hashable, make: Callable[[], Value]) -> Value:
        """A result as it is now.

        Args:
            name: What is asked for, with everything it depends on that does not change with the log.
            stamp: What it changes with, such as the position in the log.
            make: Works it out; what it raises comes out here, and nothing is kept.
        """
        slot = self._slot(name)
        if slot.kept[0] != stamp:
            with slot.lock:
                if slot.kept[0] != stamp:
                    slot.make(stamp, make)
        value: Value = slot.kept[1]
        return value

    def soon(self, name: Hashable, stamp: Hashable, make: Callable[[], Value]) -> tuple[Value, bool]:
        """A result at once, even if it is an older one, which then is renewed beside; arguments as in `get`.

        Returns:
            The result, and whether it is as it is now. Only who asks first of all has to wait.
        """
        slot = self._slot(name)
        known, value = slot.kept
        if known is _NEVER:
            return self.get(name, stamp, make), True
        if known != stamp and time.monotonic() >= slot.rests and slot.lock.acquire(blocking=False):
            threading.Thread(target=_renew, args=(slot, stamp, make), name="qes-renews", daemon=True).start()
        return value, known == stamp

    def _slot(self, name: Hashable) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(name, _Slot())
            self._slots.move_to_end(name)
            while len(self._slots) > MOST:
                self._slots.popitem(last=False)
            return slot


def _renew(slot: _Slot, stamp: Hashable, make: Callable[[], object]) -> None:
    try:
        slot.make(stamp, make)
    except QesError:
        slot.kept = (_NEVER, None)  # whoever asks next works it out themselves, and is told what is wrong
    finally:
        slot.lock.release()


_CACHES: WeakKeyDictionary[Ledger, Cache] = WeakKeyDictionary()
_MAKING = threading.Lock()


def cache_of(ledger: Ledger) -> Cache:
    """The cache that goes with a ledger, and goes when the ledger goes."""
    with _MAKING:
        return _CACHES.setdefault(ledger, Cache())
