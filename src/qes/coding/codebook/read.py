"""Items of a parsed file → codes and attributes, with every wrong key or type reported on its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from qes.coding.codebook.findings import Findings
from qes.coding.codebook.schema import ATTRIBUTE, CODE, TOP, Field, FieldKind
from qes.coding.codebook.tree import Item, Kind
from qes.model import AttributeRule, Code

T = TypeVar("T")

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of characters: JSON can spell them, files and databases cannot keep them."""


@dataclass(frozen=True, slots=True)
class Draft(Generic[T]):
    """Something read, before it is known whether the whole holds together."""

    content: T
    line: int
    lines: Mapping[str, int]

    def at(self, field: str) -> int:
        """The line of one of its keys, or of the whole where the key is missing."""
        return self.lines.get(field, self.line)


@dataclass(frozen=True, slots=True)
class Head:
    """What a codebook file says of itself."""

    name: str = ""
    version: str = ""
    title: str = ""
    description: str = ""


def read_head(root: Item, report: Findings) -> Draft[Head]:
    """Name, version, title and description; unknown and missing keys of the top level are reported."""
    values = _Values(root, TOP, "the codebook", report)
    head = Head(values.text("name"), values.text("version"), values.text("title"), values.text("description"))
    return Draft(head, root.line, values.lines)


def read_attributes(root: Item, report: Findings) -> list[Draft[AttributeRule]]:
    """The attributes a codebook asks for."""
    drafts: list[Draft[AttributeRule]] = []
    for item in _entries(root, "attributes", report):
        name = _peek(item, "name")
        values = _Values(item, ATTRIBUTE, f"attribute {name!r}" if name else "an attribute", report)
        rule = AttributeRule(values.text("name"), values.texts("values"), values.text("description"))
        drafts.append(Draft(rule, item.line, values.lines))
    return drafts


def read_codes(items: Sequence[Item], report: Findings, *, short: bool = False) -> list[Draft[Code]]:
    """The codes, in order; in the short form fewer keys are required and unknown ones are passed over."""
    drafts: list[Draft[Code]] = []
    for item in items:
        if item.kind is not Kind.MAP:
            report.error(item.line, f"a code must be a group of keys, not {item.kind}")
            continue
        name = _peek(item, "code")
        values = _Values(item, CODE, f"code {name!r}" if name else "a code without an id", report, short=short)
        drafts.append(Draft(_code(values), item.line, values.lines))
    return drafts


def code_items(root: Item, report: Findings) -> Sequence[Item]:
    """The items of the key `codes`."""
    return _entries(root, "codes", report)


def _code(values: _Values) -> Code:
    return Code(
        code=values.text("code"),
        label=values.text("label"),
        brief=values.text("brief"),
        definition=values.text("definition"),
        when_to_use=values.text("when_to_use"),
        when_not_to_use=values.text("when_not_to_use"),
        examples=values.texts("examples"),
        counter_examples=values.texts("counter_examples"),
        parent=values.text("parent") or None,
        codable=values.flag("codable"),
        scored=values.flag("scored"),
        attributes=values.flag("attributes"),
    )


def _peek(item: Item, key: str) -> str:
    value = item.fields.get(key)
    return value.text.strip() if value is not None else ""


def _entries(root: Item, key: str, report: Findings) -> Sequence[Item]:
    value = root.fields.get(key)
    if value is None or value.kind is Kind.NOTHING:
        return ()
    if value.kind is not Kind.LIST:
        report.error(value.line, f"{key!r} must be a list, not {value.kind}")
        return ()
    for item in value.items:
        if item.kind is not Kind.MAP:
            report.error(item.line, f"an entry of {key!r} must be a group of keys, not {item.kind}")
    return [item for item in value.items if item.kind is Kind.MAP]


class _Values:
    """The values of one group of keys, typed; what does not fit is reported and replaced by the default."""

    def __init__(
        self, item: Item, fields: tuple[Field, ...], where: str, report: Findings, *, short: bool = False
    ) -> None:
        self.item, self.where, self.report, self.short = item, where, report, short
        self.fields = {each.name: each for each in fields}
        self.lines = {key: value.line for key, value in item.fields.items()}
        self._check_keys()

    def _check_keys(self) -> None:
        for key, value in self.item.fields.items():
            if key not in self.fields and not self.short:
                near = get_close_matches(key, self.fields, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(self.fields)}"
                self.report.error(value.line, f"{self.where}: unknown key {key!r} ({hint})")
        for field in self.fields.values():
            required = field.in_lists if self.short else field.required
            if required and field.name not in self.item.fields:
                self.report.error(self.item.line, f"{self.where}: the key {field.name!r} is missing")

    def text(self, key: str) -> str:
        value, field = self.item.fields.get(key), self.fields[key]
        if value is None:
            return ""
        text = self._scalar(key, value).strip()
        if not text and field.filled and value.kind in (Kind.TEXT, Kind.NOTHING):
            self.report.error(value.line, f"{self.where}: {key!r} is empty")
        elif text and field.pattern and not re.search(field.pattern, text):
            self.report.error(value.line, f"{self.where}: {key!r} cannot be {text!r}. {field.help}")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        value, field = self.item.fields.get(key), self.fields[key]
        if value is None:
            return ()
        if value.kind not in (Kind.LIST, Kind.NOTHING):
            self.report.error(value.line, f"{self.where}: {key!r} must be a list, not {value.kind}")
            return ()
        if field.filled and not value.items:
            self.report.error(value.line, f"{self.where}: {key!r} is empty")
        texts = [(item, self._scalar(key, item).strip()) for item in value.items]
        for item, text in texts:
            if not text and item.kind in (Kind.TEXT, Kind.NOTHING):
                self.report.error(item.line, f"{self.where}: {key!r} holds an empty entry")
        return tuple(text for _, text in texts if text)

    def flag(self, key: str) -> bool:
        value, default = self.item.fields.get(key), bool(self.fields[key].default)
        if value is None:
            return default
        if value.kind is not Kind.FLAG:
            self.report.error(value.line, f"{self.where}: {key!r} must be {FieldKind.FLAG}, not {value.kind}")
            return default
        return value.flag

    def _scalar(self, key: str, value: Item) -> str:
        if value.kind is Kind.TEXT and not _NO_TEXT.search(value.text):
            return value.text
        if value.kind is Kind.TEXT:
            self.report.error(value.line, f"{self.where}: {key!r} holds a character that is no text")
        elif value.kind is Kind.NOTHING:
            return ""
        elif value.kind in (Kind.LIST, Kind.MAP):
            self.report.error(value.line, f"{self.where}: {key!r} must be text, not {value.kind}")
        else:
            self.report.error(
                value.line, f'{self.where}: {key!r} must be text, not {value.kind}: put it in quotes, "{value.text}"'
            )
        return ""
