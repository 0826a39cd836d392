"""A small human-coded set in the making: items on four subjects in some documents, and its codebook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from qes.coding.embed.hashing import HashingEmbedder
from qes.evaluation import Evaluation
from qes.evaluation.dataset import Dataset, build
from qes.evaluation.draws import folds
from qes.evaluation.items import Item
from qes.evaluation.metrics import Bin, reliability
from qes.evaluation.replay import Figures, Material
from qes.model import Code, Codebook
from subjects import FILLER, SUBJECTS

BOOK = Codebook(
    "small",
    "1",
    "Small",
    tuple(Code(code, code.capitalize(), "", f"Talk of {', '.join(words)}.") for code, words in SUBJECTS.items()),
)


def items(count: int = 120, documents: int = 6, seed: int = 0) -> list[Item]:
    """A quarter of the items on each subject and a quarter on none."""
    generator = np.random.default_rng(seed)
    made = []
    for number in range(count):
        code = [*SUBJECTS, ""][int(generator.integers(4))]
        words = [*generator.choice(SUBJECTS.get(code, FILLER), 3), *generator.choice(FILLER, 7)]
        text = " ".join(generator.permutation(words).tolist()) + "."
        document = f"d{number * documents // count}" if documents else None
        made.append(Item(f"i{number}", text, frozenset({code} - {""}), doc_id=document, order=float(number)))
    return made


def verdicts(count: int = 120, seed: int = 0) -> list[Item]:
    """One verdict on each item, half of them in favour."""
    generator = np.random.default_rng(seed)
    made = []
    for number, item in enumerate(items(count, 0, seed)):
        asked = sorted(item.codes)[0] if item.codes else [*SUBJECTS][int(generator.integers(3))]
        code = frozenset({asked})
        given, refused = (code, frozenset()) if asked in item.codes else (frozenset(), code)
        made.append(Item(f"v{number}", item.text, given, refused, verdicts=True))
    return made


def material(found: Sequence[Item], min_positives: int = 5) -> Material:
    data: Dataset = build(found, BOOK, min_positives)
    embedder = HashingEmbedder()
    return Material(data, embedder.embed([item.text for item in data.items]), embedder, folds(data))


def write(folder: Path, found: Sequence[Item]) -> tuple[Path, Path]:
    """The items and their codebook as files."""
    rows: list[dict[str, Any]] = [
        {"id": item.id, "text": item.text, "codes": sorted(item.codes), "doc_id": item.doc_id, "order": item.order}
        for item in found
    ]
    table, book = folder / "items.jsonl", folder / "codebook.json"
    table.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    codes = [{"code": code.code, "label": code.label, "definition": code.definition} for code in BOOK.codes]
    book.write_text(json.dumps(codes), encoding="utf-8")
    return table, book


def evaluation(
    names: Sequence[str], budgets: Sequence[str] = ("0", "8", "16", "64", "all"), people: int = 2
) -> Evaluation:
    """Figures as an evaluation could have them, and the bins of scores that are drawn at random."""
    generator = np.random.default_rng(5)
    results: dict[str, dict[str, Figures]] = {}
    bins: dict[str, dict[str, list[Bin]]] = {}
    for number, name in enumerate(names):
        results[name], bins[name] = {}, {}
        for place, budget in enumerate(budgets):
            scores = generator.beta(0.4, 4, 2000)
            level = 0.2 + 0.08 * place + 0.02 * number
            results[name][budget] = {"macro_ap": level, "macro_f1": level if place else None, "ece": 0.03}
            bins[name][budget] = reliability(scores, (generator.random(2000) < scores).astype(np.int8))
    human = dict([("pairwise_macro_f1", 0.52), ("one_vs_majority_macro_f1", 0.71)][:people])
    return Evaluation(1234, 12, 6, human, results, bins, {})
