"""`qes themes`: what lies together among the passages that fit nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import console, emit, note, progress, say, then
from qes.text import around, collapse

if TYPE_CHECKING:
    from qes.pipeline.themes.passages import Proposal, Proposed, Spot

_QUOTE = 240
"""Characters of a quote that are shown."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(themes)


def themes(
    code: Annotated[
        str, typer.Option(metavar="CODE", help="Look at the passages of this code; by default those that fit nowhere.")
    ] = "",
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Show which passages that fit nowhere in the codebook lie together, and by which words.

    It proposes; themes are accepted, renamed, merged and made into codes in the workbench. Passages that are in a theme
    already are left out.
    """
    from qes.pipeline.themes.passages import propose

    with opened(project) as opened_project, progress() as tell:
        found = propose(opened_project, code, progress=tell)
    if json:
        emit(_json(found))
        return
    _show(found)


def _show(found: Proposal) -> None:
    count = len(found.loose) + sum(len(each.passages) for each in found.clusters)
    taken = f"; {_passages(found.taken)} in themes already" if found.taken else ""
    say(f"{_passages(count)} of {found.code}{taken}")
    for number, each in enumerate(found.clusters, start=1):
        _show_cluster(number, each)
    if found.loose and found.clusters:
        say(f"\n{_passages(len(found.loose))} in none of them")
    if found.note and (count or not found.taken):
        note(found.note)
    if count == 0 and not found.taken:
        then(f"qes review, to code passages as {found.code}")
    else:
        then("qes review, where themes are accepted, renamed, merged and made into codes")


def _show_cluster(number: int, each: Proposed) -> None:
    from rich.text import Text

    out = console()
    out.print()
    size = f"{_passages(len(each.passages))}, mean cosine {each.cohesion:.2f}"
    out.print(Text(f"{number:>2}  ", "dim") + Text(each.name, "bold") + Text(f"  {size}", "dim"))
    if each.words:
        out.print(Text(f"    {', '.join(each.words)}", "dim"))
    closest = each.passages[0]
    shown = around(closest.passage.text, (), _QUOTE)
    more = " …" if shown.end < len(closest.passage.text) else ""
    say(f"    “{collapse(shown.of(closest.passage.text))}{more}”")
    out.print(Text(f"    {closest.passage.case} · {closest.source} · {closest.passage.place}", "dim"))


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count} passages"


def _json(found: Proposal) -> dict[str, Any]:
    return {
        "code": found.code,
        "clusters": [
            {
                "name": each.name,
                "words": list(each.words),
                "size": len(each.passages),
                "cohesion": each.cohesion,
                "passages": [_spot(spot) for spot in each.passages],
            }
            for each in found.clusters
        ],
        "loose": [_spot(spot) for spot in found.loose],
        "taken": found.taken,
        "note": found.note,
    }


def _spot(spot: Spot) -> dict[str, Any]:
    passage = spot.passage
    return {
        "passage": passage.id,
        "case": passage.case,
        "source": spot.source,
        "place": passage.place,
        "text": passage.text,
    }
