"""YAML that remembers on which line everything stands, so that an error can name it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from qes.errors import BadCodebook

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml, and the same otherwise."""


def read(path: Path) -> str:
    """The text of a file.

    Raises:
        BadCodebook: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCodebook(str(path), [(1, f"cannot be read: {error}")]) from error


class Document:
    """A YAML file: its content as plain data, and the line of any part of it."""

    def __init__(self, path: Path, text: str) -> None:
        """Understand the text of a file.

        Raises:
            BadCodebook: It is not YAML, repeats a key or uses aliases.
        """
        self.path = path
        self.root: yaml.Node | None = None
        self.data: Any = None
        try:
            problems = list(_aliases(text))
            if not problems:
                self.root, self.data = yaml.compose(text, _LOADER), yaml.load(text, _LOADER)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise BadCodebook(str(path), [(mark.line + 1 if mark else 1, f"not YAML: {error.problem}")]) from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise BadCodebook(str(path), [(1, f"not YAML: {error}")]) from error
        if problems := problems or list(_repeated_keys(self.root)):
            raise BadCodebook(str(path), problems)

    def line(self, steps: Sequence[str | int]) -> int:
        """The line on which the part at the end of these keys and positions starts; of its parent if it is missing."""
        node, line = self.root, self.root.start_mark.line if self.root else 0
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                found = next(((key, value) for key, value in node.value if key.value == step), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line
            else:
                break
        return int(line) + 1


def _aliases(text: str) -> Iterator[tuple[int, str]]:
    # They let a small file unfold into gigabytes, and a rubric has no use for them.
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.AliasEvent):
            yield event.start_mark.line + 1 if event.start_mark else 1, "aliases (*name) are not used here"


def _repeated_keys(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated_keys(child)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, f"key {key.value!r} stands here a second time"
            if isinstance(key.value, str):
                seen.add(key.value)
            yield from _repeated_keys(value)
