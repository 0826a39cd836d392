"""Quality of suggestions on human-coded data, as a table in Markdown.

Usage: QES_BENCH=FOLDER make bench-quality

FOLDER holds a folder per set, each with `items.jsonl` or `items.csv` and `codebook.json` or `codebook.yaml`. Such data
belongs to others and is not part of qes. Without QES_BENCH nothing is measured. Further variables: QES_BENCH_CACHE, a
folder that keeps embeddings between runs; QES_BENCH_OUT, a file to write the table to; QES_BENCH_SUGGESTERS and
QES_BENCH_BUDGETS, lists as `qes evaluate` takes them; QES_BENCH_SIMULATE=1 to replay review too.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from qes.coding.embed import open_embedder
from qes.evaluation import Evaluation, Plan, evaluate
from qes.settings import Settings

SUGGESTERS = "similarity,learned,tfidf,minilm,tfidf+minilm"
BUDGETS = "0,8,16,64,all"
FIGURES = ("macro_f1", "macro_ap", "recall_at_3", "brier", "ece", "seconds_train", "seconds_predict")


def sets(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """Name, items and codebook of each set."""
    for each in sorted(folder.iterdir()):
        items = next((each / name for name in ("items.jsonl", "items.csv") if (each / name).is_file()), None)
        book = next((each / name for name in ("codebook.json", "codebook.yaml") if (each / name).is_file()), None)
        if items is not None and book is not None:
            yield each.name, items, book


def plan() -> Plan:
    """What the environment asks for."""
    names = os.environ.get("QES_BENCH_SUGGESTERS", SUGGESTERS).split(",")
    budgets = os.environ.get("QES_BENCH_BUDGETS", BUDGETS).split(",")
    numbers = tuple(None if each == "all" else int(each) for each in budgets)
    return Plan(tuple(names), numbers, simulate=os.environ.get("QES_BENCH_SIMULATE") == "1")


def rows(name: str, done: Evaluation, seconds: float) -> Iterator[str]:
    """The lines of one set."""
    yield f"\n## {name}\n"
    yield f"{done.items} items, {done.codes} codes, {done.documents} documents; {seconds:.0f} s in all.\n"
    if done.human:
        yield "People: " + ", ".join(f"{key} {value:.3f}" for key, value in done.human.items()) + ".\n"
    yield f"| suggester | labels | {' | '.join(FIGURES)} |"
    yield "|---" * (2 + len(FIGURES)) + "|"
    for suggester, budgets in done.results.items():
        for budget, figures in budgets.items():
            cells = [_cell(figures[figure]) for figure in FIGURES]
            yield f"| {suggester} | {budget} | {' | '.join(cells)} |"
    yield from _simulated(done)


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


def main() -> None:
    """Measure every set and print the table."""
    folder = os.environ.get("QES_BENCH", "")
    if not folder or not Path(folder).is_dir():
        print("bench_quality: skipped; set QES_BENCH to a folder of human-coded sets (see the top of this file).")
        return
    embed = Settings().embed
    embedder = open_embedder(embed.embedder, embed.model)
    cache = Path(os.environ["QES_BENCH_CACHE"]) if "QES_BENCH_CACHE" in os.environ else None
    lines = [f"# Quality of suggestions\n\nEmbedder: {embedder.id}."]
    print(lines[0], flush=True)
    for name, items, book in sets(Path(folder)):
        began = time.monotonic()
        done = evaluate(items, book, embedder, plan(), cache=cache)
        found = list(rows(name, done, time.monotonic() - began))
        print("\n".join(found), flush=True)
        lines += found
    if out := os.environ.get("QES_BENCH_OUT"):
        Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
