"""How fast passages become vectors, as ratios to sentence-transformers as it comes (fp32, batches of 32).

Usage: python benchmarks/bench_embedding.py [--passages 64] [--rounds 5]

All take turns in every round, so that a busy machine slows each of them alike; the ratio is the median over rounds.
Cold start and peak memory are those of a new process that embeds one text, with the model exported already.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from time import perf_counter

from qes.coding.embed import Embedder
from qes.coding.embed.cores import cores
from qes.coding.embed.models import locate
from qes.coding.embed.onnx import OnnxEmbedder
from qes.coding.embed.openvino import OpenVinoEmbedder
from qes.coding.embed.sentence_transformers import SentenceTransformersEmbedder

SENTENCE = (
    "the city council moved money between departments after a review of flood defence and housing plans "
    "because residents asked who decides what is dropped when new work begins and nobody had an answer"
)
REFERENCE = "sentence-transformers, as it comes"
OURS: dict[str, type[Embedder]] = {
    "qes sentence-transformers": SentenceTransformersEmbedder,
    "qes onnx": OnnxEmbedder,
    "qes openvino": OpenVinoEmbedder,
}
COLD = """
import json, resource, sys, time
began = time.perf_counter()
{make}
embed(["We moved the money."])
scale = 2**20 if sys.platform == "darwin" else 2**10
print(json.dumps([time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale]))
"""
COLD_REFERENCE = """
import qes
from sentence_transformers import SentenceTransformer
embed = SentenceTransformer({folder!r}, local_files_only=True).encode
"""
COLD_OURS = """
import qes
from {module} import {name}
embed = {name}().embed
"""

Embed = Callable[[Sequence[str]], object]


def passages(count: int) -> list[str]:
    """Made-up passages of 60 to 160 words, each a token: 110 on average."""
    chance, words = random.Random(7), SENTENCE.split()
    return [" ".join(chance.choice(words) for _ in range(chance.randint(60, 160))) for _ in range(count)]


def contestants() -> dict[str, Embed]:
    """What is compared, loaded and warm."""
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(locate("")[1]), local_files_only=True)
    found: dict[str, Embed] = {REFERENCE: partial(plain.encode, batch_size=32, show_progress_bar=False)}
    found |= {name: kind().embed for name, kind in available().items()}
    for embed in found.values():
        embed(passages(4))
    return found


def available() -> dict[str, type[Embedder]]:
    """Our embedders, but for the extra that is not installed."""
    return {name: kind for name, kind in OURS.items() if kind is not OpenVinoEmbedder or find_spec("openvino")}


def timings(count: int, rounds: int) -> dict[str, list[float]]:
    """Seconds of every round for each contestant."""
    texts, taking_part = passages(count), contestants()
    seconds: dict[str, list[float]] = {name: [] for name in taking_part}
    for _ in range(rounds):
        for name, embed in taking_part.items():
            began = perf_counter()
            embed(texts)
            seconds[name].append(perf_counter() - began)
    return seconds


def cold_starts(times: int = 3) -> dict[str, tuple[float, float]]:
    """Least seconds to the first vector, and MiB at the peak, of new processes; ours and the reference in turn."""
    makes = {REFERENCE: COLD_REFERENCE.format(folder=str(locate("")[1]))}
    makes |= {name: COLD_OURS.format(module=kind.__module__, name=kind.__name__) for name, kind in available().items()}
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in makes}
    for _ in range(times):
        for name, make in makes.items():
            command = [sys.executable, "-c", COLD.format(make=make)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, peak = json.loads(done.stdout.splitlines()[-1])
            runs[name].append((seconds, peak))
    return {name: min(each) for name, each in runs.items()}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description="Embedding: passages per second, cold start and peak memory.")
    parser.add_argument("--passages", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    # Before the models are loaded here: on Linux a new process starts out with the peak of the one that started it.
    cold = cold_starts()
    seconds = timings(given.passages, given.rounds)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(
        f"\nEmbedding {given.passages} passages, {given.rounds} rounds, {cores()} cores ({platform.machine()}{load})\n"
    )
    print("| embedder | ratio | passages/s | cold start | peak memory |")
    print("|---|---|---|---|---|")
    for name, each in seconds.items():
        ratio = statistics.median(plain / own for plain, own in zip(seconds[REFERENCE], each, strict=True))
        start, peak = cold[name]
        print(f"| {name} | {ratio:.2f} | {given.passages / min(each):.0f} | {start:.1f} s | {peak:.0f} MiB |")


if __name__ == "__main__":
    main()
