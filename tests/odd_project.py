"""Projects with what themes and reports need, and waiting for what is worked on beside the server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from faults import write
from qes.model import Passage
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, record
from qes.project import Project
from review_project import accept
from versions_project import NO_FIT, SCANNING, copied, template

TRAMS = ("The tram depot floods each spring.", "A new tram depot was promised.", "The tram depot has no roof.")
GARDENS = ("Volunteers water the gardens.", "The gardens belong to volunteers.", "Volunteers lock the gardens.")
STRAY = "Lunch was late."
CODE = {"code": "trams", "label": "Trams", "brief": "What trams need.", "definition": "The tram and its depot."}
PATIENCE = 120.0


def odd_template(place: Path) -> Path:
    """A project folder in which three passages on trams, three on gardens and a stray one fit nowhere."""
    template(place)
    texts = [*TRAMS, *GARDENS, STRAY]
    write(place / "corpus" / "Cove" / "odd.md", "".join(f"## {at}\n\n{text}\n\n" for at, text in enumerate(texts)))
    with copied(place, place.with_name("odd")) as project:
        run_ingest(project)
        record(project, [accept(each, NO_FIT) for each in odd(project)])
    return place.with_name("odd")


def odd(project: Project) -> list[Passage]:
    """The passages that fit nowhere, in reading order."""
    return [each for each in codable(project) if each.case == "Cove"]


def ids(project: Project, *places: int) -> list[str]:
    """Of some of them."""
    passages = odd(project)
    return [passages[at].id for at in places]


def texts(quotes: Iterable[dict[str, Any]]) -> set[str]:
    """What quotes read."""
    return {each["text"] for each in quotes}


def until(ask: Callable[[], Any], done: Callable[[Any], bool]) -> Any:
    """What is answered when it is done."""
    ends = time.monotonic() + PATIENCE
    while not done(said := ask()):
        assert time.monotonic() < ends, said
        time.sleep(0.05)
    return said


def board(client: TestClient, **asked: str) -> Any:
    """The themes, when what is looked for beside has been found."""

    def idle(said: Any) -> bool:
        proposed = said["proposed"]
        return (
            proposed is None
            or bool(proposed["trouble"])
            or (proposed["clusters"] is not None and not proposed["working"])
        )

    return until(lambda: client.get("/api/themes", params=asked).json(), idle)


def listed(client: TestClient) -> Any:
    """The themes, beside a code that no passage carries, so that nothing is looked for."""
    return client.get("/api/themes", params={"code": SCANNING}).json()


def ledger_of(client: TestClient) -> Any:
    """The ledger of the workbench behind a client."""
    guarded: Any = client.app
    return guarded.app.state.qes.ledger


def act(client: TestClient, path: str, key: str, **body: Any) -> Any:
    """Something done to a theme that shall go well: the theme as it is then."""
    answer = client.post(f"/api/themes/{path}", json={"key": f"{key:-<8}", **body})
    assert answer.status_code == 200, answer.text
    return answer.json()["theme"]
