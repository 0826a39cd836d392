"""Accounts from the outside: which names and passwords will do, who may sign in, and what is kept of it."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.errors import BadAccount, Conflict, NoLead, NotFound, StoreError
from qes.model import Role, User
from qes.model.people import name_fault, name_key
from qes.pipeline import people
from qes.pipeline.backup import run_backup, run_restore
from qes.pipeline.verify import run_verify
from qes.project import Project, open_project

GOOD = "correct horse battery"
OTHER = "tram number eleven"


@pytest.fixture
def lea(project: Project) -> User:
    """The lead of the project, with a password."""
    return people.add_user(project, "Lea", GOOD, Role.LEAD, "root")


@pytest.fixture
def lead(project: Project) -> User:
    """The same where nobody signs in, as it takes time to hash a password."""
    return quick(project, "Lea", Role.LEAD)


def quick(project: Project, name: str, role: Role) -> User:
    """An account with which nobody signs in."""
    return project.store.save_account(User(name, role), "none", "root", 0)


# --- Roles and names ------------------------------------------------------------------------------


@given(one=st.sampled_from(Role), other=st.sampled_from(Role))
def test_a_role_compares_by_what_it_may_do_and_not_by_its_word(one: Role, other: Role) -> None:
    order = ["viewer", "researcher", "reviewer", "lead"]
    place = order.index(one) - order.index(other)
    assert one.allows(other) == (one >= other) == (place >= 0)
    assert (one < other, one <= other, one > other) == (place < 0, place <= 0, place > 0)
    assert max(one, other).allows(min(one, other))


@settings(max_examples=200, deadline=None)
@given(name=st.text(max_size=90))
def test_a_name_is_shown_as_it_is_kept_and_of_one_length(name: str) -> None:
    if name_fault(name) is None:
        assert 1 <= len(name) <= 80
        assert name == unicodedata.normalize("NFC", name) == name.strip()
        assert User(name, Role.VIEWER).name == name
        assert name_key(name) == name_key(unicodedata.normalize("NFD", name))
    else:
        with pytest.raises(ValueError, match="the name"):
            User(name, Role.VIEWER)


MISLEADING = ["", " ", "Ana ", " Ana", "A\nB", "A\u200bB", "A\u202eB", "x" * 81, "\ud800", "A\x00"]


def test_a_name_that_could_mislead_is_refused(project: Project) -> None:
    for name in MISLEADING:
        with pytest.raises(BadAccount, match="the name"):
            people.add_user(project, name, GOOD, Role.LEAD, "root")
    assert people.users(project) == []


@pytest.mark.parametrize("name", ["Ana", "Zoë van der Berg", "李雷", "X Æ 12", "O'Neill-Müller (UCL)", "a"])
def test_names_of_all_kinds_will_do(name: str) -> None:
    assert name_fault(name) is None


def test_a_name_is_kept_composed_and_taken_in_every_spelling(project: Project) -> None:
    made = people.add_user(project, "Zoe\u0308", GOOD, Role.LEAD, "root")
    assert made.name == "Zo\u00eb"
    for name in ("zo\u00eb", "ZOE\u0308"):
        with pytest.raises(BadAccount, match="already"):
            people.add_user(project, name, GOOD, Role.LEAD, "root")
    assert people.users(project) == [made]


# --- Signing in -----------------------------------------------------------------------------------


def test_only_a_hash_of_a_password_is_kept(project: Project, lea: User) -> None:
    stored = project.store.password_hash(lea.name)
    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert PasswordHasher().verify(stored, GOOD)
    for file in project.hidden.iterdir():
        assert file.is_dir() or GOOD.encode() not in file.read_bytes()


def test_only_the_right_password_of_an_active_account_signs_in(project: Project, lea: User) -> None:
    assert people.sign_in(project, " lea ", GOOD) == lea
    for name, password in (("Lea", GOOD + " "), ("Nobody", GOOD), ("\ud800", "\ud800")):
        assert people.sign_in(project, name, password) is None
    quick(project, "Ana", Role.LEAD)
    people.set_active(project, "Lea", False, "Ana")
    assert people.sign_in(project, "Lea", GOOD) is None
    back = people.set_active(project, "Lea", True, "Ana")
    assert people.sign_in(project, "Lea", GOOD) == back


def test_a_password_is_the_same_from_every_keyboard(project: Project) -> None:
    people.add_user(project, "Lea", "Gro\u00dfe B\u00e4ume", Role.LEAD, "root")
    assert people.sign_in(project, "Lea", "Gro\u00dfe Ba\u0308ume") is not None


def test_a_hash_of_weaker_parameters_is_replaced_when_its_owner_signs_in(project: Project, lea: User) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)
    project.store.save_account(lea, weak, "root", lea.version)
    before = len(list(project.store.events()))
    assert people.sign_in(project, "Lea", OTHER) is None
    assert project.store.password_hash("Lea") == weak
    assert people.sign_in(project, "Lea", GOOD) is not None
    better = project.store.password_hash("Lea")
    assert better is not None
    assert not PasswordHasher().check_needs_rehash(better)
    assert people.sign_in(project, "Lea", GOOD) is not None
    assert project.store.password_hash("Lea") == better
    assert len(list(project.store.events())) == before


def test_a_damaged_hash_is_told_and_lets_nobody_in(project: Project, lea: User) -> None:
    project.store.save_account(lea, "no hash at all", "root", lea.version)
    with pytest.raises(StoreError, match="cannot be read") as caught:
        people.sign_in(project, "Lea", GOOD)
    assert "qes user password" in caught.value.hint


# --- Sessions -------------------------------------------------------------------------------------


def test_a_token_says_who_is_signed_in_until_they_sign_out(project: Project, lead: User) -> None:
    first, second = (people.open_session(project, lead, 8) for _ in range(2))
    assert first != second
    assert len(first) >= 43, "256 bits"
    assert people.session_user(project, first) == lead
    people.close_session(project, first)
    assert people.session_user(project, first) is None
    assert people.session_user(project, second) == lead
    for token in ("", "x", first[:-1], "\ud800"):
        assert people.session_user(project, token) is None
        people.close_session(project, token)


def test_only_a_hash_of_a_token_is_kept(project: Project, lead: User) -> None:
    token = people.open_session(project, lead, 8)
    with closing(sqlite3.connect(project.hidden / "qes.db")) as connection:
        [(stored, expires)] = connection.execute("SELECT token_sha256, expires FROM sessions")
    assert len(stored) == 64
    assert token not in stored
    assert people.session_user(project, stored) is None
    left = datetime.fromisoformat(expires) - datetime.now(UTC)
    assert timedelta(hours=7) < left <= timedelta(hours=8)


def test_a_session_must_last(project: Project, lead: User) -> None:
    with pytest.raises(ValueError, match="longer"):
        people.open_session(project, lead, 0)


def test_who_is_removed_is_out_at_once(project: Project, lead: User) -> None:
    ana = quick(project, "Ana", Role.RESEARCHER)
    token = people.open_session(project, ana, 8)
    people.set_active(project, "ana", False, "Lea")
    assert people.session_user(project, token) is None
    with pytest.raises(NotFound):
        people.open_session(project, ana, 8)
    assert lead in people.users(project)


def test_a_new_password_ends_the_other_sessions_and_the_old_password(project: Project, lea: User) -> None:
    here, elsewhere = (people.open_session(project, lea, 8) for _ in range(2))
    now = people.set_password(project, "Lea", OTHER, "Lea", keep=here)
    assert people.session_user(project, here) == now
    assert people.session_user(project, elsewhere) is None
    assert people.sign_in(project, "Lea", GOOD) is None
    assert people.sign_in(project, "Lea", OTHER) == now
    people.set_password(project, "Lea", GOOD, "root")
    assert people.session_user(project, here) is None


# --- Changes --------------------------------------------------------------------------------------


def test_the_first_account_is_a_leads_and_the_last_lead_stays(project: Project) -> None:
    with pytest.raises(NoLead):
        people.add_user(project, "Ana", GOOD, Role.REVIEWER, "root")
    for name, role in (("Lea", Role.LEAD), ("Ana", Role.REVIEWER)):
        quick(project, name, role)
    with pytest.raises(NoLead, match="Lea") as caught:
        people.set_active(project, "Lea", False, "Lea")
    assert "lead" in caught.value.hint
    with pytest.raises(NoLead):
        people.set_role(project, "Lea", Role.REVIEWER, "Lea")
    people.set_role(project, "Ana", Role.LEAD, "Lea")
    people.set_active(project, "Lea", False, "Ana")
    with pytest.raises(NoLead, match="Ana"):
        people.set_role(project, "Ana", Role.VIEWER, "Ana")
    assert run_verify(project) == []


def test_a_change_made_on_a_page_that_is_out_of_date_is_refused(project: Project, lead: User) -> None:
    ana = quick(project, "Ana", Role.VIEWER)
    people.set_role(project, "Ana", Role.REVIEWER, "Lea", version=ana.version)
    with pytest.raises(Conflict):
        people.set_active(project, "Ana", False, "Bob", version=ana.version)
    with pytest.raises(Conflict):
        people.set_password(project, "Ana", GOOD, "Bob", version=ana.version)
    assert people.users(project) == [User("Ana", Role.REVIEWER, True, 2), lead]


def test_an_unknown_name_is_told_with_those_there_are(project: Project, lead: User) -> None:
    for change in (
        lambda: people.set_role(project, "Bob", Role.VIEWER, "Lea"),
        lambda: people.set_active(project, "\ud800", False, "Lea"),
        lambda: people.set_password(project, "Bob", GOOD, "Lea"),
    ):
        with pytest.raises(NotFound) as caught:
            change()
        assert lead.name in caught.value.hint


def test_a_restored_project_has_its_accounts_and_nobody_is_signed_in(
    project: Project, lea: User, tmp_path: Path
) -> None:
    token = people.open_session(project, lea, 8)
    run_backup(project, tmp_path / "all.zip")
    run_restore(tmp_path / "all.zip", tmp_path / "restored")
    assert people.session_user(project, token) == lea
    with open_project(tmp_path / "restored") as restored:
        assert people.session_user(restored, token) is None
        assert people.sign_in(restored, "Lea", GOOD) == lea
        assert run_verify(restored) == []
