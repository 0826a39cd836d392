from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import items, write

from qes.coding.embed import Vectors
from qes.coding.embed.hashing import HashingEmbedder
from qes.errors import BadTable, ModelUnavailable, UnknownPlugin
from qes.evaluation import Plan, evaluate
from small_project import Run

FIGURES = {"macro_f1", "macro_ap", "recall_at_3", "brier", "ece", "seconds_train", "seconds_predict"}


def _without_seconds(results: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {
            budget: {key: value for key, value in figures.items() if not key.startswith("seconds")}
            for budget, figures in budgets.items()
        }
        for name, budgets in results.items()
    }


def test_figures_are_the_same_every_time_and_better_with_more_labels(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(80))
    plan = Plan(("learned", "tfidf"), (0, 4, None), seeds=1, min_positives=5)
    first, second = (evaluate(table, book, HashingEmbedder(), plan).as_dict() for _ in range(2))
    assert _without_seconds(first["results"]) == _without_seconds(second["results"])
    assert (first["items"], first["codes"], first["documents"]) == (80, 3, 6)
    for budgets in first["results"].values():
        assert list(budgets) == ["0", "4", "all"]
        assert all(set(figures) == FIGURES for figures in budgets.values())
        assert budgets["all"]["macro_f1"] > max(0.9, budgets["0"]["macro_f1"])
        assert budgets["0"]["seconds_train"] == 0


class _Counting:
    """The hashing embedder, counting what goes through it."""

    id, dimensions = HashingEmbedder.id, HashingEmbedder.dimensions

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str], /) -> Vectors:
        self.embedded += len(texts)
        return HashingEmbedder().embed(texts)


def test_a_kept_cache_means_that_nothing_is_embedded_twice(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(60))
    counts = []
    for _ in range(2):
        embedder = _Counting()
        evaluate(table, book, embedder, Plan(("similarity",), (0,), min_positives=5), cache=tmp_path / "cache")
        counts.append(embedder.embedded)
    assert counts[0] >= 60
    assert counts[1] == 0


def test_the_simulation_comes_only_when_asked_for(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(60))
    plan = Plan(("similarity",), (0,), min_positives=5, simulate=True)
    done = evaluate(table, book, HashingEmbedder(), plan)
    assert set(done.simulation) == {"similarity"}
    assert set(done.simulation["similarity"]["levels"]) == {"80", "95"}
    assert evaluate(table, book, HashingEmbedder(), Plan(("similarity",), (0,), min_positives=5)).simulation == {}


def test_too_few_uses_of_every_code_is_an_error_that_says_so(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(30))
    with pytest.raises(BadTable, match="given to 20 items or more"):
        evaluate(table, book, HashingEmbedder())


def test_an_unknown_suggester_is_refused_with_the_choices(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(30))
    with pytest.raises(UnknownPlugin) as caught:
        evaluate(table, book, HashingEmbedder(), Plan(("oracle",)))
    assert {"learned", "similarity", "tfidf", "minilm", "tfidf+minilm", "setfit"} <= set(caught.value.known)


@pytest.mark.skipif(find_spec("setfit") is not None, reason="setfit is installed here")
def test_setfit_is_measured_only_where_it_is_installed(tmp_path: Path) -> None:
    table, book = write(tmp_path, items(30))
    with pytest.raises(ModelUnavailable, match="not installed") as caught:
        evaluate(table, book, HashingEmbedder(), Plan(("setfit",)))
    assert "--suggester" in caught.value.hint


def test_the_command_prints_the_keys_of_the_contract(run: Run, folder: Path) -> None:
    table, book = write(folder, items(90))
    words = ["evaluate", table, "--codebook", book, "--suggester", "similarity,tfidf", "--budgets", "0,all"]
    done = run(*words, "--min-positives", "5", "--simulate", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == {"items", "codes", "documents", "human", "results", "reliability", "simulation"}
    assert set(answer["results"]) == set(answer["simulation"]) == {"similarity", "tfidf"}
    assert set(answer["results"]["tfidf"]["all"]) == FIGURES
    bins = answer["reliability"]["tfidf"]["all"]
    assert sum(count for count, _, _ in bins) == answer["items"] * answer["codes"]
    gaps = sum(count * abs(mean - share) for count, mean, share in bins if count) / sum(count for count, _, _ in bins)
    assert gaps == pytest.approx(answer["results"]["tfidf"]["all"]["ece"], abs=1e-3)


def test_the_command_prints_a_table_also_outside_a_project(run: Run, tmp_path: Path) -> None:
    table, book = write(tmp_path, items(90))
    words = ["evaluate", table, "--codebook", book, "--suggester", "tfidf", "--budgets", "all", "--min-positives", "5"]
    done = run(*words, cwd=tmp_path, QES_EMBED__EMBEDDER="hashing")
    assert done.returncode == 0, done.stderr
    assert "90 items, 3 codes, 6 documents" in done.stdout
    assert "tfidf" in done.stdout


@pytest.mark.parametrize("option", [("--budgets", "8,many"), ("--seeds", "0"), ("--suggester", ",")])
def test_wrong_usage_exits_with_2(run: Run, tmp_path: Path, option: tuple[str, str]) -> None:
    table, book = write(tmp_path, items(30))
    assert run("evaluate", table, "--codebook", book, *option).returncode == 2
