"""Drawings as they stand within a page: named anew, told in words, and unable to do anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DRAWN = frozenset(
    {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "clipPath",
    }
    | {"linearGradient", "radialGradient", "stop", "pattern", "title", "desc"}
)
"""Elements that draw; everything else is left out."""
_DROPPED = frozenset({"href", "style", "class", "role", "aria-label", "aria-roledescription", "aria-hidden"})
"""Attributes that point elsewhere, or that say in pieces what the drawing says as a whole."""
_POINTS = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")


def inlined(svg: str, prefix: str, alt: str) -> str:
    """An SVG drawing to be put into a page.

    Only what draws is kept: no script, no link, no style sheet and nothing that is loaded from elsewhere. Names within
    it get a prefix, so that they do not meet those of other drawings.

    Args:
        svg: A whole SVG document; fonts and sizes are attributes of its elements.
        prefix: Unlike that of any other drawing of the page.
        alt: What it shows, in words.
    """
    from xml.etree.ElementTree import fromstring, tostring

    root = fromstring(svg)
    _tame(root, prefix)
    root.attrib |= {"role": "img", "aria-label": alt}
    return tostring(root, encoding="unicode")


def _tame(element: Element, prefix: str) -> None:
    """Strip an element and all below it, recursively."""
    element.tag = _plain(element.tag)
    element.attrib = {
        name: _POINTS.sub(rf"url(#{prefix}-\1)", value) if name != "id" else f"{prefix}-{value}"
        for name, value in ((_plain(name), value) for name, value in element.attrib.items())
        if not name.lower().startswith("on") and name not in _DROPPED
    }
    for child in list(element):
        if _plain(child.tag) in _DRAWN:
            _tame(child, prefix)
        else:
            element.remove(child)


def _plain(name: str) -> str:
    """A name without its namespace: within a page there is only one."""
    return name.rpartition("}")[2]
