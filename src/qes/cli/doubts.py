"""`qes doubts`: decisions for a second look."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import console, emit, note, progress, say, then

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qes.coding.doubts import Drift, Group, Meanings, Slip
    from qes.pipeline.doubts import Doubts

_WIDEST = 100
_TEXT = 200
"""Characters of a passage that are shown."""
_SHEET = "second-look.csv"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(doubts)


def doubts(
    code: Annotated[str, typer.Option(metavar="CODE", help="Only this code.")] = "",
    coder: Annotated[str, typer.Option(metavar="NAME", help="Only what this coder decided.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=1000, help="How many surprising decisions.")] = 20,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """List decisions for a second look: possible slips, drift over time, codes that mean two things.

    A model that has not seen what was decided about a passage says what it expects there, given all other decisions.
    Where people decided otherwise, they may well be right: it is a second look, not a verdict.
    """
    from qes.coding.doubts import capped, most_per_code
    from qes.pipeline.doubts import run_doubts

    with opened(project) as opened_project, progress() as tell:
        found = run_doubts(opened_project, code=code, coder=coder, progress=tell)
    few = found.slips if code else capped(found.slips, most_per_code(most))
    shown = replace(found, slips=few[:most])
    if json:
        emit(shown.as_json())
        return
    if not found.passages:
        for each in found.notes:
            say(f"Nothing can be said yet: {each}")
        then("qes code")
        return
    _show(shown, len(found.slips))


def _show(found: Doubts, surprising: int) -> None:
    _show_slips(found, surprising)
    _show_drift(found)
    _show_meanings(found)
    for each in found.notes:
        note(f"\n{_wrapped(each, 0)}")
    if not (found.slips or found.drift or found.meanings):
        then("qes status")
        return
    say("")
    _line(
        "To look again: the rows of these passages in the sheet. Change `verdict`, or keep it and write into `memo` "
        "that you looked: what was decided twice is not listed again. `qes search --like PASSAGE` shows what is near.",
        0,
    )
    then(f"qes export csv {_SHEET}, then qes import {_SHEET}")


def _show_slips(found: Doubts, surprising: int) -> None:
    count = "none" if not surprising else f"{len(found.slips)} of {surprising}"
    _heading(f"Surprising decisions ({count})")
    _line(
        "What the model, given all other decisions, holds to be unlikely: a slip perhaps, or a passage that it does "
        "not understand. A surprise is no error; it is a second look, not a verdict. Left out: what two coders decided "
        "alike or one decided twice, and what a lead settled.",
        2,
    )
    for number, slip in enumerate(found.slips, start=1):
        _show_slip(number, slip, found)


def _show_slip(number: int, slip: Slip, found: Doubts) -> None:
    verb = {"given": "gave", "refused": "refused", "not given": "read it without"}[slip.kind.value]
    when = f" on {slip.at[:10]}" if slip.at else ""
    others = f"; {' and '.join(slip.otherwise)} decided otherwise" if slip.otherwise else ""
    say("")
    _line(f"{number:>2}  {_place(slip.row, found)}", 0)
    decided = f"{slip.coder} {verb} {found.codes[slip.column]}{when}{others}"
    _line(f"{decided} (likelihood {slip.likelihood:.2f}, surprise {slip.surprise:.1f} bits)", 4)
    _line(_quoted(slip.row, found), 4)


def _show_drift(found: Doubts) -> None:
    _heading(f"Drift over time ({len(found.drift) or 'none'})")
    _line(
        "Codes that a coder gives more or less readily in the later half of their passages than in the earlier half, "
        "beyond what the passages themselves explain. People learn, so this too is no error.",
        2,
    )
    for each in found.drift:
        _show_one_drift(each, found)


def _show_one_drift(each: Drift, found: Doubts) -> None:
    say("")
    _line(f"{each.coder} gives {found.codes[each.column]} {each.direction} ({each.shift:+.0%})", 4)
    since = each.since[:16].replace("T", " ")
    for part, (name, count) in enumerate((("earlier", each.earlier), (f"since {since}", each.later))):
        given, expected = each.given[part], each.expected[part]
        _line(f"{name}: on {given:.0%} of {count} passages, where {expected:.0%} are expected", 6)
    _line(f"by chance: {each.chance:.3f}, all tests counted", 6)
    if each.apart:
        _line("No source is in both halves, so the sources may be what differs.", 6)


def _show_meanings(found: Doubts) -> None:
    _heading(f"Two meanings ({len(found.meanings) or 'none'})")
    _line(
        "Codes whose passages fall into two groups far apart. Perhaps two codes, or one that needs a clearer "
        "definition; perhaps it is meant to be this wide.",
        2,
    )
    for each in found.meanings:
        _show_one_meanings(each, found)


def _show_one_meanings(each: Meanings, found: Doubts) -> None:
    say("")
    figures = f"separation {each.silhouette:.2f}, among as many passages at random {each.usual:.2f}"
    _line(f"{found.codes[each.column]}: {figures}", 4)
    if each.apart:
        _line(f"No {each.apart} is in both groups, which may be all that tells them apart.", 6)
    for name, group in zip("AB", each.groups, strict=True):
        _show_group(name, group, found)


def _show_group(name: str, group: Group, found: Doubts) -> None:
    _line(f"{name}: {len(group.rows)} passages; words: {', '.join(group.words) or 'none stand out'}", 6)
    _line(f"{_counts(group.cases)}; given by {_counts(group.coders)}", 8)
    for row in group.central:
        _line(_place(row, found), 8)
        _line(_quoted(row, found), 10)


def _counts(of: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in of.items())


def _place(row: int, found: Doubts) -> str:
    passage = found.passages[row]
    return f"{found.paths[passage.source_id]} · {passage.place} · {passage.id}"


def _quoted(row: int, found: Doubts) -> str:
    return f"“{textwrap.shorten(found.passages[row].text, _TEXT, placeholder=' …')}”"


def _heading(text: str) -> None:
    from rich.text import Text

    console().print()
    console().print(Text(text, "bold"))


def _line(text: str, indent: int) -> None:
    say(_wrapped(text, indent))


def _wrapped(text: str, indent: int) -> str:
    width = min(_WIDEST, console().width)
    inner = " " * indent
    return textwrap.fill(text, width, initial_indent=inner, subsequent_indent=inner or "", break_on_hyphens=False)
