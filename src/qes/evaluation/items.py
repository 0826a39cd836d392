"""A file of human-coded items → `Item`s, or every row that is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qes.errors import BadTable
from qes.interop.read_tables import read_rows

YES = ("true", "yes", "1", "1.0", "accept")
NO = ("false", "no", "0", "0.0", "reject")


@dataclass(frozen=True, slots=True)
class Item:
    """One passage with what people decided about it."""

    id: str
    text: str
    codes: frozenset[str]
    """Those it was given."""
    refused: frozenset[str] = frozenset()
    """Those it was denied one by one."""
    verdicts: bool = False
    """Whether only `codes` and `refused` were judged; otherwise it was read for every code."""
    doc_id: str | None = None
    order: float | None = None
    """Where it stands in its document; None: where it stands in the file."""
    speaker: str | None = None
    question: str | None = None
    """What it answers."""
    heading: str | None = None
    """What it stands under."""
    coders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The codes each coder gave it, where several coded it."""


class _Wrong(ValueError):
    """What is wrong with a row."""


def load_items(path: Path) -> list[Item]:
    """Read items from JSON Lines or CSV, in the order of the file; verdicts with one `id` become one item.

    Raises:
        BadTable: With every wrong row, or the reason why the file cannot be read at all.
    """
    items: dict[str, Item] = {}
    problems: list[tuple[int, str]] = []
    for number, row in _rows(path):
        try:
            item = _item(row)
            items[item.id] = _joined(items[item.id], item) if item.id in items else item
            if item.verdicts != next(iter(items.values())).verdicts:
                raise _Wrong("either all rows have `codes`, or all have `code` and `label`")
        except _Wrong as wrong:
            problems.append((number, str(wrong)))
    if not items and not problems:
        problems.append((1, "holds no items"))
    if problems:
        raise bad_items(path, problems)
    return list(items.values())


def bad_items(path: Path, problems: list[tuple[int, str]]) -> BadTable:
    """The error for a file that cannot be evaluated on, with a hint that fits."""
    error = BadTable(str(path), problems)
    error.hint = "Items have `id`, `text` and `codes` (or `code` and `label`); `qes evaluate --help` says more."
    return error


def _rows(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    try:
        return list(read_rows(path))
    except BadTable as error:
        raise bad_items(path, error.problems) from error


def _item(row: Mapping[str, Any]) -> Item:
    return Item(
        _required(row, "id"),
        _required(row, "text"),
        *_judgement(row),
        doc_id=_word(row, "doc_id"),
        order=_order(row),
        speaker=_word(row, "speaker"),
        question=_word(row, "question"),
        heading=_word(row, "heading"),
        coders=_votes(row),
    )


def _judgement(row: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str], bool]:
    """Codes given, codes refused, and whether the row is a verdict on a single code."""
    none: frozenset[str] = frozenset()
    if row.get("codes") is not None:
        return _codes(row["codes"]), none, False
    if _word(row, "code") is None:
        raise _Wrong("has neither `codes` nor a `code` with its `label`")
    code = frozenset({_required(row, "code")})
    return (code, none, True) if _label(row.get("label")) else (none, code, True)


def _votes(row: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """What each coder gave: codes, or a label of their own where the row is a verdict."""
    if row.get("codes") is not None:
        return {name: _codes(given) for name, given in _coders(row).items()}
    code = _required(row, "code")
    return {name: frozenset({code} if _label(given) else ()) for name, given in _coders(row).items()}


def _joined(known: Item, more: Item) -> Item:
    """One item of several verdicts on the same passage."""
    if not (known.verdicts and more.verdicts):
        raise _Wrong(f"the id {more.id!r} has occurred before")
    if known.text != more.text:
        raise _Wrong(f"the id {more.id!r} has occurred before with another text")
    if (known.codes | known.refused) & (more.codes | more.refused):
        raise _Wrong(f"there is a verdict on this code and the id {more.id!r} already")
    if set(known.coders) != set(more.coders):
        raise _Wrong(f"the coders of the id {more.id!r} are not those of the row before")
    coders = {name: codes | more.coders[name] for name, codes in known.coders.items()}
    return replace(known, codes=known.codes | more.codes, refused=known.refused | more.refused, coders=coders)


def _word(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return str(value).strip() or None if value is not None else None


def _required(row: Mapping[str, Any], name: str) -> str:
    word = _word(row, name)
    if word is None:
        raise _Wrong(f"has no `{name}`")
    return str(row[name]) if name == "text" else word


def _order(row: Mapping[str, Any]) -> float | None:
    word = _word(row, "order")
    try:
        return None if word is None else float(word)
    except ValueError as error:
        raise _Wrong(f"`order` is a number, not {word!r}") from error


def _codes(value: Any) -> frozenset[str]:
    """A list, a JSON list in a cell, or names joined by semicolons."""
    if isinstance(value, str):
        value = _json(value) if value.lstrip().startswith("[") else value.split(";")
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise _Wrong("`codes` is a list of names, or names joined by `;`")
    return frozenset(code.strip() for code in value if code.strip())


def _coders(row: Mapping[str, Any]) -> dict[str, Any]:
    value = row.get("coders")
    if isinstance(value, str):
        value = _json(value) if value.strip() else None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _Wrong('`coders` maps each coder to what they gave, like {"ana": ["water"], "ben": []}')
    return {str(name): given for name, given in value.items()}


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _Wrong(f"{text[:40]!r} is not JSON: {error.msg}") from error


def _label(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in YES + NO:
        raise _Wrong(f"`label` is true or false, not {value!r}")
    return word in YES
