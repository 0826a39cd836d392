"""A parsed file as plain items that remember their line, whatever format they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import yaml

from qes.coding.codebook.findings import Findings

MAX_DEPTH = 12
"""A codebook is four levels deep; anything far beyond is a mistake or an attack on the parser."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Kind(StrEnum):
    """What a value is; its text names it to people."""

    TEXT = "text"
    FLAG = "true or false"
    NUMBER = "a number"
    DATE = "a date"
    NOTHING = "empty"
    LIST = "a list"
    MAP = "a group of keys"


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a file."""

    kind: Kind
    line: int
    """Where its key stands, or the value itself in a list; from 1."""
    text: str = ""
    items: tuple[Item, ...] = ()
    fields: Mapping[str, Item] = field(default_factory=dict)

    @property
    def flag(self) -> bool:
        """The truth value of a FLAG."""
        return self.text.lower() in ("true", "yes", "on")


_KINDS = {
    "tag:yaml.org,2002:str": Kind.TEXT,
    "tag:yaml.org,2002:bool": Kind.FLAG,
    "tag:yaml.org,2002:int": Kind.NUMBER,
    "tag:yaml.org,2002:float": Kind.NUMBER,
    "tag:yaml.org,2002:timestamp": Kind.DATE,
    "tag:yaml.org,2002:null": Kind.NOTHING,
    "tag:yaml.org,2002:seq": Kind.LIST,
    "tag:yaml.org,2002:map": Kind.MAP,
}


def parse_yaml(text: str, report: Findings) -> Item | None:
    """The content of a YAML text; None, with the reason reported, when it cannot be used.

    Nodes are read but no objects are built from them, so a tag cannot run anything. Aliases are
    refused: a few lines of them expand to gigabytes, and a codebook is read by people.
    """
    try:
        if not _harmless(text, report):
            return None
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        report.error(_line_of(error, text), f"this is not valid YAML: {_reason(error)}")
        return None
    if root is None:
        report.error(1, "the file is empty")
        return None
    return _item(root, root.start_mark.line + 1, report)


def _harmless(text: str, report: Findings) -> bool:
    depth, documents = 0, 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            report.error(line, f"aliases (`*{event.anchor}`) are not allowed here: write the text out")
            return False
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if documents > 1:
            report.error(line, "a second document starts here (`---`): a codebook file holds one")
            return False
        if depth > MAX_DEPTH:
            report.error(line, f"nested more than {MAX_DEPTH} levels deep")
            return False
    return True


def _item(node: yaml.Node, line: int, report: Findings) -> Item:
    kind = _KINDS.get(node.tag)
    if kind is None:
        report.error(node.start_mark.line + 1, f"the tag {node.tag!r} is not allowed: write plain text")
        return Item(Kind.NOTHING, line)
    if isinstance(node, yaml.MappingNode):
        return Item(kind, line, fields=_fields(node, report))
    if isinstance(node, yaml.SequenceNode):
        return Item(kind, line, items=tuple(_item(each, each.start_mark.line + 1, report) for each in node.value))
    return Item(kind, line, text=str(node.value))


def _fields(node: yaml.MappingNode, report: Findings) -> dict[str, Item]:
    fields: dict[str, Item] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            report.error(line, "a key must be a word")
        elif key.value in fields:
            report.error(line, f"the key {key.value!r} is written twice (first on line {fields[key.value].line})")
        else:
            fields[key.value] = _item(value, line, report)
    return fields


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(error, "position", None)
    return 1 if position is None else text.count("\n", 0, position) + 1


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    return f"{problem}, {context}" if context else str(problem)
