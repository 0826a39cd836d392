"""The workbench as a process: when it begins, when it refuses to, how it ends, and what outlives it."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from faults import complains
from qes.model import Role
from qes.pipeline import people
from qes.pipeline.review import codable
from qes.project import Project, open_project
from qes.web.access import COOKIE, TOKEN_HEADER, csrf_token
from qes.web.serve import BadCertificate, CannotListen, Place, serve
from review_project import ready
from small_project import Run
from workbench import NAMES, PASSWORD, running, staff

HEAVY = (
    "torch", "sentence_transformers", "transformers", "spacy", "sklearn", "scipy", "chromadb", "pandas", "pyarrow",
    "onnxruntime", "langchain", "altair", "docx", "openpyxl", "pypdfium2", "argon2", "matplotlib",
)  # fmt: skip
START = """
import sys
from pathlib import Path
from qes.project import open_project
from qes.web import serve
from qes.web.app import create_app

with open_project(Path(sys.argv[1])) as project:
    create_app(project, solo="nora")
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


@contextmanager
def asked(url: str, path: str, token: str = "", body: Mapping[str, Any] | None = None) -> Iterator[HTTPResponse]:
    """The answer of a running server; its body may still be coming."""
    there = urlsplit(url)
    assert there.hostname is not None
    if there.scheme == "https":
        # The test's own certificate, which nobody vouches for.
        unvouched = ssl.create_default_context()
        unvouched.check_hostname, unvouched.verify_mode = False, ssl.CERT_NONE
        talk: HTTPConnection = HTTPSConnection(there.hostname, there.port, timeout=60, context=unvouched)
    else:
        talk = HTTPConnection(there.hostname, there.port, timeout=60)
    headers = {"cookie": f"{COOKIE}={token}", TOKEN_HEADER: csrf_token(token), "content-type": "application/json"}
    try:
        talk.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body), headers)
        yield talk.getresponse()
    finally:
        talk.close()


def test_others_are_not_let_in_where_nobody_has_an_account(run: Run) -> None:
    complains(run("review", "--host", "0.0.0.0", "--port", "0", "--no-browser"), "no accounts", "qes user add")


def begun(url: str) -> None:
    """Called if a server begins, which none of these may."""
    raise AssertionError(f"it listens at {url}")


def test_an_address_that_cannot_be_had_is_told_with_a_way_out(project: Project) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"127\.0\.0\.1:{port}: .*in use") as refused:
            serve(project, Place(port=port), begun)
    assert "--port" in refused.value.hint
    people.add_user(project, "Lea", PASSWORD, Role.LEAD, "root")
    with pytest.raises(CannotListen, match=r"192\.0\.2\.1"):
        serve(project, Place("192.0.2.1"), begun)


def test_a_certificate_that_cannot_be_used_is_told(project: Project, tmp_path: Path) -> None:
    broken, absent = tmp_path / "broken.pem", tmp_path / "absent.pem"
    broken.write_text("no certificate", encoding="utf-8")
    for cert, key, said in (
        (broken, None, "needs its key"),
        (None, broken, "needs its key"),
        (broken, broken, "broken.pem"),
        (absent, absent, "absent.pem"),
    ):
        with pytest.raises(BadCertificate, match=said) as refused:
            serve(project, Place(cert=cert, key=key), begun)
        assert "--cert" in refused.value.hint


def test_starting_waits_for_no_library_that_is_slow_to_load(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)], text=True, capture_output=True, check=True, timeout=120
    )
    loaded = done.stdout.split()
    assert "fastapi" in loaded
    assert [each for each in HEAVY if each in loaded] == []


