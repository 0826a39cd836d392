"""`qes code`: review in the terminal, one key a decision."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.options import HERE, Coder, ProjectDir, opened
from qes.cli.output import note, progress, say, then
from qes.coding.queue import ORDERS

if TYPE_CHECKING:
    from qes.project import Project


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(code)


def code(
    coder: Coder = "",
    order: Annotated[
        str, typer.Option(metavar="ORDER", help="; ".join(f"{name}: {each.meaning}" for name, each in ORDERS.items()))
    ] = "likely",
    source: Annotated[str, typer.Option(metavar="PATH", help="Only passages of this source.")] = "",
    most: Annotated[int, typer.Option("--most", min=0, help="Stop after so many passages; 0: when you do.")] = 0,
    project: ProjectDir = HERE,
) -> None:
    """Review in the terminal: one key a decision, saved at once, undo back to where this sitting began.

    Each passage stands with its question; each proposed code with its reason. A random share comes without proposals,
    so that the quality of proposals can be measured on what people code unaided.
    """
    if order not in ORDERS:
        raise typer.BadParameter(f"choose one of: {', '.join(ORDERS)}", param_hint="--order")
    with opened(project) as opened_project:
        _run(opened_project, coder or opened_project.coder, order, source, most)


def _run(project: Project, coder: str, order: str, source: str, most: int) -> None:
    from qes.cli.terminal import Screen
    from qes.pipeline.estimate import run_estimate
    from qes.pipeline.learning import Learner
    from qes.pipeline.session import Session
    from qes.pipeline.waiting import next_items

    with progress() as tell:
        items = next_items(project, coder, order, progress=tell)
    paths = {each.id: each.path for each in project.store.sources()}
    items = [item for item in items if not source or paths[item.passage.source_id] == source]
    if not items:
        say(f"Nothing waits for {coder!r}.")
        then("qes status")
        return
    say(f"order: {order} ({ORDERS[order].meaning}); {len(items)} passages wait")
    learns = project.settings.suggest.suggester == "learned"
    with Learner(project, order) if learns else nullcontext() as learner:
        session = Session(project, coder, items, learner, most)
        Screen(session, paths).run()
    if learner is not None and learner.trouble is not None:
        note(f"What you decided is saved, but was not learned from as you went: {learner.trouble}")
    say(f"{session.decided} decisions of this sitting by {coder!r} are in the log; {session.waiting} passages wait.")
    if sentence := run_estimate(project).sentence:
        say(f"{sentence} `qes status` lists them.")
    then("qes suggest, to learn from them; qes code to go on")
