"""What `make bench-quality` makes of the bundled corpus, and how it counts leads."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from evaluation_samples import evaluation
from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding.codebook import load_codebook
from qes.evaluation import Evaluation
from qes.evaluation.dataset import build
from qes.evaluation.human import human
from qes.evaluation.items import load_items
from qes.project import open_project

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "bench_quality.py"


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_quality", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCH = _bench()


def test_the_bundled_corpus_becomes_items_of_two_coders(tmp_path: Path) -> None:
    table, book = BENCH.bundled(tmp_path)
    items, codebook = load_items(table), load_codebook(book)
    assert all(set(item.coders) == {"ines", "jonas"} for item in items)
    assert {code for item in items for code in item.codes} <= {code.code for code in codebook.codable}
    assert all(item.codes <= frozenset.union(*item.coders.values()) for item in items)
    with open_project(tmp_path / "project") as project:
        refused = {(each.passage_id, each.code) for each in project.store.adjudications() if not each.applies}
    shared = {(item.id, code) for item in items for code in frozenset.intersection(*item.coders.values())}
    assert shared - {(item.id, code) for item in items for code in item.codes} == shared & refused
    assert any(item.speaker and item.question for item in items)
    assert any(item.heading for item in items)
    data = build(items, codebook, BENCH.BUNDLED_MIN_POSITIVES)
    assert data.documents == 12
    assert len(data.codes) >= 15
    assert human(data)["pairwise_macro_f1"] > 0.5


def _with(figures: dict[str, float]) -> Evaluation:
    done = evaluation(list(figures), budgets=("0", "8", "all"))
    for name, value in figures.items():
        for each in done.results[name].values():
            each.update({"macro_ap": value, "macro_f1": value})
    return done


@given(st.dictionaries(st.sampled_from(["learned", *BENCH.BASELINES, "oracle"]), st.floats(0, 1), min_size=1))
@settings(deadline=None, max_examples=30)
def test_a_lead_is_over_the_best_of_the_baselines(figures: dict[str, float]) -> None:
    found = BENCH.leads("set", _with(figures))
    baselines = [figures[name] for name in BENCH.BASELINES if name in figures]
    if "learned" not in figures or not baselines:
        assert found == []
        return
    assert [(each.budget, each.figure) for each in found] == [
        (budget, figure) for budget in ("8", "all") for figure in ("macro_ap", "macro_f1")
    ]
    assert {each.value for each in found} == {figures["learned"] - max(baselines)}


def test_the_summary_gives_the_mean_and_the_worst_also_without_the_bundled_corpus() -> None:
    def lead(name: str, budget: str, value: float) -> object:
        return BENCH.Lead(name, budget, "macro_ap", value, "tfidf")

    found = [lead(BENCH.BUNDLED, "8", 0.3), lead("towns", "8", 0.1), lead("towns", "all", -0.1)]
    lines = "\n".join(BENCH.summary(found))
    assert "| all | macro_ap | +0.100 | -0.100 | towns, all labels, over tfidf |" in lines
    assert "| without the bundled corpus | macro_ap | +0.000 | -0.100 | towns, all labels, over tfidf |" in lines
    assert "without" not in "\n".join(BENCH.summary(found[:1]))
    assert list(BENCH.summary([])) == []


def test_without_other_sets_the_bundled_one_is_measured_and_said_to_be_fictional(tmp_path: Path) -> None:
    asked = {"QES_BENCH_SUGGESTERS": "similarity,tfidf", "QES_BENCH_BUDGETS": "8", "QES_EMBED__EMBEDDER": "hashing"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QES_BENCH")}
    done = subprocess.run(
        [sys.executable, SCRIPT], env={**kept, **asked}, cwd=tmp_path, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Other sets were skipped" in done.stdout
    assert BENCH.FICTIONAL in done.stdout
    assert "| tfidf | 8 |" in done.stdout
    assert "lead" not in done.stdout


def test_figures_are_not_compared_where_one_is_unknown() -> None:
    done = evaluation(["learned", "tfidf"], budgets=("8",))
    assert [each.figure for each in BENCH.leads("set", done)] == ["macro_ap"]
    assert BENCH.leads("set", done)[0].value == pytest.approx(-0.02)
