"""Prompts are versioned files: what a model was asked is named by file and version, and a version never changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from qes.model import sha256
from qes.text import collapse

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_PARTS = re.compile(r"^--- (system|user) ---\n", re.MULTILINE)
_MARK = 12
"""Characters of a marker's hash."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is sent."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class PromptFiles:
    """The prompt files of a package, in its folder `prompts`."""

    package: str

    def names(self) -> list[str]:
        """Every file that ships, as name@version, sorted."""
        return sorted(each.name.removesuffix(".md") for each in self._folder().iterdir() if each.name.endswith(".md"))

    def source(self, name: str) -> str:
        """A file as it stands."""
        return self._folder().joinpath(f"{name}.md").read_text(encoding="utf-8")

    def render(self, name: str, **values: Any) -> Rendered:
        """Fill in a file; values are put in as they are, and nothing in them is read as a template.

        Raises:
            jinja2.UndefinedError: A value that the file uses is missing.
        """
        texts = (template.render(**values) for template in _templates(self, name))
        return Rendered(*(f"{text.strip()}\n" for text in texts))

    def _folder(self) -> Traversable:
        return files(self.package).joinpath("prompts")


def marker(*texts: str) -> str:
    """A hash to mark where foreign texts begin and end: whoever wrote them could not know it, and none holds it."""
    mark = sha256("\x1e".join(texts))[:_MARK]
    while any(mark in text for text in texts):
        mark = sha256(mark)[:_MARK]
    return mark


@cache
def _templates(given: PromptFiles, name: str) -> tuple[Template, Template]:
    """The two parts of a file, made ready once: that takes longer than all else that is done for a prompt."""
    _, first, system, second, user = _PARTS.split(given.source(name))
    if (first, second) != ("system", "user"):
        raise ValueError(f"prompt file {name!r} needs a system part and then a user part")
    environment = _environment()
    return environment.from_string(system), environment.from_string(user)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, StrictUndefined

    # Plain text for a model: there is no markup to escape for.
    made = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    made.filters["line"] = collapse
    return made
