"""`corpus/cases.csv`: what is known of each case as a whole, to compare groups of cases by."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qes.errors import BadCases, BadTable
from qes.interop.read_tables import read_rows
from qes.project import Project
from qes.text import collapse

FILE = "cases.csv"
"""Lies in the corpus folder and is no source."""

_MISSING = frozenset({"", "-", "–", "?", "na", "n/a"})
_GROUPED_FROM = 10_000
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}([,' ]\d{3})+)(\.\d+)?")
"""With a point before decimals, and perhaps something between thousands."""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Attributes of cases; what is missing in the file is missing here."""

    path: str = ""
    names: tuple[str, ...] = ()
    """The attributes, in the order of the columns."""
    values: Mapping[str, Mapping[str, str | float]] = field(default_factory=dict)
    """Case → attribute → value; all values of an attribute are numbers, or all are words."""

    def strangers(self, cases: Collection[str]) -> list[str]:
        """Cases of the file that the project does not have, perhaps misspelt."""
        return sorted(set(self.values) - set(cases))

    def of(self, name: str) -> dict[str, str | float]:
        """The value of one attribute by case, where there is one.

        Raises:
            BadCases: There is no such attribute.
        """
        if name not in self.names:
            known = ", ".join(self.names) or "none"
            raise BadCases(self.path or FILE, [(0, f"has no attribute {name!r}; it has: {known}")])
        return {case: given[name] for case, given in self.values.items() if name in given}


def in_words(value: str | float) -> str:
    """A value as people read it; thousands are set apart from 10,000 on, so that years stay years."""
    if isinstance(value, str):
        return value
    plain = int(value) if value.is_integer() else value
    return f"{plain:,}" if abs(value) >= _GROUPED_FROM else str(plain)


def case_table(project: Project) -> CaseTable:
    """The project's table of cases; an empty one where the file is not there, as it need not be.

    Raises:
        BadCases: It cannot be read, or rows of it are wrong.
    """
    path = project.corpus / FILE
    return read_cases(path) if path.is_file() else CaseTable()


def read_cases(path: Path) -> CaseTable:
    """Read a table of cases.

    Raises:
        BadCases: It is no CSV table, has no column `case`, a case is unnamed or stands there twice, or a column mixes
            numbers with words; all that is wrong is listed with its row.
    """
    try:
        rows = [(number, _cells(row)) for number, row in read_rows(path)]
    except BadTable as error:
        raise BadCases(error.path, error.problems) from error
    if not rows:
        raise BadCases(str(path), [(0, "names no case")])
    if "case" not in rows[0][1]:
        raise BadCases(str(path), [(0, "has no `case` column")])
    problems = _wrong_names(rows)
    names = tuple(dict.fromkeys(name for _, row in rows for name in row if name != "case"))
    columns = {name: _column(name, rows, problems) for name in names}
    if problems:
        raise BadCases(str(path), sorted(problems))
    cases = {number: row["case"] for number, row in rows}
    return CaseTable(
        str(path),
        names,
        {
            case: {name: column[number] for name, column in columns.items() if number in column}
            for number, case in cases.items()
        },
    )


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {collapse(name): collapse(str(value or "")) for name, value in row.items()}


def _wrong_names(rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[tuple[int, str]]:
    problems, first = [], dict[str, int]()
    for number, row in rows:
        case = row.get("case", "")
        if not case:
            problems.append((number, "names no case"))
        elif first.setdefault(case, number) != number:
            problems.append((number, f"{case!r} stands in row {first[case]} already"))
    return problems


def _column(
    name: str, rows: Iterable[tuple[int, Mapping[str, str]]], problems: list[tuple[int, str]]
) -> dict[int, str | float]:
    """Row → value, all as numbers or all as they stand; a column that mixes the two is a problem."""
    given = {number: row[name] for number, row in rows if row.get(name, "").casefold() not in _MISSING}
    numbers = {
        number: float(re.sub(r"[^\d.+-]", "", text)) for number, text in given.items() if _NUMBER.fullmatch(text)
    }
    if not numbers:
        return dict(given)
    problems += [
        (number, f"{name} is {text!r}, and a number in other rows; leave it empty where it is not known")
        for number, text in given.items()
        if number not in numbers
    ]
    return dict(numbers)
