"""What stands before the workbench, and that no answer tells more than it should."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from fastapi.testclient import TestClient

from qes.model import Role
from qes.pipeline import people
from qes.project import Project, init_project, open_project
from qes.web.access import COOKIE, allow
from qes.web.app import create_app, guarded
from qes.web.guard import HEADERS, MOST_BYTES
from qes.web.serve import LOOPBACK_NAMES
from workbench import PASSWORD, carry, serving, solo_client

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Project]:
    """A project without a corpus, which is all that most of this needs."""
    with init_project(tmp_path / "bare", name="Bare") as project:
        yield project


@pytest.fixture
def alone(bare: Project) -> Iterator[TestClient]:
    """A client of its workbench, in which somebody works alone."""
    with solo_client(bare) as found:
        yield found


@pytest.fixture
def lone(bare: Project) -> Iterator[TestClient]:
    """A stranger's client of a workbench with one account, Lea's."""
    people.add_user(bare, "Lea", PASSWORD, Role.LEAD, "root")
    with serving(create_app(bare)) as found:
        yield found


# --- Hosts, limits, headers -----------------------------------------------------------------------


def test_other_names_do_not_lead_here(bare: Project) -> None:
    app = create_app(bare, solo="nora", hosts=LOOPBACK_NAMES)
    with TestClient(guarded(app), base_url="http://127.0.0.1:8420") as client:
        for host in ("localhost:8420", "LOCALHOST", "127.0.0.1", "[::1]:8420"):
            assert client.get("/", headers={"host": host}).status_code == 200
        for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8420", "", "[::2]:8420", "[::1"):
            said = client.get("/", headers={"host": host})
            assert (said.status_code, said.cookies.get(COOKIE)) == (421, None), host
            assert said.headers["x-content-type-options"] == "nosniff"


def test_too_much_is_refused_whether_it_is_declared_or_comes_bit_by_bit(alone: TestClient) -> None:
    def bits() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 100_000 + 1):
            yield b" " * 100_000

    for content in (b" " * (MOST_BYTES + 1), bits()):
        said = alone.post("/api/undo", content=content, headers={"content-type": "application/json"})
        assert said.status_code == 413
        assert said.json() == {"error": "more than 2,000,000 bytes were sent", "hint": "Send less at once."}
        assert said.headers["x-content-type-options"] == "nosniff"
    padded = b'{"key": "12345678"' + b" " * (MOST_BYTES - 100) + b"}"
    assert alone.post("/api/undo", content=padded, headers={"content-type": "application/json"}).status_code == 200


def test_every_answer_carries_the_headers_that_protect_it(bare: Project, alone: TestClient) -> None:
    app = create_app(bare, solo="nora")

    @app.get("/api/broken")
    @allow(None)
    def broken() -> None:
        raise RuntimeError("a mistake")

    with serving(app, raising=False) as client:
        carry(client, client.get("/").cookies[COOKIE])
        asked = {
            200: ["/", "/api/me", "/api/openapi.json", "/static/lib/api.js", "/static/css/base.css"],
            404: ["/nowhere", "/static/nothing.js", "/api/cards/none"],
            405: ["/api/undo"],
            500: ["/api/broken"],
        }
        for status, paths in asked.items():
            for path in paths:
                said = client.get(path)
                assert said.status_code == status, path
                given = {name.encode(): value.encode() for name, value in said.headers.items()}
                assert {name: given.get(name) for name, _ in HEADERS} == dict(HEADERS), path
                assert "cache-control" in said.headers
                assert "strict-transport-security" not in said.headers
    assert alone.post("/api/undo", content=b"{").headers["x-content-type-options"] == "nosniff"


def test_the_policy_lets_in_nothing_from_elsewhere_and_nothing_written_into_a_page(alone: TestClient) -> None:
    policy = alone.get("/").headers["content-security-policy"]
    rules = dict(each.strip().split(" ", 1) for each in policy.split(";"))
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == rules["form-action"] == "'self'"


def test_pages_need_nothing_that_the_policy_forbids(alone: TestClient) -> None:
    for path in ("/", "/queue", "/people"):
        page = alone.get(path).text
        assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", page) == []
        assert all(each.startswith("/") for each in re.findall(r'(?:src|href)="([^"#]+)"', page))


# --- Cookies and sign-in --------------------------------------------------------------------------


def flags(cookie: str) -> set[str]:
    """The attributes of a Set-Cookie header."""
    return {each.strip().lower() for each in cookie.split(";")[1:]}


def test_sessions_are_out_of_reach_of_scripts_and_other_sites(lone: TestClient) -> None:
    said = lone.post("/api/signin", json={"name": "lea", "password": PASSWORD})
    assert said.json() == {"name": "Lea", "role": "lead"}
    assert {"httponly", "samesite=strict", "path=/"} <= flags(said.headers["set-cookie"])
    assert "secure" not in flags(said.headers["set-cookie"])  # or it would not work without TLS at all


def test_sessions_stay_within_tls_where_there_is_tls(bare: Project) -> None:
    app = create_app(bare, solo="nora", secure=True)
    with TestClient(guarded(app), base_url="https://testserver") as client:
        said = client.get("/")
        assert {"httponly", "samesite=strict", "secure"} <= flags(said.headers["set-cookie"])
        assert said.headers["strict-transport-security"] == "max-age=31536000"


def test_unknown_names_and_wrong_passwords_are_answered_alike_and_take_the_same_way(lone: TestClient) -> None:
    wrong = lone.post("/api/signin", json={"name": "Lea", "password": "not this one"})
    unknown = lone.post("/api/signin", json={"name": "Nobody", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.json() == unknown.json()
    assert not {"set-cookie"} & (set(wrong.headers) | set(unknown.headers))


def hashes_looked_at(project: Project, name: str) -> int:
    """How often a sign-in has argon2 verify a hash."""
    seen = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == "verify" and "argon2" in frame.f_code.co_filename:
            seen.append(frame.f_code)

    sys.setprofile(note)
    try:
        assert people.sign_in(project, name, "not this one") is None
    finally:
        sys.setprofile(None)
    return len(seen)


def test_a_hash_is_looked_at_whether_or_not_there_is_such_a_name(bare: Project) -> None:
    people.add_user(bare, "Lea", PASSWORD, Role.LEAD, "root")
    people.add_user(bare, "Vera", PASSWORD, Role.VIEWER, "Lea")
    people.set_active(bare, "Vera", False, "Lea")
    looked = [hashes_looked_at(bare, name) for name in ("Lea", "Vera", "Nobody", "no\x00name")]
    assert looked == [looked[0]] * 4
    assert looked[0] >= 1


# --- What answers tell ----------------------------------------------------------------------------


def test_static_files_are_those_and_no_others(alone: TestClient) -> None:
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2ferrors.py",
        "/static//etc/passwd",
        "/static/..%5capp.py",
        "/static/%00",
        "/static/lib",
        "/static/" + "x" * 5000,
    ):
        said = alone.get(path)
        assert said.status_code in (404, 405), path
        assert "import" not in said.text


def test_a_mistake_is_told_without_what_it_was(bare: Project) -> None:
    app = create_app(bare, solo="nora")

    @app.get("/api/broken")
    @allow(None)
    def broken() -> None:
        raise RuntimeError("what an official said in confidence")

    with serving(app, raising=False) as client:
        for accept in ("application/json", "text/html"):
            said = client.get("/api/broken", headers={"accept": accept})
            assert said.status_code == 500
            assert set(said.json()) == {"error", "hint"}
            for secret in ("Traceback", "RuntimeError", "confidence", ".py", str(bare.folder)):
                assert secret not in said.text
    details = sorted((bare.hidden / "mistakes").iterdir())
    assert len(details) == 2
    assert "what an official said in confidence" in details[0].read_text(encoding="utf-8")
    assert details[0].name in said.text or details[1].name in said.text


def test_what_cannot_be_understood_is_refused_in_words(alone: TestClient) -> None:
    for content in (b"{", b"[]", b"\xff\xfe", b'{"\\ud800": 1}', b'{"key": "\\ud800aaaaaaa"}', b"NaN", b"[" * 50_000):
        said = alone.post("/api/undo", content=content, headers={"content-type": "application/json"})
        assert said.status_code in (400, 422), content[:20]
        assert said.json()["error"]
        assert "Traceback" not in said.text


def test_html_in_names_is_shown_as_text(tmp_path: Path) -> None:
    with init_project(tmp_path / "html", name=SCRIPT):
        pass
    with open_project(tmp_path / "html") as project, solo_client(project, SCRIPT) as client:
        for path in ("/", "/queue", "/people"):
            page = client.get(path).text
            assert SCRIPT not in page
            assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
        said = client.get(f"/{SCRIPT}", headers={"accept": "text/html"})
        assert said.status_code == 404
        assert said.headers["content-type"].startswith("text/html")
        assert SCRIPT not in said.text
    people_ = SCRIPT.replace("script", "b")
    with open_project(tmp_path / "html") as project:
        people.add_user(project, people_, PASSWORD, Role.LEAD, "root")
        with serving(create_app(project)) as client:
            assert SCRIPT not in client.get("/signin").text
            signed = client.post("/api/signin", json={"name": people_, "password": PASSWORD})
            carry(client, signed.cookies[COOKIE])
            assert people_ not in client.get("/").text
