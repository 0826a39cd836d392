"""Accounts: one person to a name, no change lost, always a lead, and all of it in step with the log."""

from __future__ import annotations

import json
import threading
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_samples import Place, tamper

from qes.errors import BadDecision, Conflict, NoLead, NotFound
from qes.model import Role, User
from qes.store import Store, open_store

HASH = "$argon2id$first"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
FAR = datetime.now(UTC) + timedelta(days=365)


def add(store: Store, name: str, role: Role = Role.LEAD) -> User:
    return store.save_account(User(name, role), HASH, "root", 0)


def test_an_account_is_found_by_its_name_in_any_case_and_spelling(store: Store) -> None:
    made = add(store, "Zoë Straße")
    assert made == User("Zoë Straße", Role.LEAD, True, 1)
    for typed in ("zoë straße", "ZOË STRASSE", unicodedata.normalize("NFD", "Zoë Straße")):
        assert store.account(typed) == made
        assert store.password_hash(typed) == HASH
    assert store.account("Zoe Strasse") is None
    assert store.password_hash("nobody") is None


def test_accounts_are_listed_by_name_whatever_its_case(store: Store) -> None:
    for name in ("cy", "Ana", "ben"):
        add(store, name)
    assert [user.name for user in store.accounts()] == ["Ana", "ben", "cy"]


def test_a_name_that_differs_in_case_only_is_taken(store: Store) -> None:
    add(store, "Ana")
    with pytest.raises(Conflict) as caught:
        add(store, "ANA", Role.VIEWER)
    assert caught.value.theirs == "lead, active"
    assert [user.name for user in store.accounts()] == ["Ana"]
    assert len(list(store.events())) == 1


def test_a_change_made_from_an_old_version_is_refused_and_leaves_nothing(store: Store) -> None:
    add(store, "Lea")
    ana = add(store, "Ana", Role.VIEWER)
    theirs = store.save_account(User("ana", Role.REVIEWER), None, "Lea", ana.version)
    assert theirs == User("Ana", Role.REVIEWER, True, 2)
    with pytest.raises(Conflict, match="Ana") as caught:
        store.save_account(User("Ana", Role.RESEARCHER), "other", "Bob", ana.version)
    assert caught.value.theirs == "reviewer, active"
    assert "reload" in caught.value.hint
    assert store.account("Ana") == theirs
    assert store.password_hash("Ana") == HASH
    assert len(list(store.events(kind="account"))) == 3
    with pytest.raises(NotFound):
        store.save_account(User("Nobody", Role.VIEWER), None, "Lea", 1)


def test_every_change_is_an_event_that_says_what_changed_and_never_the_hash(store: Store) -> None:
    add(store, "Lea")
    add(store, "Ana", Role.VIEWER)
    store.save_account(User("Ana", Role.REVIEWER), None, "Lea", 1)
    store.save_account(User("Ana", Role.REVIEWER), "$argon2id$second", "Ana", 2)
    store.save_account(User("Ana", Role.LEAD, active=False), None, "Lea", 3)
    assert [(event.author, event.body) for event in store.events(kind="account")][1:] == [
        ("root", {"name": "Ana", "role": "viewer", "active": True, "changed": ["name", "role", "active", "password"]}),
        ("Lea", {"name": "Ana", "role": "reviewer", "active": True, "changed": ["role"]}),
        ("Ana", {"name": "Ana", "role": "reviewer", "active": True, "changed": ["password"]}),
        ("Lea", {"name": "Ana", "role": "lead", "active": False, "changed": ["role", "active"]}),
    ]
    assert "argon2" not in json.dumps([dict(event.body) for event in store.events()])
    assert store.check() == []


def test_what_changes_nothing_is_no_change(store: Store) -> None:
    lea = add(store, "Lea")
    assert store.save_account(User("LEA", Role.LEAD), None, "Lea", 1) == lea
    assert len(list(store.events())) == 1


def test_a_new_account_needs_a_password(store: Store) -> None:
    with pytest.raises(ValueError, match="password"):
        store.save_account(User("Ana", Role.LEAD), None, "root", 0)
    assert store.accounts() == []


def test_a_better_hash_of_the_same_password_is_no_event_and_never_undoes_a_new_password(store: Store) -> None:
    add(store, "Ana")
    store.renew_password_hash("ana", HASH, "stronger")
    assert store.password_hash("Ana") == "stronger"
    store.renew_password_hash("ana", HASH, "late")
    assert store.password_hash("Ana") == "stronger"
    assert len(list(store.events())) == 1


# --- A lead there always is -----------------------------------------------------------------------


def test_the_first_account_must_be_a_lead(store: Store) -> None:
    with pytest.raises(NoLead, match="Ana"):
        add(store, "Ana", Role.REVIEWER)
    with pytest.raises(NoLead):
        store.save_account(User("Ana", Role.LEAD, active=False), HASH, "root", 0)
    assert (store.accounts(), list(store.events())) == ([], [])


