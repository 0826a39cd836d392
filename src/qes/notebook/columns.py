"""Columns declared once, each with name, type, meaning and value; frames and docs are made from the declaration."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from qes.model import Codebook

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from qes.notebook.reading import Reading

Item = TypeVar("Item")
Value = Callable[[Item], object]
"""What a row has in a column; None, and in text the empty string, is `<NA>`."""


class Dtype(StrEnum):
    """The types of columns, by the names pandas has for them."""

    TEXT = "string"
    WHOLE = "Int64"
    NUMBER = "Float64"
    FLAG = "boolean"
    TIME = "datetime64[ns, UTC]"
    CHOICE = "category"
    TUPLE = "object"
    """Tuples, empty ones where there is nothing, so that `frame.explode` gives a row for each member."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """One column of a table."""

    name: str
    dtype: Dtype
    meaning: str
    value: Value[Item]
    choices: tuple[str, ...] = ()
    """Of a category, in order; values beside them follow, so that none is lost."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Item]):
    """One table: what a row of it stands for, and its columns."""

    name: str
    row: str
    """What a row is."""
    columns: tuple[Column[Item], ...]
    items: Callable[[Reading], Sequence[Item]]
    """What the rows are made from, in order."""
    further: Callable[[Reading], Sequence[Column[Item]]] = lambda _: ()
    """Columns that depend on the project; they come last."""
    further_told: str = ""
    """What those are."""
    quick: Callable[[Reading], int] | None = None
    """Counts the rows where that takes next to no time."""


# --- Declaring ------------------------------------------------------------------------------------


def text(name: str, meaning: str, value: Value[Item]) -> Column[Item]:
    """Words; None and the empty string are `<NA>`."""
    return Column(name, Dtype.TEXT, meaning, value)


def whole(name: str, meaning: str, value: Value[Item]) -> Column[Item]:
    """Whole numbers: counts, places, levels."""
    return Column(name, Dtype.WHOLE, meaning, value)


def number(name: str, meaning: str, value: Value[Item]) -> Column[Item]:
    """Figures."""
    return Column(name, Dtype.NUMBER, meaning, value)


def flag(name: str, meaning: str, value: Value[Item]) -> Column[Item]:
    """Yes or no; `<NA>` where it is not said."""
    return Column(name, Dtype.FLAG, meaning, value)


def time(name: str, meaning: str, value: Value[Item]) -> Column[Item]:
    """When something was done, from ISO 8601."""
    return Column(name, Dtype.TIME, meaning, value)


def several(name: str, meaning: str, value: Value[Item]) -> Column[Item]:
    """Tuples."""
    return Column(name, Dtype.TUPLE, meaning, value)


def choice(name: str, meaning: str, choices: Iterable[str], value: Value[Item]) -> Column[Item]:
    """One of a few values."""
    return Column(name, Dtype.CHOICE, meaning, value, tuple(map(str, choices)))


def apart_from(taken: Collection[Column[Any]], name: str, what: str) -> str:
    """A name of the project's own for a column, told from those that every project has."""
    return f"{name} ({what})" if name in {column.name for column in taken} else name


def attribute_columns(
    codebook: Codebook, taken: Collection[Column[Any]], value: Callable[[Item, str], object]
) -> tuple[Column[Item], ...]:
    """A category for each attribute of the codebook, its values in the codebook's order."""

    def column(name: str, description: str, values: Sequence[str]) -> Column[Item]:
        shown = apart_from(taken, name, "attribute")
        return choice(shown, description or f"attribute {name}", values, lambda item: value(item, name))

    return tuple(column(rule.name, rule.description, rule.values) for rule in codebook.attributes)


# --- Frames ---------------------------------------------------------------------------------------


def frame(columns: Sequence[Column[Item]], items: Sequence[Item]) -> DataFrame:
    """A row for each item, in order; the types are the same when there are none."""
    import pandas as pd

    return pd.DataFrame({each.name: _series(each, [each.value(item) for item in items]) for each in columns})


def _series(column: Column[Item], values: list[Any]) -> Series[Any]:
    import pandas as pd

    match column.dtype:
        case Dtype.TEXT:
            return pd.Series([None if each in (None, "") else str(each) for each in values], dtype="string")
        case Dtype.TIME:
            times = pd.Series([each or None for each in values], dtype="string")
            return pd.to_datetime(times, utc=True, format="ISO8601", errors="coerce").astype("datetime64[ns, UTC]")
        case Dtype.CHOICE:
            given = [None if each is None else str(each) for each in values]
            beside = sorted({each for each in given if each is not None} - set(column.choices))
            return pd.Series(pd.Categorical(given, categories=[*column.choices, *beside]))
        case Dtype.TUPLE:
            return pd.Series([tuple(each) for each in values], dtype="object")
        case Dtype.WHOLE:
            return pd.Series(values, dtype="Int64")
        case Dtype.NUMBER:
            return pd.Series(values, dtype="Float64")
        case Dtype.FLAG:
            return pd.Series(values, dtype="boolean")
