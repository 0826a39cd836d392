"""The whole evaluation: items and a codebook in, figures for every suggester and budget out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qes.coding.codebook import load_codebook
from qes.coding.embed import Embedder
from qes.coding.embed.cache import CachedEmbedder
from qes.coding.suggest import Suggester
from qes.evaluation.baselines import open_measured
from qes.evaluation.dataset import build, context
from qes.evaluation.draws import folds
from qes.evaluation.human import human
from qes.evaluation.items import bad_items, load_items
from qes.evaluation.metrics import Bin
from qes.evaluation.model import ASKING, Model, ask_for, pays
from qes.evaluation.replay import Figures, Material, Measured, measure, shown_in_all, warm_up
from qes.evaluation.signalled import LEARNED_WITH_MODEL
from qes.evaluation.simulate import simulate
from qes.pipeline import Progress, quiet
from qes.project import make_folder
from qes.store import Store, open_store

ALL = "all"
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be measured."""

    suggesters: tuple[str, ...] = ("learned",)
    budgets: tuple[int | None, ...] = (0, 8, 16, 64, None)
    """Labelled items per code; None for all."""
    seeds: int = 2
    """Draws for each budget and fold."""
    min_positives: int = 20
    """Codes given less often are left out."""
    simulate: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured; see `qes.evaluation.metrics.quality` and `qes.evaluation.simulate.simulate`."""

    items: int
    codes: int
    documents: int
    human: dict[str, float]
    results: dict[str, dict[str, Figures]]
    """By suggester and budget."""
    reliability: dict[str, dict[str, list[Bin]]]
    """By suggester and budget; see `qes.evaluation.metrics.reliability`."""
    simulation: dict[str, Any]
    """By suggester; empty when not asked for."""
    notes: tuple[str, ...] = ()
    """What was left out, and why."""

    def as_dict(self) -> dict[str, Any]:
        """What `--json` prints, figures to four decimals."""
        named = {"items": self.items, "codes": self.codes, "documents": self.documents}
        figures = {
            "human": self.human,
            "results": self.results,
            "reliability": self.reliability,
            "simulation": self.simulation,
        }
        rounded: dict[str, Any] = _rounded(figures)
        return {**named, **rounded}


def evaluate(
    items: Path,
    codebook: Path,
    embedder: Embedder,
    plan: Plan | None = None,
    *,
    cache: Path | None = None,
    model: Model | None = None,
    progress: Progress = quiet,
) -> Evaluation:
    """Replay human-coded items with every suggester on the same draws.

    Args:
        items: JSON Lines or CSV.
        codebook: YAML, or a JSON list of codes.
        embedder: Turns texts into vectors.
        plan: What to measure.
        cache: Folder in which vectors, and replies of a model, are kept between runs; None for one that is deleted at
            the end.
        model: The language model that `llm` asks.
        progress: Told how far it is.

    Raises:
        BadTable: Items are wrong, or no code occurs often enough.
        BadCodebook, UnknownPlugin, ModelUnavailable, BudgetSpent, CannotWrite: See there.
    """
    plan = plan or Plan()
    book, found = load_codebook(codebook), load_items(items)
    suggesters = {name: _opened(name, model) for name in plan.suggesters}
    data = build(found, book, plan.min_positives)
    if not data.codes:
        raise bad_items(items, [(1, f"no code of {codebook} is given to {plan.min_positives} items or more")])
    with _vectors(cache) as store:
        cached = CachedEmbedder(embedder, store, progress=lambda done, total: progress("embedding", done, total))
        vectors = cached.embed([item.text for item in data.items])
        chat = model.open(store) if model is not None else None
        material = Material(data, vectors, CachedEmbedder(embedder, store), folds(data), chat)
        cached.embed(context(data))
        if model is not None:
            model.foretell(material.task((), 0), _times(plan, material))
        for suggester in suggesters.values():
            warm_up(suggester, material)
        measured = {name: _budgets(each, material, plan, progress) for name, each in suggesters.items()}
        simulated = {name: each for name, each in suggesters.items() if not pays(each)} if plan.simulate else {}
        simulation = _simulations(simulated, material, progress)
        notes = data.notes + ((_SPARED,) if plan.simulate and len(simulated) < len(suggesters) else ())
    figures = {name: {budget: each.figures for budget, each in found.items()} for name, found in measured.items()}
    bins = {name: {budget: each.reliability for budget, each in found.items()} for name, found in measured.items()}
    size = (len(data.items), len(data.codes), data.documents)
    return Evaluation(*size, human(data), figures, bins, simulation, notes)


_SPARED = "Review was not replayed with the language model: it would be asked about everything again and again."


def _opened(name: str, model: Model | None) -> Suggester:
    return ask_for(name, model) if name in ASKING and model is not None else open_measured(name)


def _times(plan: Plan, material: Material) -> float:
    """How often over all items are asked about: once a draw, and by `learned+llm` again as often as they are shown."""
    draws = sum(plan.seeds if budget else 1 for budget in plan.budgets)
    shown = (shown_in_all(material, budget, plan.seeds) for budget in plan.budgets)
    items = len(material.data.items)
    return draws + (sum(shown) / items if LEARNED_WITH_MODEL in plan.suggesters else 0)


def _budgets(suggester: Suggester, material: Material, plan: Plan, progress: Progress) -> dict[str, Measured]:
    measured: dict[str, Measured] = {}
    folds_in_all = int(material.fold.max() + 1) * sum(plan.seeds if budget else 1 for budget in plan.budgets)
    count = _counter(folds_in_all, lambda done, total: progress(f"measuring {suggester.name}", done, total))
    for budget in plan.budgets:
        measured[ALL if budget is None else str(budget)] = measure(suggester, material, budget, plan.seeds, count)
    return measured


def _counter(total: int, tell: Callable[[int, int], None]) -> Callable[[], None]:
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        tell(done, total)

    return one_more


def _simulations(suggesters: dict[str, Suggester], material: Material, progress: Progress) -> dict[str, Any]:
    found = {}
    for number, (name, suggester) in enumerate(suggesters.items(), start=1):
        found[name] = simulate(suggester, material)
        progress("replaying review", number, len(suggesters))
    return found


@contextmanager
def _vectors(cache: Path | None) -> Iterator[Store]:
    """A database for vectors alone."""
    with ExitStack() as stack:
        folder = cache or Path(stack.enter_context(TemporaryDirectory(prefix="qes-evaluate-")))
        make_folder(folder)
        yield stack.enter_context(open_store(f"sqlite:///{folder.resolve()}/vectors.db"))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return round(value, DECIMALS) if isinstance(value, float) else value
