"""`qes models`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from qes.cli import asked
from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import emit, note, say, table, then

if TYPE_CHECKING:
    from qes.coding.llm.measure import Measure
    from qes.pipeline.models.measuring import Voice


app = typer.Typer(rich_markup_mode=None)
app.command()(asked.asked)
app.command()(asked.show)


@app.callback(invoke_without_command=True)
def models(context: typer.Context, project: ProjectDir = HERE, json: Json = False) -> None:
    """Measure the language models that have coded: what they cost, what was refused, how they agree with people.

    Agreement is told from passages that people read blind alone. A code on which a model is not shown to be better than
    guessing is flagged. What a model says weighs in `learned` suggestions as much as it agrees, and not at all before
    anybody has read blind.
    """
    if context.invoked_subcommand is not None:
        return
    from qes.pipeline.models.measuring import as_json, run_models

    with opened(project) as opened_project:
        found = run_models(opened_project)
    if json:
        emit({"models": [as_json(each) for each in found]})
        return
    if not found:
        say("No language model has coded here.")
        then("qes suggest --suggester llm")
        return
    for each in found:
        _show(each)
    note(
        "Told from passages read blind, all but “alike”. chance: that a guess would be right as often, over all codes."
    )
    note("alike: share of answers to the same prompt that were the same, against what chance would give (--samples).")


def _show(voice: Voice) -> None:
    from qes.coding.llm.measure import GUESSING, TOO_FEW

    bill, counts = voice.bill, voice.counts
    cost = f", {bill.cost:.2f} by the prices in qes.toml" if bill.cost is not None else ""
    say(
        f"{voice.model}: {voice.passages} passages; {bill.calls:,} calls, {bill.tokens_in:,} tokens in and "
        f"{bill.tokens_out:,} out{cost}; {bill.useless} replies of no use."
    )
    say(
        f"Quotes: {counts.exact + counts.alike} verbatim, {counts.near} near, {counts.refused} refused "
        f"({counts.invented} invented, {counts.elsewhere} not from the passage)."
    )
    say(voice.sentence)
    steady = {each.code: f"{each.alike:.0%} ({each.chance:.0%})" for each in voice.steadiness}
    rows = [(*_row(each), *([steady.get(each.code, "–")] if steady else [])) for each in voice.measures if each.units]
    if rows:
        header = [
            "code",
            "read",
            "given",
            "said",
            "right",
            "P",
            "R",
            "κ",
            "AC1",
            "chance",
            *(["alike"] if steady else []),
        ]
        table("", header, rows, right=range(1, len(header)))
        for flag in (GUESSING, TOO_FEW):
            if codes := [each.code for each in voice.measures if each.units and each.flag == flag]:
                say(f"{flag.capitalize()}: {', '.join(codes)}.")


def _row(each: Measure) -> tuple[str, ...]:
    counts = (str(number) for number in (each.units, each.given, each.said, each.right))
    figures = (each.precision.value, each.recall.value, each.kappa, each.ac1)
    chance = "–" if each.corrected is None else f"{each.corrected:.3f}"
    return (each.code, *counts, *("–" if value is None else f"{value:.2f}" for value in figures), chance)
