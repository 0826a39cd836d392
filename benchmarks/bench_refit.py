"""From a decision to a model that has learned from it and a queue in its order: seconds and memory.

Usage: make bench, or .venv/bin/python benchmarks/bench_refit.py [PASSAGES ...]

What a user would pick instead is to learn everything anew: one-vs-rest logistic regression on words and meaning, as the
baseline `tfidf+minilm` does, whose seconds stand beside. Texts are made of random words, vectors are random with a
little signal, so that only size matters; the figures say nothing of quality.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Sequence

import numpy as np

from qes.coding.embed import Vectors
from qes.coding.suggest import Task
from qes.coding.suggest.context import unit
from qes.coding.suggest.learned import LearnedSuggester
from qes.coding.suggest.live import Live
from qes.evaluation.baselines import open_measured
from qes.model import Code, Codebook, Decision, Passage, PassageKind, Span, Verdict
from qes.pipeline.learning import ranked

SIZES = (10_000, 100_000)
CODES = 30
DECIDED = 1_000
WORDS, WORDS_A_PASSAGE, A_SOURCE = 20_000, 90, 60
DIMENSIONS = 384
DECISIONS = 15


def passages(count: int, generator: np.random.Generator) -> list[Passage]:
    """Random words, the frequent ones as frequent as in speech."""
    chances = 1 / np.arange(1, WORDS + 1)
    drawn = generator.choice(WORDS, size=(count, WORDS_A_PASSAGE), p=chances / chances.sum())
    texts = [" ".join(f"w{word}" for word in row) for row in drawn.tolist()]
    return [
        Passage(f"p{row}", f"s{row // A_SOURCE}", row % A_SOURCE, Span(0, len(text)), text, PassageKind.SPEECH, "case")
        for row, text in enumerate(texts)
    ]


def task(count: int) -> tuple[Task, np.ndarray]:
    """A project of so many passages, of which some are decided; and which codes each passage carries."""
    generator = np.random.default_rng(0)
    codes = tuple(Code(f"c{number}", f"Code {number}", f"About {number}.", "") for number in range(CODES))
    centres = generator.normal(size=(CODES, DIMENSIONS))
    carries = generator.random((count, CODES)) < 0.03
    vectors = unit((carries @ centres + 2 * generator.normal(size=(count, DIMENSIONS))).astype(np.float32))

    def embed(texts: Sequence[str]) -> Vectors:
        return unit(np.random.default_rng(len(texts)).normal(size=(len(texts), DIMENSIONS)).astype(np.float32))

    given = passages(count, generator)
    chosen = generator.permutation(count)[: min(DECIDED, count // 2)]
    decisions = [decision for row in chosen.tolist() for decision in decide(given[row], carries[row])]
    return Task(Codebook("bench", "1", "Bench", codes), given, vectors, decisions, embed, "bench"), carries


def decide(passage: Passage, carries: np.ndarray) -> list[Decision]:
    """What a coder would say of a passage."""
    codes = [f"c{number}" for number in np.flatnonzero(carries).tolist()]
    said = [Decision(passage.id, "coder", Verdict.ACCEPTED, "bench@1", code=code) for code in codes]
    return said or [Decision(passage.id, "coder", Verdict.NOTHING, "bench@1")]


def peak() -> float:
    """Highest resident memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(count: int) -> None:
    """Print one line of the table."""
    project, carries = task(count)
    suggester = LearnedSuggester()
    began = time.perf_counter()
    live = Live.start(suggester, project)
    first = time.perf_counter() - began
    assert live is not None
    began = time.perf_counter()
    suggester.score(project)
    full = time.perf_counter() - began
    seconds, decisions, decided = [], list(project.decisions), {decision.passage_id for decision in project.decisions}
    for _ in range(DECISIONS):
        row = next(row for row in ranked(live.scores) if project.passages[row].id not in decided)
        decided.add(project.passages[row].id)
        decisions += decide(project.passages[row], carries[row])
        began = time.perf_counter()
        live.follow(decisions)
        ranked(live.scores)
        seconds.append(time.perf_counter() - began)
    memory = peak()
    began = time.perf_counter()
    if count <= min(SIZES):
        open_measured("tfidf+minilm").score(project)
    instead = f"{time.perf_counter() - began:.1f}" if count <= min(SIZES) else "not run"
    median, worst = statistics.median(seconds), max(seconds)
    print(
        f"| {count:,} | {first:.1f} | {full:.1f} | {median:.2f} | {worst:.2f} | {instead} | {memory:.0f} |", flush=True
    )


def main() -> None:
    """Measure every size, the small ones first, since memory is a peak."""
    sizes = [int(each) for each in sys.argv[1:]] or list(SIZES)
    print(f"{CODES} codes, {DECIDED} passages decided; seconds. decision: until the queue is in its new order.")
    print("| passages | first fit | full refit | decision, median | worst | tfidf+minilm anew | peak MB |")
    print("|---" * 7 + "|")
    for size in sorted(sizes):
        measure(size)


if __name__ == "__main__":
    main()
