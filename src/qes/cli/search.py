"""`qes search`: passages by meaning and by words, like another, or for a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from qes.cli.options import HERE, Json, ProjectDir, opened
from qes.cli.output import console, emit, progress, say, then
from qes.text import around

if TYPE_CHECKING:
    from rich.text import Text

    from qes.pipeline.search import Hit, Search

_WIDEST = 100
_LINES = 3
"""Of a passage that are shown."""
_INDENT = 4


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(search)


def search(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT",
            help="Words, or a sentence in your own words; all in single quotes: 'drain* \"two kinds\" -festival' is "
            "about words that begin with drain, must hold the phrase, and must not hold festival.",
        ),
    ] = "",
    like: Annotated[str, typer.Option(metavar="PASSAGE", help="More like this passage; an id, or how it begins.")] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="The likeliest passages for this code.")] = "",
    uncoded: Annotated[
        bool, typer.Option("--uncoded", help="With --code: only passages on which nobody decided about it.")
    ] = False,
    case: Annotated[str, typer.Option(metavar="CASE", help="Only passages of this case.")] = "",
    source: Annotated[str, typer.Option(metavar="PATH", help="Only passages of this source.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=200, help="How many passages.")] = 10,
    project: ProjectDir = HERE,
    json: Json = False,
) -> None:
    """Find passages by meaning and by words, more like one you have, or the likeliest for a code.

    TEXT, --like and --code can be combined: passages that are good for all of them come first.
    """
    if not (text.strip() or like or code):
        raise typer.BadParameter("say what to look for: TEXT, --like PASSAGE or --code CODE")
    if uncoded and not code:
        raise typer.BadParameter("name a code with --code CODE", param_hint="--uncoded")
    from qes.pipeline.search import Search, run_search

    asked = Search(text.strip(), like, code, case, source, uncoded, most)
    with opened(project) as opened_project, progress() as tell:
        hits = run_search(opened_project, asked, progress=tell)
        empty = not hits and not opened_project.store.sources()
    if json:
        emit({"hits": [hit.as_json() for hit in hits]})
        return
    _show(hits, asked)
    _advise(hits, asked, empty=empty)


def _show(hits: list[Hit], asked: Search) -> None:
    if hits:
        count = "1 passage" if len(hits) == 1 else f"{len(hits)} passages"
        say(f"{count}, best first")
    for number, hit in enumerate(hits, start=1):
        _show_hit(number, hit, asked.code)


def _show_hit(number: int, hit: Hit, code: str) -> None:
    from rich.text import Text

    out = console()
    width = min(_WIDEST, out.width)
    out.print()
    out.print(Text(f"{number:>2}  ", "dim") + Text(f"{hit.passage.case} · {hit.source} · {hit.passage.place}", "bold"))
    facts = Text(" · ".join(_facts(hit, code)), "dim")
    for part in (_quoted(hit, (width - _INDENT) * _LINES), facts, Text(", ".join(hit.codes), "dim")):
        for line in part.wrap(out, width - _INDENT) if part else ():
            line.rstrip()
            out.print(Text(" " * _INDENT) + line)


def _quoted(hit: Hit, most: int) -> Text:
    """The speaker, and of the passage what stands around the words that were found; not yet wrapped."""
    from rich.text import Text

    speaker = f"{hit.passage.speaker}: " if hit.passage.speaker else ""
    # Wrapping leaves the ends of lines empty, by half a word or so.
    room = max(40, most - len(speaker) - _LINES * 4)
    part = around(hit.passage.text, hit.spans, room)
    shown = Text(hit.passage.text)
    for span in hit.spans:
        shown.stylize("bold yellow", span.start, span.end)
    shown.plain = shown.plain.replace("\n", " ")
    before, after = "… " if part.start else "", " …" if part.end < len(hit.passage.text) else ""
    return Text.assemble((speaker, "italic"), before, shown[part.start : part.end], after)


def _facts(hit: Hit, code: str) -> list[str]:
    facts = [hit.passage.id]
    if hit.similarity is not None:
        facts.append(f"cosine {hit.similarity:.2f}")
    if hit.likelihood is not None:
        facts.append(f"likelihood {hit.likelihood:.2f}")
    if code:
        facts.append("coded so already" if hit.coded else "not coded so")
    return facts


def _advise(hits: list[Hit], asked: Search, *, empty: bool) -> None:
    if hits:
        then(f"qes search --like {hits[0].passage.id}, for more like the first")
        return
    if empty:
        say("There is nothing to search yet: no file has been taken in.")
        then("qes ingest")
        return
    limits = [f"--{name}" for name in ("case", "source", "uncoded") if getattr(asked, name)]
    limits += ['"phrases" or -exclusions'] if '"' in asked.text or "-" in asked.text else []
    say("Nothing was found.")
    then(f"search again without {', '.join(limits)}" if limits else "search again in other words")
