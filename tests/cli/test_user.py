"""`qes user`: accounts from the command line, with passwords typed unseen at a terminal or piped in."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from qes.cli.app import app
from qes.errors import BadAccount, NoLead, NotFound
from qes.model import Role, User
from qes.pipeline.people import sign_in, users
from qes.project import open_project
from small_project import Run

GOOD = "correct horse battery"
OTHER = "tram number eleven"
PATIENCE = 120
"""Seconds until a prompt that does not come is given up."""


def known(folder: Path) -> list[User]:
    with open_project(folder) as project:
        return users(project)


def may_sign_in(folder: Path, name: str, password: str) -> bool:
    with open_project(folder) as project:
        return sign_in(project, name, password) is not None


def call(folder: Path, *words: str, given: str | bytes = "") -> Result:
    """The command in this process, with something piped in; errors that are meant for the user come out."""
    return CliRunner().invoke(app, ["user", *words, "--project", str(folder)], input=given, catch_exceptions=False)


def answer(folder: Path, *words: str, given: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call(folder, *words, "--json", given=given).stdout)
    return found


def test_accounts_are_made_changed_removed_and_brought_back(folder: Path) -> None:
    assert answer(folder, "list") == {"users": []}
    assert answer(folder, "add", "Lea", given=f"{GOOD}\n")["user"] == {"name": "Lea", "role": "lead", "active": True}
    assert answer(folder, "add", "Ana", given=f"{GOOD}\r\n")["user"]["role"] == "researcher"
    assert answer(folder, "role", "ana", "reviewer")["user"] == {"name": "Ana", "role": "reviewer", "active": True}
    assert answer(folder, "password", "Ana", given=OTHER)["user"]["name"] == "Ana"
    assert (may_sign_in(folder, "Ana", OTHER), may_sign_in(folder, "Ana", GOOD)) == (True, False)
    assert answer(folder, "remove", "Ana")["user"]["active"] is False
    assert not may_sign_in(folder, "Ana", OTHER)
    assert answer(folder, "restore", "Ana")["user"]["active"] is True
    assert may_sign_in(folder, "Ana", OTHER)
    assert [each["name"] for each in answer(folder, "list")["users"]] == ["Ana", "Lea"]
    with open_project(folder) as project:
        assert {event.author for event in project.store.events(kind="account")} == {"nora"}


def test_what_is_refused_changes_nothing(folder: Path) -> None:
    for given in ("", "\n", "short\n", b"\xff\xfe and more\n"):
        with pytest.raises(BadAccount, match="the password"):
            call(folder, "add", "Lea", given=given)
    with pytest.raises(NoLead, match="active lead"):
        call(folder, "add", "Ana", "--role", "viewer", given=f"{GOOD}\n")
    assert known(folder) == []
    call(folder, "add", "Lea", given=f"{GOOD}\n")
    with pytest.raises(NoLead, match="Lea"):
        call(folder, "remove", "Lea")
    with pytest.raises(NotFound, match="Bob"):
        call(folder, "role", "Bob", "viewer")
    assert call(folder, "role", "Lea", "queen").exit_code == 2
    assert known(folder) == [User("Lea", Role.LEAD, True, 1)]


def test_the_list_says_who_was_removed_and_shows_no_hash(folder: Path) -> None:
    assert "qes user add" in call(folder, "list").stdout
    for name, role in (("Lea", "lead"), ("Ana", "viewer")):
        call(folder, "add", name, "--role", role, given=f"{GOOD}\n")
    call(folder, "remove", "Ana")
    shown = call(folder, "list").stdout
    rows = [line.split() for line in shown.splitlines() if line.split()[:1] in (["Ana"], ["Lea"])]
    assert rows == [["Ana", "viewer", "removed"], ["Lea", "lead"]]
    assert "argon2" not in shown


def test_a_password_is_no_option(folder: Path) -> None:
    assert call(folder, "add", "Lea", "--password", GOOD).exit_code == 2


def test_what_is_refused_is_told_with_what_to_do_and_without_the_password(run: Run) -> None:
    weak = run("user", "add", "Marta", "--json", given="I am Marta!\n")
    assert weak.returncode == 1
    assert "holds the name" in json.loads(weak.stdout)["error"]
    assert "what to do" in weak.stderr
    assert "I am Marta" not in weak.stdout + weak.stderr


def at_terminal(folder: Path, *lines: str) -> tuple[int, str]:
    """Make Lea's account at a terminal, typing a line whenever one is waited for unseen; exit code and what is shown."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "qes", "user", "add", "Lea"]
    process = subprocess.Popen(command, cwd=folder, stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
    shown = ""
    for prompt, line in zip(("Password: ", "Once more: "), lines, strict=True):
        end = time.monotonic() + PATIENCE
        while prompt not in shown or termios.tcgetattr(slave)[3] & termios.ECHO:
            assert time.monotonic() < end, shown
            if select.select([master], [], [], 0.05)[0]:
                shown += os.read(master, 65536).decode()
        os.write(master, f"{line}\n".encode())
    while process.poll() is None or select.select([master], [], [], 0)[0]:
        if select.select([master], [], [], 0.05)[0]:
            shown += os.read(master, 65536).decode()
    os.close(slave)
    os.close(master)
    return process.returncode, shown


def test_at_a_terminal_a_password_is_typed_twice_and_unseen(folder: Path) -> None:
    code, shown = at_terminal(folder, GOOD, OTHER)
    assert code == 1
    assert "differ" in shown
    assert known(folder) == []
    code, shown = at_terminal(folder, GOOD, GOOD)
    assert code == 0
    assert "made: Lea, lead" in shown
    assert GOOD not in shown
    assert may_sign_in(folder, "Lea", GOOD)
