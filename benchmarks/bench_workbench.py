"""Twenty people coding at once in one workbench: how long until a decision is in the log, and until the next passage.

Usage: make bench, or .venv/bin/python benchmarks/bench_workbench.py [--passages N] [--users N] [--seconds S]
[--pause S ...] [--keep DIR]

The server is the real `qes review` in a process of its own, with accounts, on loopback; the people are threads of this
process with a connection each. Each of them fetches the next passages as the page does, answers, and waits a random
pause (0: none at all, which no person does, but which shows the limit). Afterwards every answer the server acknowledged
is looked for in the log. Texts are random words, proposals are random: only size matters here.

What a user would pick instead is the way the terminal goes, which reads the whole project for the next passage; its
seconds stand beside.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from made_up import paragraphs

from qes.coding.codebook import to_yaml
from qes.model import (
    Block,
    BlockKind,
    Code,
    Codebook,
    Facts,
    Maker,
    Passage,
    PassageKind,
    Role,
    Section,
    Source,
    Span,
    Suggestion,
    digest,
)
from qes.pipeline.people import add_user
from qes.pipeline.waiting import next_items
from qes.project import Project, init_project, open_project

CODES = 30
A_SOURCE = 100
PASSWORD = "a long pass phrase"
PATIENCE = 60.0


def build(folder: Path, count: int, users: int) -> None:
    """A project of so many passages with three proposals each, and an account for everybody."""
    init_project(folder, name="bench").close()
    codes = tuple(
        Code(f"c{number}", f"Code {number}", f"About {number}.", f"All that is about {number}.", "When it is.")
        for number in range(CODES)
    )
    place = folder / "codebooks" / "bench" / "1.0.yaml"
    place.parent.mkdir()
    place.write_text(to_yaml(Codebook("bench", "1.0", "Bench", codes)), encoding="utf-8")
    settings = folder / "qes.toml"
    text = settings.read_text(encoding="utf-8").replace('codebook = "dynamic-capabilities"', 'codebook = "bench"')
    settings.write_text(text + '\n[embed]\nembedder = "hashing"\n\n[index]\nindex = "exact"\n', encoding="utf-8")
    generator = np.random.default_rng(0)
    with open_project(folder) as project:
        passages = [each for number in range(count // A_SOURCE) for each in add_source(project, number, generator)]
        project.store.replace_suggestions("similarity", proposals(passages, generator))
        project.store.append("bench", "suggested", {"suggester": "similarity", "suggestions": 3 * count})
        for number in range(users):
            add_user(project, f"user {number}", PASSWORD, Role.LEAD if not number else Role.RESEARCHER, "bench")


def add_source(project: Project, number: int, generator: np.random.Generator) -> list[Passage]:
    """One source of `A_SOURCE` passages, saved."""
    texts, spans = paragraphs(A_SOURCE, generator)
    whole, name = "\n\n".join(texts), digest("source", str(number))
    facts = Facts(case=f"City {number % 45}", kind="interview")
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    source = Source(name, f"{number}.txt", whole, blocks, (Section(Span(0, len(whole)), facts),), digest(whole))
    passages = [
        Passage(digest(name, str(row)), name, row, span, text, PassageKind.SPEECH, facts.case)
        for row, (span, text) in enumerate(zip(spans, texts, strict=True))
    ]
    project.store.save_source(source, passages, "bench")
    return passages


def proposals(passages: list[Passage], generator: np.random.Generator) -> list[Suggestion]:
    """Three codes for each passage."""
    maker = Maker("similarity", "none", "bench@1.0", "")
    scores = generator.random((len(passages), 3))
    return [
        Suggestion(digest(passage.id, str(nth)), passage.id, f"c{(row + 7 * nth) % CODES}", float(score), maker)
        for row, passage in enumerate(passages)
        for nth, score in enumerate(sorted(scores[row].tolist(), reverse=True))
    ]


@dataclass
class Person:
    """One of those at work, and what they saw."""

    name: str
    host: str
    pause: float
    until: float
    decided: list[float] = field(default_factory=list)
    fetched: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def sign_in(self) -> None:
        """Begin a session, as the page does."""
        self.wire = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        body = {"name": self.name, "password": PASSWORD}
        self.wire.request("POST", "/api/signin", json.dumps(body), {"content-type": "application/json"})
        answer = self.wire.getresponse()
        self.cookie = (answer.getheader("set-cookie") or "").split(";")[0]
        answer.read()
        self.wire.request("GET", "/queue", headers={"cookie": self.cookie})
        self.token = re.findall(r'qes-token" content="(\w+)"', self.wire.getresponse().read().decode())[0]

    def work(self) -> None:
        """Sign in, then answer passages until the time is up."""
        self.sign_in()
        chance = random.Random(self.name)
        while time.monotonic() < self.until:
            card = self.timed(self.fetched, "GET", "/api/queue?most=1")["cards"][0]
            answers = self.answers(card, chance)
            said = self.timed(self.decided, "POST", "/api/decisions", {"key": uuid.uuid4().hex, "answers": answers})
            self.acknowledged += [each["id"] for each in said["decisions"]]
            time.sleep(chance.uniform(0, 2 * self.pause))

    def answers(self, card: dict, chance: random.Random) -> list[dict]:
        """Yes or no to each proposal; where none is shown, that nothing is there."""
        passage = card["passage"]["id"]
        return [
            {
                "passage": passage,
                "verdict": chance.choice(("accept", "reject")),
                "code": each["code"],
                "suggestion": each["id"],
            }
            for each in card["suggestions"]
        ] + [{"passage": passage, "verdict": "nothing"}]

    def timed(self, times: list[float], method: str, path: str, body: dict | None = None) -> dict:
        """Ask, note how long it took, and whether it went wrong."""
        headers = {"cookie": self.cookie, "x-qes-token": self.token, "content-type": "application/json"}
        began = time.perf_counter()
        self.wire.request(method, path, json.dumps(body) if body else None, headers)
        answer = self.wire.getresponse()
        said = answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            self.errors.append(f"{answer.status} {said[:200]!r}")
        return json.loads(said)


def run(folder: Path, users: int, seconds: float, pause: float) -> list[Person]:
    """Everybody at work at once."""
    command = [sys.executable, "-m", "qes", "review", "--port", "0", "--no-browser", "--project", folder]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        host = re.findall(r"http://([^/]+)/", server.stdout.readline())[0]
        started = time.perf_counter() - began
        first = Person("user 0", host, 0, 0)
        first.sign_in()
        first.timed([], "GET", "/api/queue?most=1")
        print(f"started in {started:.2f} s; first passage after {time.perf_counter() - began:.1f} s")
        until = time.monotonic() + seconds
        people = [Person(f"user {number}", host, pause, until) for number in range(users)]
        threads = [threading.Thread(target=person.work) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with Path(f"/proc/{server.pid}/status").open(encoding="utf-8") as status:
            print("server:", *(line.split(":")[1].strip() for line in status if line.startswith("VmHWM")), "at most")
        server.terminate()
    return people


def told(name: str, times: list[float]) -> None:
    """One line of the table."""
    ms = np.array(times) * 1000
    print(
        f"{name:<28} {len(ms):>6}  p50 {np.percentile(ms, 50):6.1f}  p95 {np.percentile(ms, 95):6.1f}  "
        f"p99 {np.percentile(ms, 99):6.1f}  most {ms.max():6.1f} ms"
    )


def lost(folder: Path, people: list[Person]) -> int:
    """Acknowledged decisions that the log does not hold exactly once, and what else is wrong with it."""
    with open_project(folder) as project:
        logged = [event.id for event in project.store.events(kind="decision")]
    acknowledged = [each for person in people for each in person.acknowledged]
    return len(set(acknowledged) - set(logged)) + len(logged) - len(set(logged)) + len(logged) - len(acknowledged)


def main() -> None:
    """Build, run with and without pauses, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, nargs="*", default=[1.0, 0.0])
    parser.add_argument("--keep", type=Path, help="Where the project is, or is to be kept.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch) / "project"
        if not folder.exists():
            began = time.perf_counter()
            build(folder, given.passages, given.users)
            print(f"{given.passages:,} passages, {CODES} codes, built in {time.perf_counter() - began:.0f} s")
        people: list[Person] = []
        for pause in given.pause:
            print(f"\n{given.users} people for {given.seconds:.0f} s, pausing {pause:.1f} s on average")
            now = run(folder, given.users, given.seconds, pause)
            people += now
            fetched = [each for person in now for each in person.fetched]
            told("decision acknowledged", [each for person in now for each in person.decided])
            told("next passage", fetched)
            print("errors:", [each for person in now for each in person.errors] or "none")
        began = time.perf_counter()
        with open_project(folder) as project:
            next_items(project, "somebody else")
        naive = time.perf_counter() - began
        median = float(np.median(fetched))
        print(f"\nreading the project for the next passage: {naive:.1f} s, {naive / median:.0f} times as long")
        if given.keep is None:
            print("decisions lost or doubled:", lost(folder, people))


if __name__ == "__main__":
    main()
