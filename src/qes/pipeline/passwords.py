"""Passwords: which are too weak, and how they are kept (argon2id, RFC 9106, with the parameters of argon2-cffi)."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from qes.errors import BadAccount, StoreError
from qes.model.people import name_key

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
LONGEST = 1000
"""Characters; so long that nobody is kept from anything, and short enough to be hashed quickly."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MB while it is made, so that a crowd at the door must not fill the memory."""
_SHORTEST_NAME = 3
"""Characters from which on a name in a password gives something away; most words hold an "a"."""
_RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "qwertzuiop", "azertyuiop")


def check(password: str, name: str) -> None:
    """Refuse a password that is easily guessed.

    Raises:
        BadAccount: It is too short, too long, holds the name, or is one character repeated or a plain run.
    """
    if fault := _fault(password, name):
        hint = f"Take {SHORTEST} characters or more, for instance four words that have nothing to do with one another."
        raise BadAccount(f"the password {fault}", hint)


def _fault(password: str, name: str) -> str | None:
    if not SHORTEST <= len(password) <= LONGEST:
        return f"has fewer than {SHORTEST} characters" if len(password) < SHORTEST else f"is longer than {LONGEST}"
    folded, key = name_key(password), name_key(name)
    if len(key) >= _SHORTEST_NAME and key in folded:
        return "holds the name"
    if len(set(folded)) == 1:
        return "is one character repeated"
    return "is a plain run of characters" if any(_runs(folded, run) for run in _RUNS) else None


def _runs(text: str, run: str) -> bool:
    """Whether a text goes along a run, up or down, from any place and over its end to its beginning."""
    along = run * (len(text) // len(run) + 2)
    return text in along or text in along[::-1]


def hashed(password: str) -> str:
    """A new hash of a password, with a salt of its own."""
    with _AT_ONCE:
        return _hasher().hash(_bytes(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; for None it is not, which takes as long to say.

    Raises:
        StoreError: The hash is damaged.
    """
    from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

    decoy = _decoy()  # always, so that the first stranger waits no longer either
    try:
        with _AT_ONCE:
            _hasher().verify(decoy if stored is None else stored, _bytes(password))
    except VerifyMismatchError:
        return False
    except (VerificationError, InvalidHashError) as error:
        damaged = StoreError(f"a stored password cannot be read ({error})")
        damaged.hint = "Give the person a new one with `qes user password NAME`."
        raise damaged from error
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether a hash was made with other parameters than are used today."""
    return _hasher().check_needs_rehash(stored)


def _bytes(password: str) -> bytes:
    """One spelling for what different keyboards send; anything that arrives has one, broken characters too."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _decoy() -> str:
    """A hash of what nobody knows."""
    from secrets import token_bytes

    return _hasher().hash(token_bytes(32))