def test_two_leads_who_degrade_each_other_at_once_do_not_both_succeed(place: Place) -> None:
    with open_store(place()) as store:
        pair = [add(store, "Ana"), add(store, "Ben")]
        refused: list[str] = []
        ready = threading.Barrier(2)

        def degrade(user: User) -> None:
            ready.wait()
            try:
                store.save_account(User(user.name, Role.VIEWER), None, "other", user.version)
            except NoLead:
                refused.append(user.name)

        threads = [threading.Thread(target=degrade, args=(user,)) for user in pair]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert [user.name for user in store.accounts() if user.role is Role.LEAD] == refused


changes = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "ANA", "lea"]),
        st.sampled_from(list(Role)),
        st.booleans(),
        st.sampled_from([None, HASH]),
        st.integers(-1, 0),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes)
def test_whatever_people_try_there_is_a_lead_and_the_accounts_are_what_the_log_says(
    place: Place, changes: list[tuple[str, Role, bool, str | None, int]]
) -> None:
    with open_store(place()) as store:
        add(store, "Lea")
        wanted = {"lea": (Role.LEAD, True, 1)}
        for name, role, active, hashed, late in changes:
            *_, version = wanted.get(name.lower(), (role, active, 0))
            try:
                saved = store.save_account(User(name, role, active), hashed, "x", max(0, version + late))
            except (Conflict, ValueError):
                continue
            except NoLead:
                others = [each for key, each in wanted.items() if key != name.lower()]
                assert (role, active) != (Role.LEAD, True)
                assert all(each[:2] != (Role.LEAD, True) for each in others)
                continue
            wanted[name.lower()] = (saved.role, saved.active, saved.version)
            assert (saved.role, saved.active) == (role, active)
        assert {each.name.lower(): (each.role, each.active, each.version) for each in store.accounts()} == wanted
        assert any(each.role is Role.LEAD and each.active for each in store.accounts())
        assert len(list(store.events(kind="account"))) == sum(version for *_, version in wanted.values())
        assert store.check() == []


# --- The log, backups, older databases ------------------------------------------------------------


def test_a_change_of_an_account_is_neither_written_by_hand_nor_undone(store: Store) -> None:
    add(store, "Ana")
    [event] = store.events()
    with pytest.raises(ValueError, match="account"):
        store.append("Ana", "account", {"name": "Ana", "role": "viewer", "active": True})
    with pytest.raises(BadDecision, match="account"):
        store.undo(event.id, "Ana")
    assert store.check() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET role = 'lead' WHERE name = 'Ana'",
        "UPDATE accounts SET active = false WHERE name = 'Ana'",
        "UPDATE accounts SET version = 7 WHERE name = 'Ana'",
        "UPDATE accounts SET folded = 'bob' WHERE name = 'Ana'",
        "DELETE FROM accounts WHERE name = 'Ana'",
        "INSERT INTO accounts VALUES ('Ana2', 'ana2', 'lead', 'x', true, 1, '')",
        "UPDATE accounts SET name = 'Ana2' WHERE name = 'Ana'",
    ],
)
def test_accounts_that_were_changed_past_the_log_are_found(store: Store, change: str) -> None:
    add(store, "Lea")
    add(store, "Ana", Role.VIEWER)
    assert store.check() == []
    assert tamper(store.url, change) == 1
    found = store.check()
    assert found
    assert all(problem.where.startswith("account Ana") for problem in found)


def test_a_damaged_event_of_an_account_does_not_stop_the_check(store: Store) -> None:
    add(store, "Ana")
    tamper(store.url, "UPDATE events SET body = '[]'")
    assert {problem.where.split()[0] for problem in store.check()} == {"event", "account"}


def test_a_backup_holds_the_accounts_and_not_who_is_signed_in(sqlite_store: Store, tmp_path: Path) -> None:
    ana = add(sqlite_store, "Ana")
    sqlite_store.start_session("the-hash-of-a-token", "Ana", FAR)
    sqlite_store.backup(tmp_path / "copy.db")
    assert b"the-hash-of-a-token" not in (tmp_path / "copy.db").read_bytes()
    assert sqlite_store.session_user("the-hash-of-a-token", NOW) == ana
    with open_store(f"sqlite:///{tmp_path}/copy.db") as copy:
        assert copy.session_user("the-hash-of-a-token", NOW) is None
        assert copy.accounts() == [ana]
        assert copy.password_hash("Ana") == HASH
        assert copy.check() == []


def test_a_database_from_before_there_were_accounts_is_brought_up_to_date(place: Place) -> None:
    url = place()
    with open_store(url) as store:
        event = store.append("ana", "note", {"text": "kept"})
    for statement in (
        "DROP TABLE sessions",
        "DROP TABLE accounts",
        "DROP TABLE exchanges",
        "DROP INDEX events_by_author",
        "UPDATE alembic_version SET version_num = '0002'",
    ):
        tamper(url, statement)
    with open_store(url) as store:
        assert list(store.events()) == [event]
        assert store.accounts() == []
        add(store, "Ana")
        assert store.check() == []
