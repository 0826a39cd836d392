"""The chart of an evaluation as a file: SVG, PNG, or a page that needs neither scripts nor a network."""

from __future__ import annotations

import os
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from qes.errors import CannotWrite
from qes.evaluation.captions import TITLE, described
from qes.project import make_folder

if TYPE_CHECKING:
    from qes.evaluation.run import Evaluation

SUFFIXES = (".svg", ".png", ".html")
SCALE = 3.0
"""Pixels of a PNG for one of the SVG: sharp in print at the width of a page."""
STYLE = "body{margin:2rem auto;max-width:75rem;padding:0 1rem;background:#fff;color:#333;font-family:sans-serif}"
STYLE += "figure{margin:0}svg{max-width:100%;height:auto}figcaption{max-width:45rem;line-height:1.5}"


def check_target(path: Path) -> None:
    """Find out that a picture can be written there before hours of work go into it.

    Raises:
        CannotWrite: It cannot.
    """
    make_folder(path.parent)
    if path.is_dir():
        raise CannotWrite(str(path), "it is a folder")
    _replace(path, None)


def write_picture(done: Evaluation, path: Path) -> None:
    """Draw an evaluation into a file whose suffix, one of `SUFFIXES`, says how. The same figures give the same SVG.

    Raises:
        CannotWrite: Disk or permissions; an older picture is then left as it was.
    """
    suffix, drawn = path.suffix.lower(), svg(done)
    if suffix == ".png":
        import vl_convert

        _replace(path, vl_convert.svg_to_png(drawn, scale=SCALE))
    else:
        _replace(path, (page(done, drawn) if suffix == ".html" else drawn).encode())


def svg(done: Evaluation) -> str:
    """The chart, with a title and a description for those who do not see it."""
    import vl_convert

    from qes.evaluation.chart import draw

    drawn = vl_convert.vegalite_to_svg(draw(done), allowed_base_urls=[])
    start, rest = drawn.removeprefix("<svg").split(">", 1)
    named = f"<title>{TITLE}</title><desc>{escape(' '.join(described(done)))}</desc>"
    return f'<svg role="img"{start}>{named}{rest}'


def page(done: Evaluation, drawn: str) -> str:
    """A page around the SVG that loads nothing."""
    sentences = "".join(f"<li>{escape(each)}</li>" for each in described(done))
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{TITLE}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<figure>\n{drawn}\n"
        f"<figcaption><p>The same in words:</p><ul>{sentences}</ul></figcaption>\n</figure>\n</body>\n</html>\n"
    )


def _replace(path: Path, content: bytes | None) -> None:
    """Write beside the target, then rename; without content, only see whether that could be done."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content or b"")
        if content is not None:
            temporary.replace(path)
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
