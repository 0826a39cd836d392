"""Quality of suggestions on coded data, as a table in Markdown, and the lead of `learned` over plain baselines.

Usage: [QES_BENCH=FOLDER] make bench-quality

The bundled corpus is always measured: it shows that all of it works, and little about how well, since its texts are
fictional and were coded by their author. FOLDER holds further sets, a folder each, with `items.jsonl` or `items.csv`
and `codebook.json` or `codebook.yaml`. Such data belongs to others and is not part of qes. Further variables:
QES_BENCH_CACHE, a folder that keeps embeddings between runs; QES_BENCH_OUT, a file to write the table to;
QES_BENCH_SUGGESTERS and QES_BENCH_BUDGETS, lists as `qes evaluate` takes them; QES_BENCH_SIMULATE=1 to replay review
too.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qes.coding import review
from qes.coding.codebook import find_codebooks
from qes.coding.embed import Embedder, open_embedder
from qes.evaluation import Evaluation, Plan, evaluate
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable, run_codings
from qes.pipeline.tables import import_decisions
from qes.project import Project, init_project, shipped
from qes.settings import Settings

SUGGESTERS = "similarity,learned,tfidf,minilm,tfidf+minilm"
BUDGETS = "0,8,16,64,all"
MIN_POSITIVES = 20
BUNDLED = "bundled corpus"
BUNDLED_MIN_POSITIVES = 8
"""One of its codes reaches the usual number."""
FICTIONAL = "Its texts are fictional and were coded by their author."
FIGURES = ("macro_f1", "macro_ap", "recall_at_3", "brier", "ece", "seconds_train", "seconds_predict")

OURS = "learned"
BASELINES = ("similarity", "tfidf", "minilm", "tfidf+minilm", "setfit")
LEADING = ("macro_ap", "macro_f1")
FEWEST_LABELS = 8
"""Budgets below it are no matter of learning."""


@dataclass(frozen=True, slots=True)
class Lead:
    """By how much `learned` is ahead of the best baseline; negative where it is behind."""

    name: str
    """Of the set."""
    budget: str
    figure: str
    value: float
    over: str
    """The best baseline."""


def bundled(folder: Path) -> tuple[Path, Path]:
    """Items and codebook made of the corpus and the decisions that ship with qes."""
    with init_project(folder / "project") as project:
        shutil.copytree(shipped("corpus"), project.corpus, dirs_exist_ok=True)
        run_ingest(project)
        import_decisions(project, shipped("demo") / "decisions.csv")
        items = folder / "items.jsonl"
        items.write_text("\n".join(json.dumps(row) for row in coded(project)), encoding="utf-8")
        return items, find_codebooks(project.codebooks)[project.codebook().id]


def coded(project: Project) -> Iterator[dict[str, Any]]:
    """Passages with the codes that count as evidence on it (agreed by both coders, or settled), and who gave what."""
    given: dict[str, set[str]] = {}
    for coding in run_codings(project):
        if coding.counts:
            given.setdefault(coding.passage_id, set()).add(coding.code)
    labels = sorted(review.labels(project.store.decisions()).items())
    for passage in codable(project):
        yield {
            "id": passage.id,
            "text": passage.text,
            "codes": sorted(given.get(passage.id, ())),
            "doc_id": passage.source_id,
            "order": passage.ordinal,
            "speaker": passage.speaker,
            "question": passage.question,
            "heading": passage.heading,
            "coders": {coder: sorted(read[passage.id]) for coder, read in labels if passage.id in read},
        }


def sets(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Name, items and codebook of each set."""
    for each in sorted(folder.iterdir()):
        items = next((each / name for name in ("items.jsonl", "items.csv") if (each / name).is_file()), None)
        book = next((each / name for name in ("codebook.json", "codebook.yaml") if (each / name).is_file()), None)
        if items is not None and book is not None:
            yield each.name, items, book


def plan(min_positives: int) -> Plan:
    """What the environment asks for."""
    names = os.environ.get("QES_BENCH_SUGGESTERS", SUGGESTERS).split(",")
    budgets = os.environ.get("QES_BENCH_BUDGETS", BUDGETS).split(",")
    numbers = tuple(None if each == "all" else int(each) for each in budgets)
    simulate = os.environ.get("QES_BENCH_SIMULATE") == "1"
    return Plan(tuple(names), numbers, min_positives=min_positives, simulate=simulate)


