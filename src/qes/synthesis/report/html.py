"""The report as one HTML file: no script, no request to anywhere, every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from qes.synthesis.report import placing
from qes.synthesis.report.content import Report
from qes.synthesis.report.flow import flowing
from qes.synthesis.report.parts import Figure, Quote
from qes.synthesis.report.scored import missing_title, scored_lines
from qes.synthesis.report.svg import inlined
from qes.synthesis.report.wording import (
    capitalised,
    partly,
    printable,
    standing_words,
    verdict,
)

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SHOWN = 3
"""How many quotes of a group are shown before the rest is folded away."""


def render_html(report: Report) -> str:
    """The report as a complete HTML document; the same report gives the same text."""
    return _environment().get_template("report.html.j2").render(report=report, **_helpers(report))


def _helpers(report: Report) -> dict[str, Any]:
    """What the templates ask of a report."""
    return {
        "tables_in": partial(placing.tables_in, report),
        "figures_in": partial(placing.figures_in, report),
        "figures_of": partial(placing.figures_of, report),
        "exemplars": placing.exemplars,
        "further": placing.further,
        "rest": placing.rest,
        "missing_title": missing_title,
        "scored_lines": scored_lines,
        "standing_words": standing_words,
        "verdict": verdict,
        "partly": partial(partly, elsewhere=report.evidence is not None),
    }


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("qes.synthesis.report") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Everything printed passes here, so that no control character reaches the file.
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    environment.filters |= {"shown": _shown, "picture": _picture, "capitalised": capitalised, "flowing": flowing}
    return environment


def _shown(quotes: Sequence[Quote]) -> tuple[Sequence[Quote], Sequence[Quote]]:
    """The quotes to show, and those to fold away; a single one is never folded."""
    cut = len(quotes) if len(quotes) <= SHOWN + 1 else SHOWN
    return quotes[:cut], quotes[cut:]


def _picture(figure: Figure, number: int) -> Markup:
    """The drawing of a figure, fit to stand within the page."""
    from markupsafe import Markup

    return Markup(inlined(figure.svg, f"figure-{number}", printable(figure.alt)))
