"""What pages are told as it happens, from a real server over a real connection."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue
from typing import Any

import httpx

from qes.project import open_project
from review_project import accept, ready
from workbench import running

PATIENCE = 60.0


def told(url: str, **query: object) -> Queue[tuple[str, dict[str, Any]]]:
    """Listen on a thread of its own; what comes, by kind."""
    heard: Queue[tuple[str, dict[str, Any]]] = Queue()

    def listen() -> None:
        # The server is killed at the end, which cuts the connection.
        with suppress(httpx.HTTPError), httpx.Client(base_url=url, timeout=PATIENCE) as client:
            client.get("/")
            with client.stream("GET", "/api/stream", params=query) as response:
                for kind, data in messages(response.iter_lines()):
                    heard.put((kind, data))

    threading.Thread(target=listen, daemon=True).start()
    return heard


def messages(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = ""
    for line in lines:
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


def until(heard: Queue[tuple[str, dict[str, Any]]], kind: str) -> dict[str, Any]:
    while True:
        found, data = heard.get(timeout=PATIENCE)
        if found == kind:
            return data


def test_pages_are_told_who_did_what_where_and_never_which_code(folder: Path) -> None:
    with ready(folder) as project, running(folder) as server:
        heard = told(server.url, place="queue")
        until(heard, "hello")
        passage = next(each for each in project.store.passages() if each.codable)
        project.store.decide([accept(passage, "awareness/scanning", "ben")])  # by another process than the server
        event = until(heard, "event")
        assert (event["kind"], event["author"], event["passage"]) == ("decision", "ben", passage.id)
        assert "awareness" not in json.dumps(event)


def test_who_is_here_is_told_when_somebody_comes(folder: Path) -> None:
    with ready(folder), running(folder) as server:
        first = told(server.url, place="queue")
        assert until(first, "here")["people"] == [{"name": "nora", "place": "queue"}]
        told(server.url, place="reader")
        assert {"name": "nora", "place": "reader"} in until(first, "here")["people"]


def test_what_a_page_missed_is_told_when_it_comes_back(folder: Path) -> None:
    with ready(folder) as project, running(folder) as server:
        before = project.store.latest(1)[0].event.seq
        passages = [each for each in project.store.passages() if each.codable][:3]
        project.store.decide([accept(each, "awareness/scanning", "ben") for each in passages])
        heard = told(server.url, place="queue")
        until(heard, "hello")
        again = told(server.url, place="queue", after=before)
        assert [until(again, "event")["passage"] for _ in passages] == [each.id for each in passages]


def test_the_server_ends_at_once_though_pages_listen(folder: Path) -> None:
    with ready(folder):
        pass
    with running(folder) as server:
        heard = told(server.url, place="queue")
        until(heard, "hello")
        code, complaints = server.stop()
        assert not re.search("Traceback", complaints)
        assert code in (0, 130)
    with open_project(folder) as project:
        assert not project.store.check()
