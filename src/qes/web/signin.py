"""How often a password may be tried."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import deque
from collections.abc import Callable

from qes.errors import QesError
from qes.model.people import name_key

WINDOW = 300.0
"""Seconds in which so many wrong passwords may be given."""
TRIES = 5
"""For one name."""
ADDRESS_TRIES = 25
"""From one address, behind which a whole office may sit."""
_MOST_KEYS = 10_000


class TooManyTries(QesError):
    """Too many wrong passwords."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many wrong passwords")
        self.seconds = round(seconds) + 1
        self.hint = f"Wait {-(-self.seconds // 60)} min, then try again."


class Throttle:
    """Counts tries in a sliding window; a right password clears the name's own count."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """With a clock in seconds."""
        self._clock = clock
        self._tries: dict[str, deque[float]] = {}
        """When each name and each address was tried, the one tried last at the end."""
        self._lock = threading.Lock()

    def count(self, name: str, address: str) -> None:
        """Count a try; called before the password is looked at, so that many at once do not slip through.

        Raises:
            TooManyTries: It must not be made; it is not counted either.
        """
        now = self._clock()
        limits = {_of_name(name): TRIES, _of_address(address): ADDRESS_TRIES}
        with self._lock:
            left = max(self._left(key, most, now) for key, most in limits.items())
            if left > 0:
                raise TooManyTries(left)
            for key in limits:
                tries = self._tries.pop(key, deque())
                tries.append(now)
                self._tries[key] = tries
            self._tidy(now)

    def succeeded(self, name: str, address: str) -> None:
        """The password was right: what the name tried before is forgotten, and this try of the address."""
        with self._lock:
            self._tries.pop(_of_name(name), None)
            if tries := self._tries.get(_of_address(address)):
                tries.pop()

    def _left(self, key: str, most: int, now: float) -> float:
        tries = self._tries.get(key, deque())
        while tries and tries[0] <= now - WINDOW:
            tries.popleft()
        return tries[0] + WINDOW - now if len(tries) >= most else 0.0

    def _tidy(self, now: float) -> None:
        """Forget what is over; made-up names beyond measure push out the oldest."""
        for key, tries in list(self._tries.items()):
            if tries and tries[-1] > now - WINDOW and len(self._tries) <= _MOST_KEYS:
                break
            del self._tries[key]


def _of_name(name: str) -> str:
    return f"name {name_key(name.strip())}"


def _of_address(address: str) -> str:
    """An address; of the sixth version the network, of whose addresses one person has as many as they like."""
    try:
        sixth = ipaddress.IPv6Address(address)
    except ValueError:
        return f"address {address}"
    return f"address {sixth.ipv4_mapped or sixth.packed[:8].hex()}"
