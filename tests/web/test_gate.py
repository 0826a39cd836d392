"""The gate: every route there is, and every one there will be, says who may pass, and lets nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount

from qes.model import Role
from qes.pipeline import people
from qes.project import Project, init_project
from qes.web.access import COOKIE, SAFE, TOKEN_HEADER, Closed, admit, allow, allowed_role, csrf_token
from qes.web.app import create_app
from qes.web.pages import SCREENS
from workbench import NAMES, PASSWORD, Team, carry, put_off, serving

OPEN = {"/signin", "/api/signin"} | {screen.path for screen in SCREENS}
"""What strangers may ask for; the pages send them off to sign in."""
ENDLESS = {"/api/stream"}
"""An answer that does not end cannot be waited for; `test_stream` looks at it."""


@dataclass(frozen=True)
class Door:
    """A route and one of its methods."""

    method: str
    path: str
    role: Role | type[Closed] | None

    @property
    def address(self) -> str:
        """Something the route answers to."""
        return re.sub(r"\{[^}]*\}", "x", self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def doors(app: FastAPI) -> list[Door]:
    """Every route of an application, those of routers within routers too."""
    return [
        Door(method, str(each.path), allowed_role(each.endpoint))
        for each in iter_route_contexts(app.routes)
        if isinstance(each.original_route, APIRoute)
        for method in sorted(each.methods or ())
    ]


def ask(client: TestClient, door: Door, **headers: str) -> int:
    """The status of the answer to a request that is right in form at least."""
    body = None if door.method in SAFE else {}
    return client.request(door.method, door.address, json=body, headers=headers).status_code


@pytest.fixture
def strict(team: Team) -> list[Door]:
    """The routes for which one must sign in."""
    return [door for door in doors(team.app) if isinstance(door.role, Role)]


@pytest.fixture
def stranger(team: Team) -> Iterator[TestClient]:
    with team.client() as client:
        yield client


def test_every_route_says_who_may_pass(team: Team) -> None:
    found = doors(team.app)
    assert [str(door) for door in found if door.role is Closed] == []
    assert {door.path.removesuffix("/{rest:path}") for door in found if door.role is None} == OPEN
    assert {"/api/queue", "/api/decisions", "/api/openapi.json", *ENDLESS} <= {door.path for door in found}


def test_nothing_stands_beside_the_gate(team: Team) -> None:
    """Routes of Starlette, web sockets and mounted applications know no dependencies, so the gate is not in their way."""
    for each in iter_route_contexts(team.app.routes):
        route = each.original_route
        if isinstance(route, APIRoute):
            assert admit in [needed.call for needed in each.dependant.dependencies], each.path
        else:
            assert isinstance(route, Mount)
            assert route.path == "/static"


def test_whoever_has_not_signed_in_is_told_to(stranger: TestClient, strict: list[Door]) -> None:
    assert [(str(door), code) for door in strict if (code := ask(stranger, door)) != 401] == []


def test_a_lower_role_is_refused_and_the_least_that_will_do_is_not(team: Team, strict: list[Door]) -> None:
    with team.client() as client:
        for role in Role:
            carry(client, team.session(role))
            lower = [door for door in strict if not role.allows(door.role)]
            assert [(str(door), code) for door in lower if (code := ask(client, door)) != 403] == [], role
            own = [door for door in strict if door.role is role and door.path not in ENDLESS]
            for door in own:
                carry(client, team.session(role))  # the one before may have signed out
                assert ask(client, door) not in (401, 403), (str(door), role)


def test_what_changes_something_takes_the_token_of_the_page_and_its_origin(team: Team, strict: list[Door]) -> None:
    writing = [door for door in strict if door.method not in SAFE]
    assert {"/api/decisions", "/api/undo", "/api/signout"} <= {door.path for door in writing}
    foreign = {"origin": b"https://evil.example"}
    with team.client(Role.LEAD) as client:
        for sent in ({TOKEN_HEADER: b""}, {TOKEN_HEADER: b"0" * 64}, {TOKEN_HEADER: b"\xe9"}, foreign):
            for door in writing:
                said = client.request(door.method, door.address, json={}, headers=sent)
                assert said.status_code == 403, (str(door), sent)
        assert client.get("/api/me", headers=foreign).status_code == 200


def test_no_other_site_can_sign_somebody_in(stranger: TestClient) -> None:
    def signs_in(origin: str) -> bool:
        sent = {"name": "Lea", "password": PASSWORD}
        said = stranger.post("/api/signin", json=sent, headers={"origin": origin})
        assert said.status_code in (200, 403)
        return said.status_code == 200

    for origin in ("https://evil.example", "null", "", "x", "http://[", "http://testserver.evil.example"):
        assert not signs_in(origin)
    assert signs_in("http://testserver")


def test_the_token_of_one_session_is_none_of_another(team: Team) -> None:
    with team.client(Role.LEAD) as client:
        other = client.headers[TOKEN_HEADER]
        carry(client, team.session(Role.LEAD))
        client.headers[TOKEN_HEADER] = other
        said = client.post("/api/undo", json={"key": "12345678"})
        assert (said.status_code, said.json()["stale"]) == (403, True)


def test_pages_send_strangers_off_to_sign_in_and_back_again(stranger: TestClient) -> None:
    for screen in SCREENS:
        said = stranger.get(screen.path, headers={"accept": "text/html"})
        assert (said.status_code, said.headers["location"]) == (303, f"/signin?next={screen.path}")
    said = stranger.get("/queue?case=A%26B&order=rare")
    assert said.headers["location"] == "/signin?next=/queue%3Fcase%3DA%2526B%26order%3Drare"
    broken = stranger.get("/reader/x%0d%0aset-cookie:%20y=z")
    assert broken.status_code in (303, 404)
    assert "set-cookie" not in broken.headers


def test_pages_are_for_those_whose_role_goes_so_far(team: Team) -> None:
    with team.client() as client:
        for role in Role:
            carry(client, team.session(role))
            for screen in SCREENS:
                said = client.get(screen.path)
                right = (200, None) if role.allows(screen.role) else (303, "/")
                assert (said.status_code, said.headers.get("location")) == right, (screen.name, role)


def test_the_description_of_the_api_is_under_the_same_rules(team: Team) -> None:
    with team.client() as client:
        assert client.get("/api/openapi.json").status_code == 401
        carry(client, team.session(Role.VIEWER))
        described = client.get("/api/openapi.json").json()
    paths = {door.path for door in doors(team.app) if door.path.startswith("/api/")} - {"/api/openapi.json"}
    assert set(described["paths"]) == {re.sub(r":path", "", path) for path in paths}
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert path not in {door.path for door in doors(team.app)}


# --- Sessions -------------------------------------------------------------------------------------


def test_a_made_up_session_is_none(stranger: TestClient) -> None:
    for made_up in ("x", "0" * 43, "caf\u00e9", "../../etc/passwd", '"', ""):
        sent = {"cookie": f"{COOKIE}={made_up}".encode("latin-1"), TOKEN_HEADER: csrf_token(made_up).encode()}
        assert stranger.get("/api/me", headers=sent).status_code == 401
        assert stranger.post("/api/undo", json={"key": "12345678"}, headers=sent).status_code == 401
        assert stranger.get("/", headers=sent).status_code == 303


def test_a_session_is_new_at_every_sign_in(team: Team) -> None:
    with team.client() as client:
        carry(client, "chosen-by-somebody-else")
        said = client.post("/api/signin", json={"name": "Rosa", "password": PASSWORD})
        given = said.cookies[COOKIE]
        assert given != "chosen-by-somebody-else"
        carry(client, "chosen-by-somebody-else")
        assert client.get("/api/me").status_code == 401
        carry(client, given)
        assert client.get("/api/me").json() == {"name": "Rosa", "role": "researcher", "solo": False}


def test_signing_out_ends_the_session_for_good(team: Team) -> None:
    with team.client() as client:
        token = team.session(Role.RESEARCHER)
        carry(client, token)
        assert client.post("/api/signout", json={}).status_code == 200
        carry(client, token)
        assert client.get("/api/me").status_code == 401


def test_whoever_is_removed_is_out_at_once_and_a_new_role_counts_at_once(team: Team) -> None:
    with team.client(Role.REVIEWER) as client:
        people.set_role(team.project, NAMES[Role.REVIEWER], Role.VIEWER, "Lea")
        assert client.get("/api/queue").status_code == 403
        people.set_active(team.project, NAMES[Role.REVIEWER], False, "Lea")
        assert client.get("/api/me").status_code == 401
        people.set_active(team.project, NAMES[Role.REVIEWER], True, "Lea")
        assert client.get("/api/me").status_code == 401  # they have to sign in again


def test_alone_one_needs_a_page_first_and_is_lead(prepared: Project) -> None:
    with serving(create_app(prepared, solo="nora")) as client:
        assert client.get("/api/me").status_code == 401
        assert client.get("/signin").headers["location"] == "/"
        carry(client, client.get("/queue").cookies[COOKIE])
        assert client.get("/api/me").json() == {"name": "nora", "role": "lead", "solo": True}
        put_off(client)
        assert client.get("/api/me").status_code == 401


# --- That the walk would see it -------------------------------------------------------------------


def test_a_route_that_does_not_say_who_may_pass_stays_closed(tmp_path: Path) -> None:
    with init_project(tmp_path / "empty") as project:
        app = create_app(project, solo="nora")

        @app.get("/api/forgotten")
        def forgotten() -> dict[str, str]:
            return {"secret": "word"}

        @app.get("/api/leads-only")
        @allow(Role.LEAD)
        def leads_only() -> dict[str, str]:
            return {}

        assert [door.path for door in doors(app) if door.role is Closed] == ["/api/forgotten"]
        with serving(app) as client:
            carry(client, client.get("/").cookies[COOKIE])
            assert client.get("/api/leads-only").status_code == 200
            said = client.get("/api/forgotten")
            assert said.status_code == 403
            assert "secret" not in said.text
