"""Nothing leaves this machine: the system calls of a whole run are watched, so no library can hide one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from faults import write
from learning_project import long_project
from qes.pipeline.suggest import run_suggest
from qes.privacy import QUIET
from small_project import DOCUMENT, INTERVIEW, OTHER

WHOLE_RUN = """
import shutil
import sys
from pathlib import Path
from qes.pipeline.ingest import run_ingest
from qes.pipeline.tables import import_decisions
from qes.pipeline.search import Search, run_search
from qes.pipeline.suggest import run_suggest
from qes.pipeline.scoring.proposals import propose
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.verify import run_verify
from qes.project import init_project

with init_project(Path(sys.argv[1])) as project:
    shutil.copytree(sys.argv[2], project.corpus, dirs_exist_ok=True)
    assert project.settings.embed.embedder == "auto"
    assert project.settings.index.index == "chroma"
    assert len(run_ingest(project).added) == 3
    assert import_decisions(project, Path(sys.argv[3]), "nora").decisions == 2
    assert run_suggest(project, "learned").suggestions > 0
    assert run_search(project, Search("flooded streets"))
    assert propose(project)
    assert run_synthesise(project).quotes > 0
    assert run_verify(project) == []
print("all done")
"""

DECISIONS = """source,quote,code,verdict
Arden/engineer.txt,the bus drivers send us the list of flooded stops,awareness/scanning,accept
Boro/permits.txt,each of them asks for the same drawing again,coalitions/departments,accept
"""

ADDRESS = re.compile(r'sa_family=AF_INET6?, .*?(?:inet_addr\("|inet_pton\(AF_INET6, ")([^"]+)"')
NEAR = re.compile(r"127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$")


def addresses(trace: str) -> list[str]:
    """Every internet address that a traced program spoke to."""
    return ADDRESS.findall(trace)


def watch(*command: str | Path, cwd: Path, log: Path) -> subprocess.CompletedProcess[str]:
    """Run a command and log whom it and its children speak to."""
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    loud = {name: value for name, value in os.environ.items() if name not in QUIET}
    loud["XDG_CACHE_HOME"] = str(cwd / "cache")  # so that the model is exported under watch too
    return subprocess.run(
        ["strace", "-f", "-qq", "--seccomp-bpf", "-e", calls, "-e", "signal=none", "-o", str(log), *map(str, command)],
        cwd=cwd,
        env=loud,
        text=True,
        capture_output=True,
        check=False,
        timeout=280,
    )


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@needs_strace
def test_a_whole_run_speaks_to_no_other_machine(tmp_path: Path) -> None:
    for name, text in (("Arden/engineer.txt", INTERVIEW), ("Arden/review.md", DOCUMENT), ("Boro/permits.txt", OTHER)):
        write(tmp_path / "files" / name, text)
    write(tmp_path / "decisions.csv", DECISIONS)
    log = tmp_path / "calls.txt"
    done = watch(sys.executable, "-c", WHOLE_RUN, "project", "files", "decisions.csv", cwd=tmp_path, log=log)
    assert done.stdout == "all done\n", done.stderr
    assert [each for each in addresses(log.read_text(encoding="utf-8")) if not NEAR.match(each)] == []


SPEAK = """
import contextlib, socket
for family, call, address in [
    (socket.AF_INET, "connect", "127.0.0.1"),
    (socket.AF_INET, "connect", "192.0.2.1"),
    (socket.AF_INET, "sendto", "192.0.2.2"),
    (socket.AF_INET6, "sendto", "2001:db8::1"),
]:
    with socket.socket(family, socket.SOCK_DGRAM) as speaker, contextlib.suppress(OSError):
        getattr(speaker, call)(*([b"x"] if call == "sendto" else []), (address, 9))
"""


@needs_strace
def test_the_watch_would_see_it(tmp_path: Path) -> None:
    watch(sys.executable, "-c", SPEAK, cwd=tmp_path, log=tmp_path / "calls.txt")
    seen = addresses((tmp_path / "calls.txt").read_text(encoding="utf-8"))
    assert seen == ["127.0.0.1", "192.0.2.1", "192.0.2.2", "2001:db8::1"]
    assert [each for each in seen if NEAR.match(each)] == ["127.0.0.1"]


WORKBENCH = """
import re, subprocess, sys, time
import httpx
from qes.project import open_project
server = subprocess.Popen([sys.executable, "-m", "qes", "review", "--port", "0", "--no-browser"], stdout=subprocess.PIPE, text=True)
url = re.findall(r"http://\\S+", server.stdout.readline())[0]
with httpx.Client(base_url=url, timeout=60) as client:
    token = re.findall(r'qes-token" content="(\\w+)"', client.get("/queue").text)[0]
    for number in range(8):
        card = client.get("/api/queue?most=1").json()["cards"][0]
        festive = "festival parade" in card["passage"]["text"]
        here = card["passage"]["id"]
        given = [{"passage": here, "verdict": "accept", "code": "learning/evaluation"}] if festive else []
        step = {"key": f"key-{number:04}", "answers": [*given, {"passage": here, "verdict": "nothing"}]}
        said = client.post("/api/decisions", json=step, headers={"x-qes-token": token})
        assert said.status_code == 200, said.text
    with client.stream("GET", "/api/stream") as stream:
        assert next(stream.iter_lines()).startswith("id: ")
time.sleep(2)
server.terminate()
server.wait()
print("all done")
"""


@needs_strace
def test_the_workbench_speaks_to_no_other_machine_and_neither_does_what_learns_beside_it(folder: Path) -> None:
    with long_project(folder) as project:
        run_suggest(project)
    log = folder / "calls.txt"
    done = watch(sys.executable, "-c", WORKBENCH, cwd=folder, log=log)
    assert done.stdout.endswith("all done\n"), done.stderr
    spoken = addresses(log.read_text(encoding="utf-8"))
    assert spoken  # the client's own connections
    assert [each for each in spoken if not NEAR.match(each)] == []
