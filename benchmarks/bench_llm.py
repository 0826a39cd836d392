"""How near asking a model comes to the rate at which it answers: seconds, CPU of a call, and memory.

Usage: .venv/bin/python benchmarks/bench_llm.py [PASSAGES] [--at-once 16] [--wait 0.05]

The model is the test suite's HTTP server in a process of its own, which answers every call after the same time. Each
reply is checked against its schema and kept in a store, as `qes suggest --suggester llm` does. Ideal is what calls
would take if nothing but the server took time. A second run asks the same again, and finds everything in the store.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qes.llm.connect import Connection, open_chat
from qes.model import Prompt
from qes.pipeline.models.chat import StoredChat
from qes.store import Store, open_store

SERVER = Path(__file__).resolve().parents[1] / "tests" / "model_server.py"
CODES = 12
WORDS = "We moved the budget in May, after the departments had asked for it twice. "
ANSWER = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "says": {"enum": ["yes", "no", "unsure"]},
        "quote": {"type": "string"},
        "reason": {"type": "string"},
    },
    "required": ["code", "says", "quote", "reason"],
    "additionalProperties": False,
}
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"answers": {"type": "array", "items": ANSWER, "minItems": CODES}},
        "required": ["answers"],
        "additionalProperties": False,
    }
)


def prompts(count: int) -> Iterator[Prompt]:
    """A passage of 100 words and a dozen codes of 60 each."""
    codes = WORDS * 5 * CODES
    for number in range(count):
        yield Prompt("bench@1", WORDS * 20, f"{codes}\nPassage {number}: {WORDS * 7}", SCHEMA, f"passage-{number}")


@contextmanager
def model(wait: float) -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    with subprocess.Popen([sys.executable, SERVER, "--wait", str(wait)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip() + "/v1"
        finally:
            process.terminate()


def peak() -> float:
    """Highest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(url: str, store: Store, count: int, at_once: int) -> tuple[float, float]:
    """Ask so many, and keep every reply; seconds and seconds of CPU."""
    chat = StoredChat(open_chat(Connection("openai:good", url, concurrency=at_once)), store, "bench")
    began, worked = time.perf_counter(), time.process_time()
    answered = sum(said.usable for said in chat.ask(prompts(count), lambda _: ""))
    assert answered == count
    return time.perf_counter() - began, time.process_time() - worked


def main() -> None:
    """Measure, the libraries loaded beforehand."""
    parser = argparse.ArgumentParser()
    parser.add_argument("passages", type=int, nargs="?", default=10_000)
    parser.add_argument("--at-once", type=int, default=16)
    parser.add_argument("--wait", type=float, default=0.05)
    given = parser.parse_args()
    with model(given.wait) as url, tempfile.TemporaryDirectory() as folder:
        with open_store(f"sqlite:///{folder}/warm.db") as store:
            run(url, store, given.at_once * 2, given.at_once)
        before = peak()
        with open_store(f"sqlite:///{folder}/qes.db") as store:
            seconds, worked = run(url, store, given.passages, given.at_once)
            grown = peak() - before
            again, _ = run(url, store, given.passages, given.at_once)
    ideal = given.passages / given.at_once * given.wait
    print(f"{given.passages:,} passages, {given.at_once} at once, the server answers in {given.wait * 1000:.0f} ms")
    print("| seconds | ideal | of the ideal rate | CPU ms a call | peak MB | grown by MB | asked again, seconds |")
    print("|---" * 7 + "|")
    rate, call = ideal / seconds, worked / given.passages * 1000
    print(
        f"| {seconds:.1f} | {ideal:.1f} | {rate:.0%} | {call:.2f} | {before + grown:.0f} | {grown:.0f} | {again:.1f} |"
    )


if __name__ == "__main__":
    main()
