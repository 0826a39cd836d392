"""`qes evaluate`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.models import BaseUrl, Model, Yes, allowed, foretell
from qes.cli.options import HERE, Json, ProjectDir
from qes.cli.output import emit, note, progress, table

if TYPE_CHECKING:
    from qes.errors import CannotWrite
    from qes.evaluation import Evaluation
    from qes.evaluation.model import Model as TestedModel
    from qes.model import Chat
    from qes.pipeline.models.estimating import Forecast
    from qes.project import Project
    from qes.settings import Settings
    from qes.store import Store

ALL = "all"
ASKING = {"llm", "learned+llm"}
COLUMNS = {
    "macro_f1": ("F1", 3),
    "macro_ap": ("AP", 3),
    "recall_at_3": ("R@3", 3),
    "brier": ("Brier", 3),
    "ece": ("ECE", 3),
    "seconds_train": ("train s", 2),
    "seconds_predict": ("predict s", 2),
}

Items = Annotated[
    Path,
    typer.Argument(
        metavar="ITEMS",
        help="JSONL or CSV with id, text and codes (in CSV joined by `;`), or code and label; if known also "
        "doc_id, order, speaker, question (that it answers), heading (it stands under), coders.",
    ),
]
Suggesters = Annotated[
    str,
    typer.Option(
        metavar="LIST",
        help="learned, similarity, llm, learned+llm (what is learned, with the model as a signal), and to compare "
        "with: tfidf, minilm, tfidf+minilm, setfit.",
    ),
]
Chart = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Draw learning curves and reliability: .svg, .png or .html.", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(evaluate)


def _budgets(text: str) -> tuple[int | None, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not words or not all(word == ALL or (word.isascii() and word.isdigit()) for word in words):
        raise typer.BadParameter(f"{text!r} is not a list of whole numbers or `all`, like 0,8,64,all")
    return tuple(dict.fromkeys(None if word == ALL else int(word) for word in words))


def _names(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise typer.BadParameter("name at least one suggester")
    return names


def evaluate(
    items: Items,
    codebook: Annotated[Path, typer.Option("--codebook", metavar="FILE", help="YAML, or a JSON list of codes.")],
    suggester: Suggesters = "learned",
    budgets: Annotated[
        str, typer.Option(metavar="LIST", help="Labelled items per code to learn from.")
    ] = "0,8,16,64,all",
    seeds: Annotated[int, typer.Option(min=1, metavar="N", help="Draws for each budget and fold.")] = 2,
    min_positives: Annotated[int, typer.Option(min=1, metavar="N", help="Codes used less often are left out.")] = 20,
    simulate: Annotated[bool, typer.Option("--simulate", help="Replay review too: how much must be read?")] = False,
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep embeddings here, for the next run.", show_default=False)
    ] = None,
    chart: Chart = None,
    model: Model = "",
    base_url: BaseUrl = "",
    yes: Yes = False,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Measure suggestions on items that people have coded, by showing some of the labels and scoring the rest."""
    plan_budgets, names = _budgets(budgets), _names(suggester)
    asks = not ASKING.isdisjoint(names)
    if (model or base_url) and not asks:
        raise typer.BadParameter("--model and --base-url belong to `--suggester llm` and `learned+llm`")
    here = _project(project)
    if chart is not None:
        _check(chart, here)
    from qes.coding.embed import open_embedder
    from qes.evaluation import Plan
    from qes.evaluation import evaluate as run

    plan = Plan(names, plan_budgets, seeds, min_positives, simulate)
    asked = _model(here, model, base_url, yes, cache, items) if asks else None
    embed = _settings(here).embed
    embedder = here.embedder() if here is not None else open_embedder(embed.embedder, embed.model)
    with progress() as tell:
        done = run(items, codebook, embedder, plan, cache=cache, model=asked, progress=tell)
    problem = _draw(done, chart)
    for line in done.notes:
        note(line)
    if json:
        emit(done.as_dict())
    else:
        _show(done)
    if problem is not None:
        note(f"error: {problem}\n  what to do: {problem.hint}")
        raise typer.Exit(1)


