"""Edits as plain data that JSON can hold, for the log and for the web; and back, with everything wrong said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any

from qes.coding.codebook.edit import Add, Edit, Merge, Move, Restore, Retire, Reword, Split
from qes.coding.codebook.findings import Findings
from qes.coding.codebook.lists import item_of
from qes.coding.codebook.read import read_codes
from qes.errors import BadEdit
from qes.model import Code

KINDS: Mapping[str, type[Edit]] = {
    "reword": Reword,
    "add": Add,
    "merge": Merge,
    "split": Split,
    "move": Move,
    "retire": Retire,
    "restore": Restore,
}
"""What the key `edit` may say; the other keys are those of the class."""
_NAMES = {kind: name for name, kind in KINDS.items()}


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """An edit as plain data; what need not be said and is not, is left out."""
    said = [each.name for each in fields(edit) if each.default is MISSING or getattr(edit, each.name) is not None]
    return {"edit": _NAMES[type(edit)], **{name: _plain(getattr(edit, name)) for name in said}}


def _plain(value: Any) -> Any:
    if isinstance(value, Code):
        return {key: _plain(each) for key, each in asdict(value).items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def edit_from_json(given: object, number: int = 0) -> Edit:
    """The edit that plain data stands for.

    Args:
        given: A mapping with the key `edit` and those of the edit.
        number: Of the edit among those of a request, from 1, for the error to name.

    Raises:
        BadEdit: A key is missing, unknown or of the wrong type.
    """
    try:
        return _read(given)
    except BadEdit as error:
        raise BadEdit(error.problem, error.code, number) from error


def edits_from_json(given: object) -> list[Edit]:
    """The edits of a list of plain data; errors as in `edit_from_json`."""
    if not isinstance(given, list):
        raise BadEdit("edits come as a list")
    return [edit_from_json(each, number) for number, each in enumerate(given, start=1)]


def _read(given: object) -> Edit:
    if not isinstance(given, Mapping):
        raise BadEdit("an edit is a group of keys")
    name = given.get("edit")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadEdit(f"there is no edit {name!r}; choose one of: {', '.join(KINDS)}")
    known = {each.name: each for each in fields(kind)}
    unknown = [str(key) for key in given if key != "edit" and key not in known]
    if unknown:
        raise BadEdit(f"{name}: unknown key {unknown[0]!r}; known are {', '.join(known)}")
    missing = [key for key, each in known.items() if each.default is MISSING and key not in given]
    if missing:
        raise BadEdit(f"{name}: the key {missing[0]!r} is missing")
    values = {key: _READERS[str(each.type)](given.get(key), f"{name}: {key!r}") for key, each in known.items()}
    return kind(**values)


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise BadEdit(f"{where} must be text")
    return value


def _texts(value: Any, where: str) -> tuple[str, ...]:
    return tuple(_text(each, f"each of {where}") for each in _list(value, where))


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadEdit(f"{where} must be a whole number")
    return value


def _code(value: Any, where: str) -> Code:
    report = Findings()
    codes = read_codes([item_of(value, 1)], report)
    if report.errors:
        raise BadEdit(f"{where}: {'; '.join(each.text for each in report.errors)}")
    return codes[0].content


def _codes(value: Any, where: str) -> tuple[Code, ...]:
    return tuple(_code(each, where) for each in _list(value, where))


def _list(value: Any, where: str) -> Iterable[Any]:
    if not isinstance(value, list):
        raise BadEdit(f"{where} must be a list")
    return value


def _if_given(read: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    return lambda value, where: None if value is None else read(value, where)


_READERS: Mapping[str, Callable[[Any, str], Any]] = {
    "str": _text,
    "str | None": _if_given(_text),
    "int | None": _if_given(_whole),
    "tuple[str, ...]": _texts,
    "tuple[str, ...] | None": _if_given(_texts),
    "Code": _code,
    "tuple[Code, ...]": _codes,
}
"""How a value is read, by the type its field is declared with."""
