"""Log-in sessions: who is signed in, until when, and what ends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from store_samples import tamper

from qes.errors import NotFound
from qes.model import Role, User
from qes.store import Store

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FAR = datetime.now(UTC) + timedelta(days=365)


def add(store: Store, name: str, role: Role = Role.LEAD) -> User:
    return store.save_account(User(name, role), "$argon2id$", "root", 0)


def test_a_session_lasts_until_its_end_and_no_longer(store: Store) -> None:
    ana = add(store, "Ana")
    until = FAR.astimezone(timezone(timedelta(hours=-9)))
    store.start_session("t", "ANA", until)
    assert store.session_user("t", NOW) == ana
    assert store.session_user("t", FAR - timedelta(microseconds=1)) == ana
    assert store.session_user("t", until) is None
    assert store.session_user("other", NOW) is None


def test_a_session_is_that_of_the_account_as_it_is_now(store: Store) -> None:
    add(store, "Lea")
    ana = add(store, "Ana", Role.VIEWER)
    store.start_session("t", "Ana", FAR)
    now = store.save_account(User("Ana", Role.REVIEWER), None, "Lea", ana.version)
    assert store.session_user("t", NOW) == now


def test_sessions_are_ended_one_by_one_or_all_of_a_person(store: Store) -> None:
    for name in ("Ana", "Ben"):
        add(store, name)
        for number in "12":
            store.start_session(f"{name}{number}", name, FAR)
    store.end_session("Ana1")
    store.end_session("Ana1")
    store.end_sessions("BEN")
    assert [bool(store.session_user(token, NOW)) for token in ("Ana1", "Ana2", "Ben1", "Ben2")] == [
        False,
        True,
        False,
        False,
    ]
    assert len(list(store.events())) == 2


def test_a_new_password_ends_all_sessions_but_the_one_that_is_kept(store: Store) -> None:
    add(store, "Ana")
    add(store, "Ben")
    for token, name in (("here", "Ana"), ("elsewhere", "Ana"), ("ben", "Ben")):
        store.start_session(token, name, FAR)
    store.save_account(User("Ana", Role.LEAD), "new", "Ana", 1, keep_session="here")
    assert [bool(store.session_user(token, NOW)) for token in ("here", "elsewhere", "ben")] == [True, False, True]
    store.save_account(User("Ana", Role.LEAD), "newer", "Ben", 2)
    assert store.session_user("here", NOW) is None


def test_who_is_deactivated_is_signed_out_for_good_and_cannot_sign_in(store: Store) -> None:
    add(store, "Lea")
    add(store, "Ana")
    store.start_session("t", "Ana", FAR)
    store.save_account(User("Ana", Role.LEAD, active=False), None, "Lea", 1, keep_session="t")
    assert store.session_user("t", NOW) is None
    for name in ("Ana", "nobody"):
        with pytest.raises(NotFound, match="active account"):
            store.start_session("t2", name, FAR)
    store.save_account(User("Ana", Role.LEAD), None, "Lea", 2)
    assert store.session_user("t", NOW) is None


def test_sessions_that_have_run_out_do_not_pile_up(store: Store) -> None:
    add(store, "Ana")
    for number in range(5):
        store.start_session(f"old{number}", "Ana", datetime.now(UTC) - timedelta(seconds=1))
    store.start_session("new", "Ana", FAR)
    assert tamper(store.url, "DELETE FROM sessions") == 1
