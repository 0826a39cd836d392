"""Which passwords are too weak, and that the work of checking one tells nothing."""

from __future__ import annotations

import pytest

from qes.errors import BadAccount
from qes.pipeline import passwords

GOOD = "correct horse battery"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "fewer than 10"),
        ("ninechars", "fewer than 10"),
        ("x" * 1001, "longer"),
        ("I am MARTA today", "holds the name"),
        ("zzzzzzzzzz", "repeated"),
        ("zzzzZZZZzz", "repeated"),
        ("1234567890", "plain run"),
        ("0987654321", "plain run"),
        ("67890123456", "plain run"),
        ("aBcDeFgHiJ", "plain run"),
        ("qwertyuiop", "plain run"),
        ("0123456789" * 5, "plain run"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, why: str) -> None:
    with pytest.raises(BadAccount, match=why) as caught:
        passwords.check(password, "Marta")
    assert password == "" or password not in str(caught.value)


@pytest.mark.parametrize("password", [GOOD, "1234567891", "ninechars!", "пароль-ключ", "a b c d e f", "x" * 999 + "y"])
def test_other_passwords_will_do(password: str) -> None:
    passwords.check(password, "a")


def test_no_name_is_told_from_another_by_what_is_hashed_for_it() -> None:
    assert passwords.matches(None, GOOD) is False
    assert passwords.matches(passwords.hashed(GOOD), GOOD) is True
    decoy, real = passwords._decoy(), passwords.hashed(GOOD)
    assert decoy.rsplit("$", 2)[0] == real.rsplit("$", 2)[0], "the same work: algorithm, memory, passes, lanes"