def test_what_was_answered_outlives_the_server_and_counts_once_however_often_it_is_sent(folder: Path) -> None:
    with ready(folder) as project:
        first, *_ = codable(project)
    answer = {"passage": first.id, "verdict": "accept", "code": "awareness/scanning"}
    sent = {"key": "one act, one key", "answers": [answer]}
    with running(folder) as server:
        for _ in range(2):
            with asked(server.url, "/api/decisions", "mine", sent) as said:
                assert said.status == 200
            server.kill()
            server.start()
        with asked(server.url, "/api/decisions", "mine", sent) as said:
            [known] = json.load(said)["decisions"]
        code, complaints = server.stop()
    assert code == 130
    assert "Traceback" not in complaints
    with open_project(folder) as project:
        assert [each.id for each in project.store.decisions()] == [known["id"]]


def test_an_open_stream_does_not_keep_the_server_from_ending(folder: Path) -> None:
    with running(folder) as server, asked(server.url, "/api/stream", "mine") as stream:
        while b"event: hello" not in stream.readline():
            pass
        code, complaints = server.stop()
        assert (code, "Traceback" in complaints) == (130, False)


def test_who_is_cut_off_in_the_middle_of_a_request_leaves_no_traceback(folder: Path) -> None:
    with running(folder) as server:
        there = urlsplit(server.url)
        with socket.create_connection((there.hostname or "", there.port or 0)) as half:
            head = f"POST /api/skips HTTP/1.1\r\nHost: {there.hostname}\r\nContent-Length: 100\r\n"
            half.sendall(f'{head}Cookie: {COOKIE}=mine\r\n\r\n{{"key'.encode())
            with asked(server.url, "/api/me", "mine") as later:
                assert later.status == 200
            code, complaints = server.stop()
    assert (code, "Traceback" in complaints) == (130, False)


def test_whoever_is_removed_hears_nothing_more(folder: Path) -> None:
    with ready(folder) as project:
        users = staff(project)
        token = people.open_session(project, users[Role.VIEWER], 1)
        with running(folder) as server:
            with asked(server.url, "/api/stream", "made up") as refused:
                assert refused.status == 401
            with asked(server.url, "/api/stream?place=home", token) as stream:
                assert stream.status == 200
                assert stream.getheader("content-type", "").startswith("text/event-stream")
                while b"event: here" not in stream.readline():
                    pass
                people.set_active(project, NAMES[Role.VIEWER], False, "Lea")
                rest = stream.read()  # ends, as the server closes it
            assert b"account" not in rest


def test_with_tls_passwords_and_sessions_travel_encrypted(folder: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("a certificate is made with openssl, which is not installed")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True)
    with open_project(folder) as project:
        people.add_user(project, "Lea", PASSWORD, Role.LEAD, "root")
    with running(folder, "--cert", "cert.pem", "--key", "key.pem") as server:
        assert server.url.startswith("https://127.0.0.1:")
        with asked(server.url, "/api/signin", body={"name": "Lea", "password": PASSWORD}) as said:
            assert said.status == 200
            assert said.getheader("strict-transport-security") == "max-age=31536000"
            assert "secure" in said.getheader("set-cookie", "").lower()


def test_a_proxy_that_speaks_tls_may_stand_before_it_where_people_have_accounts(folder: Path) -> None:
    with open_project(folder) as project:
        people.add_user(project, "Lea", PASSWORD, Role.LEAD, "root")
    with running(folder) as server:
        there = urlsplit(server.url)
        talk = HTTPConnection(str(there.hostname), there.port, timeout=60)
        headers = {
            "host": "index.example", "origin": "https://index.example", "x-forwarded-proto": "https",
            "x-forwarded-for": "192.0.2.7", "content-type": "application/json",
        }  # fmt: skip
        talk.request("POST", "/api/signin", json.dumps({"name": "Lea", "password": PASSWORD}), headers)
        said = talk.getresponse()
        assert said.status == 200
        assert "secure" in said.getheader("set-cookie", "").lower()
        talk.close()


def test_alone_the_name_must_be_this_machines(folder: Path) -> None:
    with running(folder) as server:
        there = urlsplit(server.url)
        talk = HTTPConnection(str(there.hostname), there.port, timeout=60)
        talk.request("GET", "/", headers={"host": "rebound.example"})
        said = talk.getresponse()
        assert (said.status, said.getheader("set-cookie")) == (421, None)
        talk.close()
