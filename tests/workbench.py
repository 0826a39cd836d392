"""The workbench for tests: behind a client in this process, or as the real server in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from qes.model import Role, User
from qes.pipeline import passwords, people
from qes.project import Project
from qes.web.access import COOKIE, TOKEN_HEADER, csrf_token
from qes.web.app import create_app, guarded

PASSWORD = "seven boats under a bridge"
"""Of every account made here."""
NAMES: Mapping[Role, str] = {Role.VIEWER: "Vera", Role.RESEARCHER: "Rosa", Role.REVIEWER: "Rafi", Role.LEAD: "Lea"}


@contextmanager
def serving(app: FastAPI, *, raising: bool = True) -> Iterator[TestClient]:
    """A stranger's client of an application, with all that stands before it."""
    with TestClient(guarded(app), follow_redirects=False, raise_server_exceptions=raising) as client:
        yield client


def carry(client: TestClient, token: str) -> None:
    """Let a client carry a session, as a browser and the pages it was given would."""
    client.cookies.clear()
    client.cookies.set(COOKIE, token)
    client.headers[TOKEN_HEADER] = csrf_token(token)


def put_off(client: TestClient) -> None:
    """Make a client a stranger again."""
    client.cookies.clear()
    client.headers.pop(TOKEN_HEADER, None)


@contextmanager
def solo_client(project: Project, name: str = "nora") -> Iterator[TestClient]:
    """A client of a workbench without accounts, as its first page leaves it."""
    with serving(create_app(project, solo=name)) as client:
        token = client.get("/").cookies[COOKIE]
        carry(client, token)
        yield client


@cache
def _hashed() -> str:
    """The hash of the password, made once: to make one takes long on purpose."""
    return passwords.hashed(PASSWORD)


def staff(project: Project) -> dict[Role, User]:
    """An account of each role, the lead's first, as it must be."""
    roles = sorted(NAMES, reverse=True)
    return {role: project.store.save_account(User(NAMES[role], role), _hashed(), "root", 0) for role in roles}


class Team:
    """A workbench with an account of each role."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.users = staff(project)
        self.app = create_app(project)

    def session(self, role: Role) -> str:
        """The token of a new session."""
        return people.open_session(self.project, self.users[role], 1)

    @contextmanager
    def client(self, role: Role | None = None) -> Iterator[TestClient]:
        """A client signed in with a role; None: a stranger's."""
        with serving(self.app) as client:
            if role is not None:
                carry(client, self.session(role))
            yield client


class Server:
    """`qes review` as people run it, in a process of its own."""

    def __init__(self, folder: Path, *options: str | Path, **env: str) -> None:
        """Nothing is started yet; the first start finds a free port, the next ones take it again."""
        self.folder, self.options, self.env = folder, options, env
        self.url = ""
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start, and wait until it says where it is."""
        port = self.url.rsplit(":", 1)[-1].strip("/") or "0"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "qes", "review", "--port", port, "--no-browser", *map(str, self.options)],
            cwd=self.folder,
            env={**os.environ, **self.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        found = re.search(r"https?://\S+", said)
        if found is None:
            raise AssertionError(f"the server did not start: {said}{self._end()[1]}")
        self.url = found[0]
        return self.url

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self._end()

    def stop(self) -> tuple[int, str]:
        """End it as Ctrl-C does; its exit code and what it said on stderr."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self._end()

    def _end(self) -> tuple[int, str]:
        assert self.process is not None
        _, complaints = self.process.communicate(timeout=120)
        code, self.process = self.process.returncode, None
        return code, complaints


@contextmanager
def running(folder: Path, *options: str | Path, **env: str) -> Iterator[Server]:
    """A server that is up, and down afterwards whatever happened."""
    server = Server(folder, *options, **env)
    try:
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.kill()