def _model(
    project: Project | None, name: str, base_url: str, yes: bool, cache: Path | None, items: Path
) -> TestedModel:
    """The language model under test, whose replies are kept beside the embeddings."""
    from qes.coding.llm.questions import Asking
    from qes.evaluation.items import load_items
    from qes.evaluation.model import Model as TestedModel
    from qes.llm.budget import Budget
    from qes.llm.connect import is_remote, open_chat
    from qes.llm.cost import Prices
    from qes.pipeline.models.chat import StoredChat, connection_of
    from qes.pipeline.models.privacy import masking_of

    if cache is None:
        raise typer.BadParameter("a model needs --cache DIR, so that no reply is paid twice")
    given = _settings(project).llm
    connection, prices = connection_of(given, name, base_url), Prices(given.price_in, given.price_out)
    remote = is_remote(connection)
    speakers = [item.speaker for item in load_items(items) if item.speaker]
    masking = masking_of(project, given, connection.model, remote, dict.fromkeys(speakers))

    def agree(told: Forecast) -> None:
        foretell(told)
        if not allowed(told, yes):
            raise typer.Exit(1)

    def opened(store: Store) -> Chat:
        spending = Budget(connection.model, given.budget_tokens, given.budget, prices)
        return StoredChat(open_chat(connection, spending), store, "evaluate")

    groups = (given.codes_per_call, given.calls_per_passage, given.neighbours)
    asking = Asking(*groups, language=given.language, mask=masking.mask)
    return TestedModel(opened, connection.model, remote, asking, masking.masked, prices, agree)


def _check(chart: Path, project: Project | None) -> None:
    """Refuse a chart that could not be drawn or must not be written, before hours of work go into it."""
    from qes.evaluation.picture import SUFFIXES, check_target

    if chart.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"{str(chart)!r} ends in none of {', '.join(SUFFIXES)}", param_hint="--chart")
    if project is not None:
        project.check_output(chart)
    check_target(chart)


def _draw(done: Evaluation, chart: Path | None) -> CannotWrite | None:
    """Write the chart; if that fails now, the figures must still be shown, and still be all there is on stdout."""
    from qes.errors import CannotWrite

    if chart is not None:
        from qes.evaluation.picture import write_picture

        try:
            write_picture(done, chart)
        except CannotWrite as error:
            return error
        note(f"Chart: {chart}")
    return None


def _project(folder: Path) -> Project | None:
    """The one that is named or that one stands in; none is needed, as nothing is written to it."""
    from qes.errors import NotAProject
    from qes.project import open_project

    try:
        return open_project(folder)
    except NotAProject:
        if folder != HERE:
            raise
    return None


def _settings(project: Project | None) -> Settings:
    """Those of the project; without one the defaults."""
    from qes.settings import load_settings

    # An empty file: defaults, and the environment checked as ever.
    return project.settings if project is not None else load_settings(Path(os.devnull))


def _show(done: Evaluation) -> None:
    title = f"{done.items} items, {done.codes} codes, {done.documents} documents"
    header = ["suggester", "labels", *(name for name, _ in COLUMNS.values())]
    rows = [
        (name, budget, *(_figure(figures[key], digits) for key, (_, digits) in COLUMNS.items()))
        for name, by_budget in done.results.items()
        for budget, figures in by_budget.items()
    ]
    table(title, header, rows, right=range(1, len(header)))
    if done.human:
        pair, majority = done.human["pairwise_macro_f1"], done.human["one_vs_majority_macro_f1"]
        note(
            f"People on the same items: F1 {pair:.3f} between two of them, {majority:.3f} of one against the majority."
        )
    if done.simulation:
        _show_simulation(done.simulation)
    note("labels: shown per code. F1, AP: means over codes. R@3: share of true codes among an item's best three.")


def _show_simulation(simulation: dict[str, Any]) -> None:
    header = ["suggester", "found", "read", "document", "random", "audit", "recall ≥", "recall", "held"]
    rows = [
        (
            name,
            f"{level} %",
            each["read"],
            each["document_order"],
            round(each["random_order"]),
            each["bound"]["audited"],
            _figure(each["bound"]["recall_at_least"], 2),
            _figure(each["bound"]["recall"], 2),
            f"{each['bound']['held']}/{each['bound']['codes']}",
        )
        for name, found in simulation.items()
        for level, each in found["levels"].items()
    ]
    table("Passages to read until so much is found", header, rows, right=range(1, len(header)))
    note("document, random: the same in those orders. audit: unread passages then read at random.")
    note("recall ≥: the share found that the audit promises, mean over codes; held: for how many codes rightly.")


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