def rows(name: str, done: Evaluation, seconds: float) -> Iterator[str]:
    """The lines of one set."""
    yield f"\n## {name}\n"
    if name == BUNDLED:
        yield f"{FICTIONAL}\n"
    yield f"{done.items} items, {done.codes} codes, {done.documents} documents; {seconds:.0f} s in all.\n"
    if done.human:
        yield "People: " + ", ".join(f"{key} {value:.3f}" for key, value in done.human.items()) + ".\n"
    yield f"| suggester | labels | {' | '.join(FIGURES)} |"
    yield "|---" * (2 + len(FIGURES)) + "|"
    for suggester, budgets in done.results.items():
        for budget, figures in budgets.items():
            cells = [_cell(figures[figure]) for figure in FIGURES]
            yield f"| {suggester} | {budget} | {' | '.join(cells)} |"
    yield from _ahead(leads(name, done))
    yield from _simulated(done)


def leads(name: str, done: Evaluation) -> list[Lead]:
    """The leads on one set, at every budget that asks for learning; none without `learned` or without a baseline."""
    ours = done.results.get(OURS, {})
    found = []
    for budget in (each for each in ours if each == "all" or int(each) >= FEWEST_LABELS):
        for figure in LEADING:
            others = {each: done.results[each][budget][figure] for each in BASELINES if each in done.results}
            known = [(value, each) for each, value in others.items() if value is not None]
            mine = ours[budget][figure]
            if mine is not None and known:
                best, over = max(known, key=lambda pair: pair[0])
                found.append(Lead(name, budget, figure, mine - best, over))
    return found


def _ahead(found: Sequence[Lead]) -> Iterator[str]:
    if found:
        yield f"\n| lead of {OURS} | labels | lead | over |\n|---|---|---|---|"
    for each in found:
        yield f"| {each.figure} | {each.budget} | {each.value:+.3f} | {each.over} |"


def summary(found: Sequence[Lead]) -> Iterator[str]:
    """The mean lead over sets and budgets, and the worst case; also without the bundled corpus where there is more."""
    if not found:
        return
    yield f"\n## Lead of {OURS} over the best baseline\n"
    yield "| sets | figure | mean | worst | where |\n|---|---|---|---|---|"
    others = [each for each in found if each.name != BUNDLED]
    groups = {"all": found, "without the bundled corpus": others if len(others) < len(found) else []}
    for title, group in groups.items():
        for figure in LEADING:
            leading = [each for each in group if each.figure == figure]
            if leading:
                mean = sum(each.value for each in leading) / len(leading)
                worst = min(leading, key=lambda each: each.value)
                where = f"{worst.name}, {worst.budget} labels, over {worst.over}"
                yield f"| {title} | {figure} | {mean:+.3f} | {worst.value:+.3f} | {where} |"


def _simulated(done: Evaluation) -> Iterator[str]:
    if not done.simulation:
        return
    yield "\n| suggester | found | read | document order | random order | bound held |\n|---|---|---|---|---|---|"
    for suggester, found in done.simulation.items():
        for level, each in found["levels"].items():
            orders = f"{each['read']} | {each['document_order']} | {each['random_order']:.0f}"
            yield f"| {suggester} | {level} % | {orders} | {each['bound']['held']} of {each['bound']['codes']} |"


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def measured(embedder: Embedder) -> Iterator[tuple[str, Evaluation, float]]:
    """Each set's name, what was measured on it, and the seconds that took."""
    cache = Path(os.environ["QES_BENCH_CACHE"]) if "QES_BENCH_CACHE" in os.environ else None
    folder = os.environ.get("QES_BENCH", "")
    with TemporaryDirectory(prefix="qes-bench-") as scratch:
        asked = [(BUNDLED, *bundled(Path(scratch)), plan(BUNDLED_MIN_POSITIVES))]
        if folder and Path(folder).is_dir():
            asked += [(*each, plan(MIN_POSITIVES)) for each in sets(Path(folder))]
        for name, items, book, wanted in asked:
            began = time.monotonic()
            done = evaluate(items, book, embedder, wanted, cache=cache)
            yield name, done, time.monotonic() - began


def main() -> None:
    """Measure every set and print the table."""
    embed = Settings().embed
    embedder = open_embedder(embed.embedder, embed.model)
    lines: list[str] = []
    found: list[Lead] = []

    def tell(*more: str) -> None:
        print("\n".join(more), flush=True)
        lines.extend(more)

    tell(f"# Quality of suggestions\n\nEmbedder: {embedder.id}.")
    folder = os.environ.get("QES_BENCH", "")
    if not folder or not Path(folder).is_dir():
        tell("\nOther sets were skipped: set QES_BENCH to a folder of them (see the top of bench_quality.py).")
    for name, done, seconds in measured(embedder):
        tell(*rows(name, done, seconds))
        found += leads(name, done)
    tell(*summary(found))
    if out := os.environ.get("QES_BENCH_OUT"):
        Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
